import { symlink } from 'node:fs/promises';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { itOnTerminal } from './client/on-terminal.js';
import { screenOf } from './client/screen.js';
import { streamChat } from './client/stream-chat.js';
import { openOwnGateway, type OwnGateway } from './targets/own-gateway.js';
import { root } from './targets/running-process.js';
import { targetConfig } from './targets/target-config.js';
import { useOwnGateway } from './targets/use-own-gateway.js';

const token = 'own-token-0123456789abcdef';

interface Answer {
  readonly result: string;
  readonly pid: number;
  readonly url: string;
  readonly error: { readonly message: string };
}

const parsed = ({ stdout }: { readonly stdout: string }): Answer => JSON.parse(stdout) as Answer;

describe('clawmesh gateway, with a config', () => {
  const used = useOwnGateway();
  beforeEach(() => used.own.configure(targetConfig({ mockUrl: used.mock.url, token })));

  const config = (): string[] => ['--config', used.own.configFile];
  /** Of the gateway that runs now, if one does. */
  const runningPid = async (): Promise<number | undefined> =>
    parsed(await used.own.run('gateway', 'status', ...config(), '--no-probe', '--json')).pid;
  const start = (...args: string[]) => used.own.run('gateway', 'start', ...config(), ...args);
  const stream = (seed: string, onToken?: (count: number) => void) =>
    streamChat(
      {
        url: used.own.url,
        token,
        mock: used.mock,
        configFile: used.own.configFile,
        processes: [],
        stop: () => Promise.resolve(),
      },
      {
        ...{ agent: 'openai-slow', seed },
        ...(onToken && { onToken }),
      },
    );

  it('CLI-11 start runs it in the background; a second start changes nothing', async () => {
    const first = await start('--json');
    expect(first).toMatchObject({ status: 0 });
    expect(parsed(first)).toMatchObject({ ok: true, result: 'started', url: used.own.url });
    const second = await start('--json');
    expect(parsed(second)).toMatchObject({ ok: true, result: 'already-running', pid: parsed(first).pid });
    expect((await stream('own-started')).isDone).toBe(true);
    expect(await used.own.log()).toContain('clawmesh is listening');
    expect(await used.own.log()).not.toContain(token);
  });

  it('CLI-11 of several starts at once one is it, and all of them succeed', async () => {
    const answers = await Promise.all([start('--json'), start('--json'), start('--json')]);
    expect(answers.map(({ status }) => status)).toEqual([0, 0, 0]);
    expect(new Set(answers.map((answer) => parsed(answer).pid)).size).toBe(1);
    expect(answers.map((answer) => parsed(answer).result).sort()).toEqual([
      'already-running',
      'already-running',
      'started',
    ]);
  });

  it('CLI-12 stop lets a stream end that is under way, and is then a success that does nothing', async () => {
    const { pid } = parsed(await start('--json'));
    let stopping: Promise<{ stdout: string }> | undefined;
    const chat = await stream('own-drained', () => {
      stopping ??= used.own.run('gateway', 'stop', '--force', '--json');
    });
    expect(chat).toMatchObject({ isDone: true, error: undefined });
    expect(chat.tokens).toHaveLength(100);
    expect(parsed(await stopping!)).toMatchObject({ ok: true, result: 'stopped', pid, killed: false });
    expect(await runningPid()).toBeUndefined();
    expect(parsed(await used.own.run('gateway', 'stop', '--json'))).toMatchObject({ ok: true, result: 'not-running' });
  });

  it('CLI-12 stop asks for --force where nobody can be asked', async () => {
    const { pid } = parsed(await start('--json'));
    const refused = await used.own.run('gateway', 'stop', '--json');
    expect(refused.status).toBe(1);
    expect(parsed(refused).error.message).toContain('--force');
    expect(await runningPid()).toBe(pid);
  });

  it('CLI-13 restart keeps the flags and waits until it is ready; --force waits for nobody', async () => {
    const { pid } = parsed(await start('--json'));
    let restarting: Promise<{ stdout: string }> | undefined;
    const chat = await stream('own-forced', (count) => {
      if (count >= 3) restarting ??= used.own.run('gateway', 'restart', '--force', '--json');
    }).catch((error: unknown) => error);
    expect(chat).not.toMatchObject({ isDone: true, error: undefined });
    const again = parsed(await restarting!);
    expect(again).toMatchObject({ ok: true, result: 'restarted', url: used.own.url });
    expect(again.pid).not.toBe(pid);
    expect((await stream('own-restarted')).isDone).toBe(true);
  });

  it('CLI-13 restart leaves a gateway alone that could not start again, and names every mistake', async () => {
    const { pid } = parsed(await start('--json'));
    await used.own.configure({ gateway: { mode: 'local', port: 'x', bind: '0.0.0.0' } });
    const refused = await used.own.run('gateway', 'restart', '--json');
    expect(refused.status).toBe(1);
    expect(parsed(refused)).toMatchObject({ ok: false, result: 'restart-refused' });
    for (const path of ['gateway.port', 'gateway.bind']) expect(parsed(refused).error.message).toContain(path);
    expect(await runningPid()).toBe(pid);
  });

  it('CLI-13 a restart that is not ready is `restart-health-failed`; flags that exclude each other are refused', async () => {
    await start();
    const other = createServer();
    other.listen(0, '127.0.0.1');
    await once(other, 'listening');
    const taken = String((other.address() as { port: number }).port);
    try {
      const failed = await used.own.run('gateway', 'restart', ...config(), '--port', taken, '--json');
      expect(failed.status).toBe(1);
      expect(parsed(failed)).toMatchObject({ ok: false, result: 'restart-health-failed' });
      expect(parsed(failed).error.message).toContain(`port ${taken} of 127.0.0.1 is taken`);
    } finally {
      other.close();
    }
    expect((await used.own.run('gateway', 'restart', '--safe', '--force')).status).toBe(1);
    expect((await used.own.run('gateway', 'restart', '--wait', '5')).stderr).toContain('a number with a unit');
  });

  it('CLI-14 status tells of a config that is missing or broken, changes nothing, and can insist on an answer', async () => {
    const status = (...args: string[]) => used.own.run('gateway', 'status', ...config(), '--json', ...args);
    await start();
    const good = await status('--require-rpc');
    expect(good.status).toBe(0);
    expect(JSON.parse(good.stdout)).toMatchObject({ running: true, background: true, probe: { ok: true } });
    expect(good.stdout).not.toContain(token);
    const wrong = await status('--require-rpc', '--token', 'wrong');
    expect(wrong.status).toBe(1);
    expect(JSON.parse(wrong.stdout)).toMatchObject({ probe: { ok: false, ready: true } });
    await used.own.configure('{ gateway: { mode: "local", prot: 1 } }');
    expect(JSON.parse((await status()).stdout)).toMatchObject({
      config: { valid: false, issues: [{ path: 'gateway.prot' }] },
      probe: { ok: true },
    });
    expect(
      JSON.parse(
        (await used.own.run('gateway', 'status', '--config', `${used.own.configFile}.absent`, '--json')).stdout,
      ),
    ).toMatchObject({
      running: false,
      config: { exists: false },
    });
  });

  it('a gateway that was killed leaves nothing that holds up the next', async () => {
    const { pid } = parsed(await start('--json'));
    process.kill(pid, 'SIGKILL');
    expect(JSON.parse((await used.own.run('gateway', 'status', '--no-probe', '--json')).stdout)).toMatchObject({
      running: false,
    });
    expect(parsed(await start('--json'))).toMatchObject({ result: 'started' });
  });

  it('CFG-11 start says why a gateway refused to', async () => {
    await used.own.configure({ gateway: { mode: 'remote' } });
    expect(await start()).toMatchObject({
      status: 1,
      stdout: '',
      stderr: expect.stringContaining('gateway.mode: "remote" is for clients'),
    });
  });

  it('CLI-10 run refuses beside a running one, and takes its place with --force', async () => {
    const { pid } = parsed(await start('--json'));
    const second = await used.own.run('gateway', 'run', ...config());
    expect(second).toMatchObject({ status: 1, stderr: expect.stringContaining(`a gateway already runs from`) });
    const forced = spawn(process.execPath, ['bin/clawmesh', 'gateway', 'run', ...config(), '--force'], {
      ...{ cwd: root, env: { PATH: process.env['PATH'], ...used.own.env }, stdio: ['ignore', 'pipe', 'inherit'] },
    });
    try {
      await once(forced.stdout!, 'data');
      expect(await runningPid()).toBe(forced.pid);
      expect(pid).not.toBe(forced.pid);
      expect((await used.own.run('health', ...config())).status).toBe(0);
    } finally {
      forced.kill();
      await once(forced, 'exit');
    }
  });
});

