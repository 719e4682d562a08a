import { listen, localUrl } from './listen.js';

const failingWith = (code: string) => ({
  listen: () => Promise.reject(Object.assign(new Error('listen failed'), { code })),
});

describe('listen', () => {
  it.each([
    ['EADDRINUSE', 'port 80 of 10.0.0.1 is taken by another program'],
    ['EACCES', 'port 80 needs more rights'],
    ['EADDRNOTAVAIL', 'this machine has no address 10.0.0.1'],
    ['EOTHER', 'listen failed'],
  ])('%s says what to do', async (code, message) => {
    const bind = { host: '10.0.0.1', port: 80, isLoopback: false };
    await expect(listen(failingWith(code), bind)).rejects.toMatchObject({
      code,
      message: expect.stringContaining(message),
    });
  });
});

describe('localUrl', () => {
  it('is an address that this machine can use', () => {
    expect(localUrl({ host: '0.0.0.0', port: 1, isLoopback: false })).toBe('http://127.0.0.1:1');
    expect(localUrl({ host: '10.0.0.1', port: 1, isLoopback: false })).toBe('http://10.0.0.1:1');
  });
});
