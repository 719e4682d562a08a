import type { IncomingMessage } from 'node:http';
import { testSnapshot } from '../__fixtures__/gateway-under-test.js';
import { attributeCaller } from './proxy-attribution.js';

const gateway = {
  trustedProxies: ['10.0.0.0/8', '::ffff:172.16.0.0/108', '127.0.0.1', 'fd00::/8', 'nonsense', '10.0.0.0/'],
};

function attribute(remoteAddress: string, headers: Record<string, string> = {}, more: object = {}) {
  // Only what attribution reads of a request.
  const request = { socket: { remoteAddress }, headers } as unknown as IncomingMessage;
  return attributeCaller(request, testSnapshot({ gateway: { ...gateway, ...more } }));
}

describe('attributeCaller', () => {
  it.each([
    ['127.0.0.1', 'direct-local', '127.0.0.1'],
    ['::ffff:127.0.0.9', 'direct-local', '127.0.0.9'],
    ['::1', 'direct-local', '::1'],
    ['8.8.8.8', 'direct-remote', '8.8.8.8'],
  ])('AUTH-11 %s without evidence is %s', (socket, kind, address) => {
    expect(attribute(socket)).toMatchObject({ kind, address });
  });

  it.each(['x-forwarded-for', 'x-forwarded-user', 'x-real-ip', 'forwarded', 'tailscale-user-login'])(
    'AUTH-12 refuses %s from a source that is no trusted proxy',
    (name) => expect(() => attribute('8.8.8.8', { [name]: '1.2.3.4' })).toThrow(/Forwarded headers/),
  );

  it.each([
    ['9.9.9.9, 1.2.3.4, 10.1.1.1, 127.0.0.1', '1.2.3.4'],
    ['1.2.3.4:5678, junk', '1.2.3.4'],
    ['[2001:db8::1]:443', '2001:db8::1'],
    ['::ffff:1.2.3.4', '1.2.3.4'],
  ])('AUTH-13 takes the client from X-Forwarded-For %j', (header, address) => {
    for (const socket of ['10.2.3.4', '::ffff:10.2.3.4', '172.16.9.9', '127.0.0.1', 'fd00::5']) {
      expect(attribute(socket, { 'x-forwarded-for': header })).toMatchObject({ kind: 'trusted-proxy', address });
    }
  });

  it.each(['10.2.3.4', '::ffff:172.16.9.9', 'fd00::5'])(
    'AUTH-12 refuses the trusted proxy %s that names no client',
    (socket) => expect(() => attribute(socket)).toThrow(/Forwarded headers/),
  );

  it.each(['::ffff:ac10:0909', '::10.2.3.4', '64:ff9b::a02:304', 'fe80::1', '11.0.0.1'])(
    'AUTH-14 does not take %s for a trusted proxy',
    (socket) => expect(() => attribute(socket, { 'x-forwarded-for': '1.2.3.4' })).toThrow(/Forwarded headers/),
  );

  it('AUTH-13 believes X-Real-IP only when told to', () => {
    const headers = { 'x-forwarded-for': '10.1.1.1', 'x-real-ip': '1.2.3.4' };
    expect(() => attribute('10.2.3.4', headers)).toThrow();
    expect(attribute('10.2.3.4', headers, { allowRealIpFallback: true }).address).toBe('1.2.3.4');
  });
});
