import { readBootSettings } from './boot-settings.js';

const env = { HOME: '/home/u' };

describe('readBootSettings', () => {
  it('CFG-1 finds config and state below the home directory', () => {
    expect(readBootSettings({}, env)).toMatchObject({
      stateDir: '/home/u/.clawmesh',
      configPath: '/home/u/.clawmesh/openclaw.json',
      configPathIsExplicit: false,
      validateMessages: true,
    });
    expect(readBootSettings({}, { ...env, OPENCLAW_HOME: '/o' }).stateDir).toBe('/o/.clawmesh');
  });

  it('CFG-1 our names come before those of the reference, flags before both', () => {
    const both = { ...env, OPENCLAW_STATE_DIR: '/b', OPENCLAW_CONFIG_PATH: '/b/c' };
    expect(readBootSettings({}, both)).toMatchObject({
      stateDir: '/b',
      configPath: '/b/c',
      configPathIsExplicit: true,
    });
    const ours = { ...both, CLAWMESH_STATE_DIR: '/a', CLAWMESH_CONFIG_PATH: '/a/c' };
    expect(readBootSettings({}, ours)).toMatchObject({ stateDir: '/a', configPath: '/a/c' });
    expect(readBootSettings({ config: '/f/c' }, ours).configPath).toBe('/f/c');
  });

  it('CFG-60 --port before OPENCLAW_GATEWAY_PORT; an empty variable is none', () => {
    expect(readBootSettings({ port: '4000' }, { ...env, OPENCLAW_GATEWAY_PORT: '5000' }).port).toBe(4000);
    expect(readBootSettings({}, { ...env, OPENCLAW_GATEWAY_PORT: '5000' }).port).toBe(5000);
    expect(readBootSettings({}, { ...env, OPENCLAW_GATEWAY_PORT: ' ' }).port).toBeUndefined();
  });

  it('reads the addresses of services, and trusts messages in production', () => {
    const cluster = {
      ...env,
      NATS_URL: 'nats://n:4222',
      REDIS_URL: 'redis://r',
      DATABASE_URL: 'postgresql://u:p@d/x',
      CLAWMESH_PROFILE_KEY: ' key ',
      NODE_ENV: 'production',
    };
    expect(readBootSettings({}, cluster)).toMatchObject({
      natsUrl: 'nats://n:4222',
      redisUrl: 'redis://r',
      databaseUrl: 'postgresql://u:p@d/x',
      profileKey: 'key',
      validateMessages: false,
    });
  });

  it.each(['nats://a:4222,nats://b:4222', '127.0.0.1:4222', 'tls://user:pass@a'])('takes %s for NATS', (natsUrl) => {
    expect(readBootSettings({}, { ...env, NATS_URL: natsUrl })).toMatchObject({ natsUrl });
  });

  it('CFG-11 names every flag and variable that is wrong, never its value', () => {
    const wrong = { ...env, NATS_URL: 'http://secret-host', OPENCLAW_LOG_LEVEL: 'loud' };
    const read = () => readBootSettings({ port: '99999' }, wrong);
    expect(read).toThrow(/NATS_URL: /);
    expect(read).toThrow(/--port or OPENCLAW_GATEWAY_PORT: /);
    expect(read).toThrow(/--log-level or OPENCLAW_LOG_LEVEL: /);
    expect(read).not.toThrow(/secret-host/);
  });
});
