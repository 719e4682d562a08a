import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, waitUntil } from '@clawmesh/testing';
import { clawmesh, type CommandResult } from './client/clawmesh.js';
import { itOnTerminal, onTerminal as runOnTerminal, type Viewer } from './client/on-terminal.js';
import { postTo } from './client/post-to.js';
import { ask, post } from './client/stream-chat.js';
import { availableTargets, describeCluster } from './targets/available-targets.js';
import { keyedKeys, keyedProvider } from './targets/behaviours.js';
import { Cluster } from './targets/cluster.js';
import { root } from './targets/running-process.js';
import { endAll, onTarget, type Target } from './targets/target.js';
import { useTarget } from './targets/use-target.js';

interface ShownKey {
  readonly provider: string;
  readonly key: string;
  readonly source: string;
  readonly state: string;
  readonly reason: string | null;
  readonly untilMs: number | null;
}

const [firstKey = '', secondKey = ''] = keyedKeys;

const accessTo = ({ url, token }: Target): string[] => ['--url', url, '--token', token];
const keys = (target: Target, ...args: string[]): Promise<CommandResult> =>
  clawmesh(['keys', ...args, ...accessTo(target)]);

async function keysShown(target: Target): Promise<readonly ShownKey[]> {
  const { status, stdout, stderr } = await keys(target, 'list', '--provider', keyedProvider, '--json');
  expect([status, stderr]).toEqual([0, '']);
  // In a Redis that others used before, their keys of the same provider follow.
  return (JSON.parse(stdout) as { data: ShownKey[] }).data.slice(0, keyedKeys.length);
}

/** What it shows on a terminal, where it must end well. */
async function onTerminal(target: Target, args: readonly string[], viewer?: Viewer): Promise<string> {
  const { status, output } = await runOnTerminal(['keys', ...args, ...accessTo(target)], viewer);
  expect(status).toBe(0);
  return output;
}

