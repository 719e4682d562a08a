import { clawmesh } from './client/clawmesh.js';

describe('the command line', () => {
  it('prints its version', async () => {
    expect(await clawmesh(['--version'])).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
    });
  });

  it.each([
    [['nonsense'], "unknown command 'nonsense'"],
    [['gateway', 'nonsense'], "unknown command 'nonsense'"],
    [['gateway', 'run', '--prot', '1'], 'Did you mean --port?'],
    [['migrate'], 'DATABASE_URL is not set'],
  ])('%j is a mistake it names', async (args, message) => {
    expect(await clawmesh(args)).toMatchObject({ status: 1, stdout: '', stderr: expect.stringContaining(message) });
  });

  it('names a bad setting without a stack', async () => {
    const { status, stderr } = await clawmesh(['migrate'], { DATABASE_URL: 'http://127.0.0.1' });
    expect(status).toBe(1);
    expect(stderr).toBe('clawmesh: invalid configuration\n  DATABASE_URL: is not a URL of the expected kind\n');
  });
});
