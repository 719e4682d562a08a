import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findGateway } from './gateway-target.js';

describe('findGateway', () => {
  let state: string;
  beforeEach(async () => {
    state = await mkdtemp(join(tmpdir(), 'clawmesh-cli-'));
  });
  afterEach(() => rm(state, { recursive: true }));

  async function found(gateway: object | undefined, env: Record<string, string> = {}, options = {}) {
    const file = join(state, 'openclaw.json');
    if (gateway !== undefined) await writeFile(file, JSON.stringify({ gateway }));
    const { url, token } = await findGateway(options, { CLAWMESH_STATE_DIR: state, ...env });
    return [url, token?.value, token?.origin.replace(file, 'F')];
  }

  const bothInEnv = { OPENCLAW_GATEWAY_TOKEN: 'env-token', OPENCLAW_GATEWAY_PASSWORD: 'env-password' };

  it.each([
    ['the config', { auth: { mode: 'token', token: 'a' } }, bothInEnv, ['a', 'of gateway.auth.token in F']],
    [
      'CFG-20 a reference',
      { auth: { token: { source: 'env', id: 'MINE' } } },
      { MINE: 'm' },
      ['m', 'of gateway.auth.token in F'],
    ],
    ['the environment', { auth: { mode: 'token' } }, bothInEnv, ['env-token', 'in OPENCLAW_GATEWAY_TOKEN']],
    ['its mode', { auth: { mode: 'password' } }, bothInEnv, ['env-password', 'in OPENCLAW_GATEWAY_PASSWORD']],
    ['AUTH-2', { auth: { password: 'p' } }, {}, ['p', 'of gateway.auth.password in F']],
    ['AUTH-2 without a password', { auth: { token: 'a' } }, {}, ['a', 'of gateway.auth.token in F']],
    ['nothing', {}, {}, [undefined, undefined]],
    [
      'AUTH-3 a variable that is not set',
      { auth: { mode: 'token', token: '${NO_SUCH}' } },
      bothInEnv,
      [undefined, undefined],
    ],
  ])('takes the secret of %s', async (_, gateway, env, secret) => {
    expect(await found(gateway, env)).toEqual(['http://127.0.0.1:18789', ...secret]);
  });

  it.each([
    ['the port of the config', { port: 18_999 }, {}, 'http://127.0.0.1:18999'],
    ['that of the environment first', { port: 18_999 }, { OPENCLAW_GATEWAY_PORT: '19000' }, 'http://127.0.0.1:19000'],
    ['every address is this machine', { bind: 'lan' }, {}, 'http://127.0.0.1:18789'],
    ['one address', { bind: 'custom', customBindHost: '192.168.1.5' }, {}, 'http://192.168.1.5:18789'],
    ['no config', undefined, {}, 'http://127.0.0.1:18789'],
  ])('asks this machine: %s', async (_, gateway, env, url) => {
    expect((await found(gateway, env))[0]).toBe(url);
  });

  it('goes where it is told, with what it is given', async () => {
    const options = { url: 'https://gateway.example.com/v1/', token: 't' };
    expect(await found({ auth: { token: 'a' } }, {}, options)).toEqual([
      'https://gateway.example.com',
      't',
      'given with --token',
    ]);
    await expect(found({}, {}, { url: 'gateway:18789', token: 't' })).rejects.toThrow('not an http or https URL');
  });
});
