import { systemAddresses } from './own-addresses.js';

describe('systemAddresses', () => {
  it('AUTH-23 knows the addresses of this machine, and asks no more than every ten seconds', () => {
    let now = 0;
    const addresses = systemAddresses(() => now);
    const first = addresses();
    expect(first?.has('127.0.0.1')).toBe(true);
    now = 9_999;
    expect(addresses()).toBe(first);
    now = 10_000;
    expect(addresses()).not.toBe(first);
    expect(addresses()).toEqual(first);
  });
});
