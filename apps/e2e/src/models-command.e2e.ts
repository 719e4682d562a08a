import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { itOnTerminal } from './client/on-terminal.js';
import { screenOf } from './client/screen.js';
import { openOwnGateway } from './targets/own-gateway.js';
import { root } from './targets/running-process.js';
import { useOwnGateway } from './targets/use-own-gateway.js';

const secret = 'sk-planted-0123456789abcdef';

describe('clawmesh models', () => {
  const used = useOwnGateway();

  const useConfig = async (...args: string[]) => used.own.run(...args, '--config', used.own.configFile);
  const configure = () =>
    used.own.configure({
      gateway: {
        mode: 'local',
        auth: { token: 'models-token-0123456789' },
        http: { endpoints: { chatCompletions: { enabled: true } } },
      },
      models: { providers: { acme: { baseUrl: `${used.mock.url}/v1`, models: [{ id: 'mock_tokens-3' }] } } },
    });
  const written = async () => JSON.parse(await readFile(used.own.configFile, 'utf8')) as { agents?: object };

  /** With something on stdin. */
  async function piped(input: string, ...args: string[]): Promise<{ status: number | null; output: string }> {
    const { PATH = '' } = process.env;
    const command = spawn(process.execPath, ['bin/clawmesh', ...args, '--config', used.own.configFile], {
      ...{ cwd: root, env: { PATH, ...used.own.env } },
    });
    command.stdin.end(input);
    const [out, error] = await Promise.all([text(command.stdout), text(command.stderr), once(command, 'exit')]);
    return { status: command.exitCode, output: out + error };
  }

  it('CLI-31 set, then list and status tell of it; an unknown provider writes nothing', async () => {
    await configure();
    const set = await useConfig('models', 'set', 'acme/mock_tokens-3');
    expect(set).toMatchObject({ status: 0, stdout: expect.stringContaining('Default model: acme/mock_tokens-3\n') });
    const before = await written();
    expect(before.agents).toEqual({
      defaults: { model: { primary: 'acme/mock_tokens-3' }, models: { 'acme/mock_tokens-3': {} } },
    });
    expect(await useConfig('models', 'set', 'nobody/x', '--json')).toMatchObject({ status: 1 });
    expect(await useConfig('models', 'set', 'acme/x', '--agent', 'main')).toMatchObject({ status: 1 });
    expect(await written()).toEqual(before);
    expect((await useConfig('models', 'set', 'acme/new')).stderr).toContain('in no list of models');
    await useConfig('models', 'aliases', 'add', 'mine', 'acme/mock_tokens-3');
    await useConfig('models', 'set', 'mine');
    await useConfig('models', 'fallbacks', 'add', 'openai/gpt-5.4');
    expect((await useConfig('models', 'list', '--plain')).stdout).toBe(
      'acme/mock_tokens-3\nopenai/gpt-5.4\nacme/new\n',
    );
    expect((await useConfig('models')).stdout).toMatch(/Default +acme\/mock_tokens-3\n.*Fallbacks +openai\/gpt-5.4/s);
    expect((await useConfig('models', 'status', '--check')).status).toBe(1);
    expect(JSON.parse((await useConfig('models', 'list', '--provider', 'mistral', '--json')).stdout)).toMatchObject({
      count: 4,
    });
  });

  it('CLI-34 profiles are stored and used with no gateway, and by one that runs, and are nowhere to be read', async () => {
    await configure();
    await useConfig('models', 'set', 'acme/mock_tokens-3');
    const paste = ['models', 'auth', 'paste-api-key', '--provider', 'acme'];
    expect(await piped(`${secret}-a\n`, ...paste)).toEqual({
      status: 0,
      output: expect.stringContaining('Stored acme:default.'),
    });
    await useConfig('gateway', 'start');
    expect(await piped(`${secret}-b\n`, ...paste, '--profile-id', 'acme:spare')).toMatchObject({ status: 0 });
    const list = await useConfig('models', 'auth', 'list', '--json');
    expect(JSON.parse(list.stdout)).toMatchObject({
      profiles: [
        { profileId: 'acme:default', type: 'api_key', state: 'ok' },
        { profileId: 'acme:spare', state: 'ok' },
      ],
    });
    const order = ['models', 'auth', 'order'];
    expect(await useConfig(...order, 'set', 'acme:spare', '--provider', 'acme')).toMatchObject({ status: 0 });
    expect((await useConfig(...order, 'get', '--provider', 'acme')).stdout).toBe('acme:spare (stored)\n');
    expect(await useConfig(...order, 'set', 'acme:none', '--provider', 'acme')).toMatchObject({ status: 1 });
    const probed = await useConfig('models', 'status', '--probe', '--json');
    expect([probed.status, JSON.parse(probed.stdout)]).toMatchObject([0, { probe: { ok: true } }]);
    expect([(await used.mock.calls(`${secret}-a`)).length, (await used.mock.calls(`${secret}-b`)).length]).toEqual([
      0, 1,
    ]);
    expect(await useConfig('models', 'auth', 'logout', '--profile-id', 'acme:spare')).toMatchObject({ status: 0 });
    await useConfig('models', 'status', '--probe');
    expect(await used.mock.calls(`${secret}-a`)).toHaveLength(1);
    for (const shown of [list.stdout, await used.own.log(), await readFile(used.own.configFile, 'utf8')]) {
      expect(shown).not.toContain(secret);
    }
  });

  it('CLI-34 nothing is stored of nobody, or that is no key', async () => {
    await configure();
    const paste = ['models', 'auth', 'paste-api-key', '--provider'];
    expect(await piped('', ...paste, 'acme')).toMatchObject({ status: 1 });
    expect(await piped('two words', ...paste, 'acme')).toMatchObject({ status: 1 });
    expect(await piped(secret, ...paste, 'nobody')).toMatchObject({ status: 1 });
    expect((await useConfig('models', 'auth', 'login', '--provider', 'acme')).stderr).toContain(
      'not in this version yet',
    );
    expect((await useConfig('models', 'auth', 'list')).stdout).toBe('No profiles are stored.\n');
  });

  it('CLI-32 without a config the default is what a gateway without one answers with', async () => {
    const withKey = await openOwnGateway({ MISTRAL_API_KEY: secret });
    const { status, stdout } = await withKey.run('models', 'status', '--check', '--json');
    await withKey.remove();
    expect([status, JSON.parse(stdout)]).toMatchObject([
      0,
      { default: 'mistral/mistral-large-latest', credentials: [{ provider: 'mistral', state: 'known' }] },
    ]);
    expect(stdout).not.toContain(secret);
  });

  itOnTerminal('CLI-34 a key that is typed is not shown', async () => {
    await configure();
    const { status, output } = await used.own.onTerminal(
      ['models', 'auth', 'paste-api-key', '--provider', 'acme', '--config', used.own.configFile],
      { types: [{ at: /API key:/, text: `${secret}\r` }] },
    );
    expect([status, output]).toEqual([0, expect.stringContaining('Stored acme:default.')]);
    expect(output).not.toContain('planted');
  });

  itOnTerminal('CLI-30, CLI-31, CLI-40 a new user sees what becomes of it', async () => {
    const see = async (...args: string[]): Promise<string> => {
      const { status, output } = await used.own.onTerminal(args);
      expect(status).toBe(0);
      return screenOf(output).replaceAll(used.own.stateDir, '<state>');
    };
    const advice = (provider: string, variable: string) =>
      `clawmesh: no key of '${provider}' is known: set ${variable}, or \`clawmesh models auth paste-api-key --provider ${provider}\`.`;
    const set = await see('models', 'set', 'google/gemini-3-flash-preview');
    expect(set).toContain(advice('google', 'GEMINI_API_KEY'));
    expect(set.split('\n').slice(-3)).toEqual([
      'Default model: google/gemini-3-flash-preview',
      'There was no config: <state>/openclaw.json is new. `clawmesh gateway auth-token` tells of its token.',
      'It counts from the next start of the gateway.',
    ]);
    expect(await see('plugins', 'enable', 'google')).toBe(
      'Enabled google.\nIt counts from the next start of the gateway.',
    );
    expect(await see('models', 'list')).toBe(
      [
        'Model                          Input       Ctx    Local  Auth  Tags',
        'google/gemini-3-flash-preview  text+image  1.05M  no     no    default',
      ].join('\n'),
    );
    expect(await see('models', 'status')).toBe(
      [
        'Agent          main',
        'Default        google/gemini-3-flash-preview',
        'Fallbacks      none',
        'Key of google  missing',
      ].join('\n'),
    );
  });
});
