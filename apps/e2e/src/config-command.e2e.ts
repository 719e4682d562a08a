import { readdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { openOwnGateway, type OwnGateway } from './targets/own-gateway.js';

const commented = `// Ours.
{
  gateway: {
    mode: 'local',
    auth: { token: 'config-token-0123456789' }, // secret
    http: { endpoints: { chatCompletions: { enabled: true } } },
  },
}
`;

describe('clawmesh config and plugins', () => {
  let own: OwnGateway;
  beforeEach(async () => {
    own = await openOwnGateway();
    await own.configure(commented);
  });
  afterEach(() => own.remove());

  const config = (...args: string[]) => own.run('config', ...args, '--config', own.configFile);
  const plugins = (...args: string[]) => own.run('plugins', ...args, '--config', own.configFile);
  const written = () => readFile(own.configFile, 'utf8');

  it('CLI-42 get prints what is written, without secrets; what is not set is a failure', async () => {
    expect(await config('get', 'gateway.mode')).toEqual({ status: 0, stdout: 'local\n', stderr: '' });
    const auth = await config('get', 'gateway.auth', '--json');
    expect(Object.keys(JSON.parse(auth.stdout) as object)).toEqual(['token']);
    expect(auth.stdout).not.toContain('config-token');
    expect(await config('get', 'gateway.prot')).toMatchObject({ status: 1, stdout: '' });
    expect((await config('get', 'a..b')).stderr).toContain('It is a path such as');
  });

  it('CLI-42 set and unset change one thing and leave the comments; the file before is kept', async () => {
    expect(await config('set', 'gateway.port', '4000')).toMatchObject({
      status: 0,
      stdout: 'Set gateway.port.\nIt counts from the next start of the gateway.\n',
    });
    expect(await written()).toContain('// secret');
    expect(await config('set', 'logging', '{level: "debug"}', '--merge', '--json')).toMatchObject({ status: 0 });
    expect((await config('set', 'gateway.auth', '{ password: "other-password-123" }')).stderr).toContain(
      '--merge or --replace',
    );
    expect(await config('unset', 'gateway.port')).toMatchObject({ status: 0 });
    expect(await config('unset', 'gateway.port')).toMatchObject({ status: 1 });
    expect(await config('unset', 'gateway.mode')).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('force it'),
    });
    expect(await written()).toContain("level: 'debug'");
    expect(await readdir(dirname(own.configFile))).toContain('openclaw.json.bak');
  });

  it('CLI-42 nothing is written that is not valid, nor on a dry run, nor where the file is read-only', async () => {
    const invalid = await config('set', 'gateway.prot', '1', '--json');
    expect(invalid.status).toBe(1);
    expect(invalid.stdout).toContain('did you mean');
    expect((await config('set', 'gateway.port', 'x1', '--strict-json')).stderr).toContain('is not JSON');
    expect(await config('set', 'gateway.port', '4000', '--dry-run')).toMatchObject({ status: 0 });
    const readonly = await openOwnGateway({ OPENCLAW_CONFIG_READONLY: '1' });
    const refused = await readonly.run('config', 'set', 'gateway.port', '4000', '--config', own.configFile);
    await readonly.remove();
    expect(refused).toMatchObject({ status: 1, stderr: expect.stringContaining('  gateway.port = 4000') });
    expect(await written()).toBe(commented);
  });

  it('CLI-42 tells what a running gateway uses now, and what waits for its restart', async () => {
    await own.run('gateway', 'start', '--config', own.configFile);
    const now = 'The running gateway uses it now.';
    const later = 'The running gateway uses it after `clawmesh gateway restart`.';
    expect((await config('set', 'gateway.http.endpoints.responses.enabled', 'true')).stdout).toContain(now);
    expect((await config('set', 'gateway.port', '4000')).stdout).toContain(later);
    expect((await config('set', 'gateway', '{ port: 4001 }', '--merge')).stdout).toContain(later);
    // What waits is another key.
    expect((await config('set', 'gateway.http.endpoints.responses.enabled', 'false')).stdout).toContain(now);
  });

  it('CLI-42 validate, schema and file', async () => {
    expect(JSON.parse((await config('validate', '--json')).stdout)).toMatchObject({ valid: true, exists: true });
    await own.configure("{ gateway: { prot: 1, port: 'x' } }");
    const invalid = await config('validate', '--json');
    expect(invalid.status).toBe(1);
    expect(JSON.parse(invalid.stdout)).toMatchObject({ issues: [{ path: 'gateway.port' }, { path: 'gateway.prot' }] });
    expect((await config('file')).stdout).toBe(`${own.configFile}\n`);
    expect(JSON.parse((await own.run('config', 'schema')).stdout)).toMatchObject({ type: 'object' });
  });

  it('CLI-40 plugins enable and disable: in order, up to the first that fails', async () => {
    expect(await plugins('disable', 'google', 'mistral')).toMatchObject({ status: 0 });
    expect(JSON.parse((await plugins('list', '--enabled', '--json')).stdout)).not.toMatchObject({
      plugins: expect.arrayContaining([expect.objectContaining({ id: 'google' })]),
    });
    const partly = await plugins('enable', 'google', 'no-such', 'mistral');
    expect(partly).toMatchObject({ status: 1, stderr: expect.stringContaining("there is no plugin 'no-such'") });
    expect(partly.stderr).toContain('(Done before that: google.)');
    expect((await config('get', 'plugins.entries', '--json')).stdout).toBe(
      `${JSON.stringify({ google: { enabled: true }, mistral: { enabled: false } }, null, 2)}\n`,
    );
    await config('set', 'plugins.allow', '["google"]');
    expect((await plugins('enable', 'openai')).stderr).toContain('plugins.allow does not name it');
  });

  it('CLI-40 as a new user: a config is made that a gateway starts with, and one that runs goes on with its token', async () => {
    await own.run('gateway', 'start');
    const before = await own.run('keys', 'list', '--json');
    expect(before.status).toBe(0);
    const enabled = await own.run('plugins', 'enable', 'google');
    expect(enabled).toMatchObject({ status: 0, stdout: expect.stringContaining('There was no config') });
    expect(await own.run('gateway', 'restart')).toMatchObject({ status: 0 });
    expect(await own.run('keys', 'list', '--json')).toMatchObject({ status: 0 });
  });
});
