import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CommandResult } from './client/clawmesh.js';
import { itOnTerminal } from './client/on-terminal.js';
import { screenOf } from './client/screen.js';
import { MockUpstream } from './targets/mock-upstream.js';
import { openOwnGateway, type OwnGateway } from './targets/own-gateway.js';
import { useOwnGateway } from './targets/use-own-gateway.js';

const key = 'sk-planted-onboard-0123456789';
const model = 'mock_tokens-3';

/** Where an endpoint of each protocol begins at the mock. */
const openai = '/v1';
const anthropic = '';
const google = '/v1beta';

/** Every choice that needs no login, its flag, and the protocol of its endpoint. */
const choices = [
  ['openai-api-key', 'openai-api-key', openai],
  ['apiKey', 'anthropic-api-key', anthropic],
  ['opencode-zen', 'opencode-zen-api-key', openai],
  ['opencode-go', 'opencode-go-api-key', openai],
  ['gemini-api-key', 'gemini-api-key', google],
  ['mistral-api-key', 'mistral-api-key', openai],
  ['zai-api-key', 'zai-api-key', openai],
  ['zai-coding-global', 'zai-api-key', openai],
  ['zai-coding-cn', 'zai-api-key', openai],
  ['zai-global', 'zai-api-key', openai],
  ['zai-cn', 'zai-api-key', openai],
  ['ai-gateway-api-key', 'ai-gateway-api-key', anthropic],
  ['kilocode-api-key', 'kilocode-api-key', openai],
  ['moonshot-api-key', 'moonshot-api-key', openai],
  ['moonshot-api-key-cn', 'moonshot-api-key', openai],
  ['volcengine-api-key', 'volcengine-api-key', openai],
  ['byteplus-api-key', 'byteplus-api-key', openai],
  ['synthetic-api-key', 'synthetic-api-key', anthropic],
  ['minimax-global-api', 'minimax-api-key', anthropic],
  ['minimax-cn-api', 'minimax-api-key', anthropic],
  ['ollama', 'ollama-api-key', ''],
  ['vllm', 'vllm-api-key', openai],
  ['sglang', 'sglang-api-key', openai],
  ['lmstudio', 'lmstudio-api-key', openai],
  ['custom-api-key', 'custom-api-key', openai],
] as const;

interface Outcome {
  readonly verified: string;
  readonly defaultModel: string;
  readonly profileId: string;
  readonly workspace: string;
  readonly result?: string;
  readonly error?: { readonly message: string };
}

const unattended = ['onboard', '--non-interactive', '--accept-risk', '--json'];
const outcomeOf = ({ stdout }: CommandResult) => JSON.parse(stdout) as Outcome;
const elsewhere = (mock: MockUpstream, path: string): string[] => [
  ...['--custom-base-url', `${mock.url}${path}`, '--custom-model-id', model],
];

/** One after the other by one person: the database of a home takes its time to be made. */
describe('clawmesh onboard --auth-choice', () => {
  let mock: MockUpstream;
  let own: OwnGateway;
  const stored = new Set<string>();
  beforeAll(async () => {
    mock = await MockUpstream.start();
    own = await openOwnGateway();
  });
  afterAll(async () => {
    await own.remove();
    await mock.stop();
  });

  it.each(choices)('CLI-21 %s asks the model, then writes', async (choice, flag, path) => {
    const args = ['--auth-choice', choice, `--${flag}`, key, ...elsewhere(mock, path), '--skip-health'];
    const done = await own.run(...unattended, ...args);
    expect([done.status, done.stderr.replaceAll(/^.* …\n/gm, '')]).toEqual([0, '']);
    expect(outcomeOf(done)).toMatchObject({ verified: model, profileId: expect.stringMatching(/:default$/) });
    expect(done.stdout).not.toContain(key);
    stored.add(outcomeOf(done).profileId);
  });

  it('CLI-21 every key is stored, none is in the config, and the first default stays', async () => {
    const { stdout } = await own.run('models', 'auth', 'list', '--json');
    const { profiles } = JSON.parse(stdout) as { profiles: { profileId: string; state: string }[] };
    expect(new Set(profiles.map(({ profileId }) => profileId))).toEqual(stored);
    expect(new Set(profiles.map(({ state }) => state))).toEqual(new Set(['ok']));
    expect((await own.run('models', 'status', '--plain')).stdout).toBe(`openai/${model}\n`);
    expect(await readFile(join(own.stateDir, 'openclaw.json'), 'utf8')).not.toContain(key);
  });
});