describe('clawmesh gateway, as a new user', () => {
  let own: OwnGateway;
  beforeEach(async () => {
    own = await openOwnGateway();
  });
  afterEach(() => own.remove());

  /** What differs from run to run. */
  const masked = (output: string): string =>
    screenOf(output)
      .replaceAll(own.url, '<url>')
      .replaceAll(own.stateDir, '<state>')
      .replaceAll(/pid \d+/g, 'pid <pid>')
      .replaceAll(/version [\d.]+/g, 'version <version>')
      .replaceAll(/(started )(?:\d+ s ago|just now)/g, '$1<time>')
      .replaceAll(/in \d+ ms/g, 'in <time>')
      .replaceAll(/config [0-9a-f]{12}/g, 'config <revision>')
      .trim();

  itOnTerminal('CLI-11…14 start, look, restart, stop: what is on the screen', async () => {
    const started = [
      '<url>/v1 (pid <pid>)',
      'Log: <state>/logs/gateway.log',
      'Token: `clawmesh gateway auth-token --show` prints it.',
    ].join('\n');
    const see = async (...args: string[]): Promise<string> => {
      const { status, output } = await own.onTerminal(args);
      expect(status).toBe(0);
      return masked(output);
    };
    expect(await see('gateway', 'start')).toBe(`Started: ${started}`);
    const token = await see('gateway', 'auth-token', '--show');
    expect(token).toMatch(/^[\da-f]{48}$/);
    expect(await see('gateway', 'status')).toBe(
      [
        'Gateway  running in the background (pid <pid>, version <version>, started <time>)',
        'URL      <url>',
        'Config   <state>/openclaw.json: there is none, so defaults apply',
        'Log      <state>/logs/gateway.log',
        'Probe    ready in <time>, config <revision>',
      ].join('\n'),
    );
    expect(await see('gateway', 'restart')).toBe(`Restarted: ${started}`);
    // Clients have it.
    expect(await see('gateway', 'auth-token', '--show')).toBe(token);
    expect(await see('keys')).toContain('demo');
    expect(await see('gateway', 'stop')).toBe('Stopped (pid <pid>).');
    expect(await see('gateway', 'start')).toBe(`Started: ${started}`);
    expect(await own.log()).not.toContain(token);
  });

  it('CLI-17 the token is not printed into a pipe', async () => {
    await own.run('gateway', 'start');
    const { status, stdout, stderr } = await own.run('gateway', 'auth-token', '--show');
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toContain('on a terminal only');
  });

  it('CLI-3 --dev is another gateway beside it', async () => {
    const dev = await own.run('--dev', 'gateway', 'status', '--no-probe', '--json');
    expect(JSON.parse(dev.stdout)).toMatchObject({
      url: 'http://127.0.0.1:19001',
      config: { path: join(own.env['HOME'] ?? '', '.clawmesh-dev', 'openclaw.json') },
    });
  });

  it.each(['start', 'stop', 'restart', 'status'])('CLI-16 %s says in a cluster whom to ask', async (verb) => {
    const cluster = await openOwnGateway({ NATS_URL: 'nats://127.0.0.1:4222' });
    const { status, stderr } = await cluster.run('gateway', verb);
    await cluster.remove();
    expect(status).toBe(1);
    expect(stderr).toContain('kubectl ');
    expect(stderr).toContain('docker compose ');
  });

  it.each(['openclaw', 'moltbot'])('answers to the name %s', async (name) => {
    const link = join(own.env['HOME'] ?? '', name);
    await symlink(join(root, 'bin/clawmesh'), link);
    const command = spawn(process.execPath, [link, 'gateway', '--help'], { env: own.env, stdio: 'pipe' });
    expect(await text(command.stdout)).toContain(`Usage: ${name} gateway`);
  });

  it('CLI-2 a mistake in the words is one JSON document, too', async () => {
    const { status, stdout, stderr } = await own.run('gateway', 'restart', '--jsn', '--json');
    expect([status, stderr]).toEqual([1, '']);
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, error: { type: 'cli_error' } });
  });
});
