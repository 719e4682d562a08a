import { takeGlobalFlags } from './global-flags.js';

const env = { HOME: '/home/ann' };

describe('takeGlobalFlags', () => {
  it('CLI-3 --profile names a state directory, wherever it stands', () => {
    const changes = {
      CLAWMESH_STATE_DIR: '/home/ann/.clawmesh-work',
      CLAWMESH_CONFIG_PATH: undefined,
      OPENCLAW_CONFIG_PATH: undefined,
    };
    const rest = ['gateway', 'run', '--port', '1'];
    expect(takeGlobalFlags(['--profile', 'work', ...rest], env)).toEqual({ rest, changes });
    expect(takeGlobalFlags([...rest, '--profile=work'], env)).toEqual({ rest, changes });
  });

  it('CLI-3 --dev is a profile with a port of its own', () => {
    expect(takeGlobalFlags(['--dev', 'keys'], { ...env, OPENCLAW_HOME: '/srv' })).toMatchObject({
      rest: ['keys'],
      changes: { CLAWMESH_STATE_DIR: '/srv/.clawmesh-dev', OPENCLAW_GATEWAY_PORT: '19001' },
    });
  });

  it('CLI-3 --log-level and --no-color are for this process and those it starts', () => {
    expect(takeGlobalFlags(['keys', '--no-color', '--log-level', 'debug'], env)).toEqual({
      rest: ['keys'],
      changes: { NO_COLOR: '1', OPENCLAW_LOG_LEVEL: 'debug' },
    });
  });

  it('leaves alone what only looks like them, and what follows --', () => {
    const rest = ['gateway', 'run', '--dev-allow-open', '--profile-id', 'x', '--token=--dev', '--', '--dev'];
    expect(takeGlobalFlags(rest, env)).toEqual({ rest, changes: {} });
  });

  it.each([['--profile'], ['--profile', '../up'], ['--profile='], ['--log-level']])('refuses %j %j', (...argv) => {
    expect(() => takeGlobalFlags(argv, env)).toThrow(`${argv[0]?.replace('=', '')}: takes a`);
  });
});