describe('clawmesh onboard', () => {
  const used = useOwnGateway();

  const onboard = (...args: string[]) => used.own.run(...unattended, ...args);
  const configFile = () => join(used.own.stateDir, 'openclaw.json');

  it('CLI-20 a key that does not work writes nothing', async () => {
    const refused = ['--custom-base-url', `${used.mock.url}/v1`, '--custom-model-id', 'mock_status-401'];
    const failed = await onboard('--auth-choice', 'openai-api-key', '--openai-api-key', key, ...refused);
    expect(failed.status).toBe(1);
    expect(outcomeOf(failed)).toMatchObject({ ok: false, result: 'not-verified' });
    expect(failed.stdout).not.toContain(key);
    expect(existsSync(configFile())).toBe(false);
    expect(existsSync(join(used.own.stateDir, 'profile.key'))).toBe(false);
  });

  it('CLI-22 sets up all of it, starts the gateway, and run again changes nothing', async () => {
    const args = ['--auth-choice', 'openai-api-key', ...elsewhere(used.mock, openai)];
    const withKey = await openOwnGateway({ OPENAI_API_KEY: key });
    try {
      const first = await withKey.run(...unattended, ...args, '--secret-input-mode', 'ref');
      expect([first.status, outcomeOf(first)]).toMatchObject([0, { gateway: { state: 'running', url: withKey.url } }]);
      expect(await readdir(outcomeOf(first).workspace)).toEqual(['AGENTS.md', 'IDENTITY.md', 'SOUL.md', 'USER.md']);
      const file = join(withKey.stateDir, 'openclaw.json');
      const before = await readFile(file, 'utf8');
      const again = await withKey.run(...unattended, ...args, '--secret-input-mode', 'ref');
      expect([again.status, outcomeOf(again)]).toMatchObject([0, { changed: false, gateway: { state: 'running' } }]);
      expect(await readFile(file, 'utf8')).toBe(before);
      const probed = await withKey.run('models', 'status', '--probe', '--check', '--json');
      expect([probed.status, JSON.parse(probed.stdout)]).toMatchObject([0, { probe: { ok: true } }]);
      expect(await readFile(file, 'utf8')).not.toContain(key);
    } finally {
      await withKey.remove();
    }
  });

  it('CLI-22 says what is missing, and does nothing', async () => {
    const choice = ['--auth-choice', 'openai-api-key'];
    expect((await used.own.run('onboard', ...choice)).stderr).toContain('--non-interactive --accept-risk');
    expect((await used.own.run('onboard', ...choice, '--non-interactive')).status).toBe(1);
    expect(outcomeOf(await onboard(...choice)).error?.message).toContain('or set OPENAI_API_KEY');
    expect(outcomeOf(await onboard('--auth-choice', 'nothing')).error?.message).toContain('custom-api-key');
    expect(outcomeOf(await onboard('--auth-choice', 'openai-codex')).error?.message).toContain('needs a login');
    const both = ['--gateway-token', 'a', '--gateway-token-ref-env', 'B'];
    expect(outcomeOf(await onboard(...choice, ...both)).error?.message).toContain('cannot be used with');
    expect(existsSync(used.own.stateDir)).toBe(false);
  });

  itOnTerminal('CLI-20 a new user is asked, and sees what was done', async () => {
    const { status, output } = await used.own.onTerminal(['onboard'], {
      types: [
        { at: /Go on\?/, text: '\r' },
        // Up from the first is the last but one: another endpoint.
        { at: /Whose models/, text: '\x1b[A\x1b[A\r' },
        { at: /base URL/, text: `${used.mock.url}/v1\r` },
        { at: /id of its model/, text: `${model}\r` },
        { at: /Start the gateway/, text: '\r' },
      ],
    });
    const screen = screenOf(output)
      .replaceAll(used.own.stateDir, '<state>')
      .replaceAll(used.own.url, '<gateway>')
      .replaceAll(used.mock.url, '<mock>')
      .replaceAll(/answers: .*/g, 'answers: <words>');
    expect([status, screen]).toEqual([
      0,
      [
        '│',
        '◇  Whoever has the token of the gateway spends the credit of your provider. Go on?',
        '│  Yes',
        '│',
        '◇  Whose models shall answer?',
        '│  Another endpoint',
        '│',
        '◇  The base URL of the endpoint:',
        '│  <mock>/v1',
        '│',
        '◇  The id of its model:',
        `│  ${model}`,
        '│',
        '◇  Start the gateway now, in the background?',
        '│  Yes',
        `Tried      custom-127-0-0-1/${model} answers: <words>`,
        `Default    custom-127-0-0-1/${model}`,
        'Config     <state>/openclaw.json',
        'Workspace  <state>/workspace (new: AGENTS.md, SOUL.md, IDENTITY.md, USER.md)',
        'Gateway    <gateway>/v1',
        'Token      `clawmesh gateway auth-token --show` prints it',
      ].join('\n'),
    ]);
    const probed = await used.own.run('models', 'status', '--probe', '--json');
    expect(JSON.parse(probed.stdout)).toMatchObject({ probe: { ok: true } });
  });

  itOnTerminal('CLI-20 who leaves a dialogue leaves nothing behind', async () => {
    const { status, output } = await used.own.onTerminal(['onboard', '--accept-risk'], {
      types: [{ at: /Whose models/, text: '\x03' }],
    });
    expect(status).toBe(1);
    expect(output).toContain('left: nothing was changed.');
    expect(existsSync(used.own.stateDir)).toBe(false);
  });
});