describe.each(availableTargets())('clawmesh keys, $kind', ({ start }) => {
  const use = useTarget(start);
  let asked = 0;

  /** One answered request; which of the first two keys were used for it. */
  async function chat(): Promise<readonly string[]> {
    const { mock } = use.target;
    const before = await Promise.all([mock.calls(firstKey), mock.calls(secondKey)]);
    const response = await post(use.target, ask('openai-keyed', `keys-${++asked}`));
    expect(response.status).toBe(200);
    const after = await Promise.all([mock.calls(firstKey), mock.calls(secondKey)]);
    return ['first', 'second'].filter((_, at) => (after[at]?.length ?? 0) > (before[at]?.length ?? 0));
  }

  beforeEach(async () => {
    await use.target.mock.unlimit(firstKey);
    for (const order of ['enable', 'reset'])
      await postTo(use.target, '/admin/keys/orders', { order, provider: keyedProvider });
  });

  it(
    'CLU-41 lists every key before it was used, in the order of its use, and none of its secrets',
    use.check(async () => {
      const shown = await keysShown(use.target);
      expect(shown).toHaveLength(keyedKeys.length);
      for (const key of shown) {
        expect(key).toMatchObject({ source: 'MOCK_KEYED_API_KEYS', key: expect.stringMatching(/^env:[0-9a-f]{8}$/) });
      }
      const { status, stdout, stderr } = await keys(use.target);
      expect([status, stderr]).toEqual([0, '']);
      expect(stdout).toMatch(/^PROVIDER +KEY +SOURCE +STATE/);
      // Not a terminal: no colours, no cutting.
      expect(stdout).not.toContain('\x1b');
      for (const secret of keyedKeys) expect(stdout).not.toContain(secret);
    }),
  );

  it(
    'COOL-21 a limited key is shown cooling, with why and until when; reset makes it usable at once',
    use.check(async () => {
      await use.target.mock.limit(firstKey, 50);
      const askedAt = Date.now();
      expect(await chat()).toEqual(['first', 'second']);
      const [first, second] = await keysShown(use.target);
      expect(first).toMatchObject({ state: 'cooling', reason: 'rate_limit' });
      expect((first?.untilMs ?? 0) - askedAt).toBeGreaterThanOrEqual(50_000);
      expect((first?.untilMs ?? 0) - askedAt).toBeLessThan(70_000);
      expect(second).toMatchObject({ state: 'usable' });
      const { stdout } = await keys(use.target, '--provider', keyedProvider);
      const row = stdout.split('\n').find((line) => line.includes(first?.key ?? '?'));
      expect(row).toMatch(/ cooling +rate_limit .* in \d+ s( |$)/);
      expect(await chat()).toEqual(['second']);

      await use.target.mock.unlimit(firstKey);
      const reset = await keys(use.target, 'reset', keyedProvider, first?.key ?? '');
      expect([reset.status, reset.stderr]).toEqual([0, '']);
      expect(reset.stdout).toContain(`${keyedProvider}  ${first?.key}  MOCK_KEYED_API_KEYS`);
      expect((await keysShown(use.target))[0]).toMatchObject({ key: first?.key, state: 'usable', reason: null });
      expect(await chat()).toEqual(['first']);
    }),
  );

  it(
    'a disabled key stays out, and the second is used; enable brings it back',
    use.check(async () => {
      const [first] = await keysShown(use.target);
      expect(await keys(use.target, 'disable', keyedProvider, first?.key ?? '')).toMatchObject({
        status: 0,
        stderr: '',
      });
      expect((await keysShown(use.target))[0]).toMatchObject({ state: 'disabled', reason: 'operator' });
      expect(await chat()).toEqual(['second']);
      expect(await keys(use.target, 'enable', keyedProvider, first?.key ?? '')).toMatchObject({
        status: 0,
        stderr: '',
      });
      expect(await chat()).toEqual(['first']);
    }),
  );

  it(
    '--watch --json appends the board at every look, and Ctrl-C ends it well',
    use.check(async () => {
      const args = ['keys', '--watch', '0.1', '--json', '--provider', keyedProvider, ...accessTo(use.target)];
      const watching = spawn(process.execPath, ['bin/clawmesh', ...args], { cwd: root });
      const exit = once(watching, 'exit');
      let output = '';
      watching.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
      const boards = () =>
        output
          .split('\n')
          .slice(0, -1)
          .map((line) => (JSON.parse(line) as { data: ShownKey[] }).data);
      try {
        await waitUntil(() => boards().length > 0, 20_000);
        expect(boards()[0]?.[0]).toMatchObject({ state: 'usable' });
        await keys(use.target, 'disable', keyedProvider);
        await waitUntil(() => boards().at(-1)?.[0]?.state === 'disabled', 20_000);
      } finally {
        watching.kill('SIGINT');
      }
      expect(await exit).toEqual([0, null]);
    }),
  );

  itOnTerminal(
    'CLI-1 on a terminal it has colours, unless NO_COLOR says otherwise, and --watch draws over itself',
    use.check(async () => {
      const green = '\x1b[32musable\x1b[0m';
      const toTheTop = '\x1b[H\x1b[2J';
      expect(await onTerminal(use.target, [])).toContain(green);
      expect(await onTerminal(use.target, ['--no-color'])).not.toContain(green);
      expect(await onTerminal(use.target, [], { env: { NO_COLOR: '1' } })).not.toContain('\x1b');
      const looks = (output: string): number => output.split(toTheTop).length - 1;
      const watched = await onTerminal(use.target, ['--watch', '0.1'], { isEnough: (output) => looks(output) > 2 });
      expect(watched).toContain(green);
    }),
  );

  it(
    'AUTH-3 finds the gateway of this machine by its config, and the token before that of the environment',
    use.check(async () => {
      const state = await mkdtemp(join(tmpdir(), 'clawmesh-keys-'));
      const { url, token } = use.target;
      const gateway = { port: Number(new URL(url).port), auth: { token } };
      const configure = (config: object) => writeFile(join(state, 'openclaw.json'), JSON.stringify(config));
      try {
        await configure({ gateway });
        const env = { CLAWMESH_STATE_DIR: state, OPENCLAW_GATEWAY_TOKEN: 'wrong' };
        expect(await clawmesh(['keys', 'list'], env)).toMatchObject({ status: 0, stderr: '' });
        await configure({ gateway: { port: gateway.port } });
        expect(await clawmesh(['keys'], { ...env, OPENCLAW_GATEWAY_TOKEN: token })).toMatchObject({ status: 0 });
        await configure({ gateway: { ...gateway, auth: { token: 'other' } } });
        const { stderr } = await clawmesh(['keys'], { ...env, OPENCLAW_GATEWAY_TOKEN: token });
        expect(stderr).toContain(`does not know the secret of gateway.auth.token in ${state}/openclaw.json.`);
      } finally {
        await rm(state, { recursive: true });
      }
    }),
  );

  it(
    'CLI-1, CLI-2 what goes wrong is one line, or one JSON document, and exit code 1',
    use.check(async () => {
      const { url } = use.target;
      const wrongToken = await clawmesh(['keys', '--url', url], { OPENCLAW_GATEWAY_TOKEN: 'wrong' });
      expect(wrongToken).toMatchObject({ status: 1, stdout: '' });
      expect(wrongToken.stderr).toBe(
        `clawmesh: the gateway at ${url} does not know the secret in OPENCLAW_GATEWAY_TOKEN. Another can be given with --token.\n`,
      );
      expect((await clawmesh(['keys', '--url', url])).stderr).toContain('set OPENCLAW_GATEWAY_TOKEN, or use --token');
      const nowhere = `http://127.0.0.1:${await freePort()}`;
      const away = await clawmesh(['keys', 'reset', 'openai', '--url', nowhere, '--token', 'x']);
      expect(away).toMatchObject({ status: 1, stdout: '' });
      expect(away.stderr).toContain(
        `no gateway answers at ${nowhere} (ECONNREFUSED). Start one with \`clawmesh gateway run\``,
      );
      const unknown = await keys(use.target, 'disable', keyedProvider, 'feed', '--json');
      expect([unknown.status, JSON.parse(unknown.stdout)]).toEqual([
        1,
        { ok: false, error: { type: 'cli_error', message: `No key of provider '${keyedProvider}' is called 'feed'.` } },
      ]);
      expect(await keys(use.target, '--watch', 'never')).toMatchObject({ status: 1, stdout: '' });
    }),
  );
});

describeCluster('clawmesh keys, in a cluster without a worker', () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await Cluster.start();
  });
  afterAll(() => cluster?.stop());

  it(
    'says that no worker is there',
    onTarget(
      () => cluster,
      async () => {
        await endAll(cluster.running('provider-worker'));
        expect(await keys(cluster)).toMatchObject({
          status: 1,
          stdout: '',
          stderr: expect.stringContaining('has no provider-worker'),
        });
      },
    ),
  );
});
