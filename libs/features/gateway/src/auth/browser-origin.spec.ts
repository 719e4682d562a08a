import type { IncomingMessage } from 'node:http';
import { testSnapshot } from '../__fixtures__/gateway-under-test.js';
import { allowsOrigin } from './browser-origin.js';

interface Surroundings {
  readonly host?: string;
  readonly takesLocalPages?: boolean;
  readonly allowedOrigins?: readonly string[];
  readonly dangerouslyAllowHostHeaderOriginFallback?: boolean;
}

function allows(origin: string | undefined, surroundings: Surroundings = {}): boolean {
  const { host = 'claw.example.com', takesLocalPages = false, ...controlUi } = surroundings;
  // Only what is read of a request.
  const request = { headers: { origin, host } } as unknown as IncomingMessage;
  return allowsOrigin({ request, snapshot: testSnapshot({ gateway: { controlUi } }), takesLocalPages });
}

describe('allowsOrigin (AUTH-65)', () => {
  it('what is no browser is not asked', () => expect(allows(undefined)).toBe(true));

  it.each([
    'null',
    '',
    'claw.example.com',
    'https://',
    'https://a.example/x',
    'file:///tmp/x.html',
    'https://u@a.example',
  ])('refuses %j, whatever is allowed', (origin) => expect(allows(origin, { allowedOrigins: ['*'] })).toBe(false));

  it('takes the origins of the list, in any case, and nothing like them', () => {
    const listed = { allowedOrigins: ['https://Chat.example.com', 'http://other.example:8080'] };
    expect(allows('HTTPS://chat.EXAMPLE.com', listed)).toBe(true);
    expect(allows('http://other.example:8080', listed)).toBe(true);
    expect(allows('http://chat.example.com', listed)).toBe(false);
    expect(allows('https://chat.example.com:444', listed)).toBe(false);
    expect(allows('https://chat.example.com.evil.example', listed)).toBe(false);
    expect(allows('https://evil.example', { allowedOrigins: ['*'] })).toBe(true);
  });

  it('takes the host of the request only when told so', () => {
    expect(allows('https://claw.example.com')).toBe(false);
    const told = { dangerouslyAllowHostHeaderOriginFallback: true };
    expect(allows('https://claw.example.com', told)).toBe(true);
    expect(allows('https://claw.example.com:444', told)).toBe(false);
    expect(allows('https://evil.example', told)).toBe(false);
  });

  it.each(['10.1.2.3:18789', '172.16.0.1', '192.168.1.5:80', '[fd00::1]:18789', 'nas.local:18789'])(
    'takes a page of the same private host: %s',
    (host) => {
      expect(allows(`http://${host}`, { host: host.replace(/:80$/, '') })).toBe(true);
      expect(allows(`http://${host}`, { host: '192.168.9.9' })).toBe(false);
    },
  );

  it.each(['8.8.8.8', '172.32.0.1', 'nas.localhost.example', 'local'])('a public host is not private: %s', (host) => {
    expect(allows(`http://${host}`, { host })).toBe(false);
  });

  it.each(['http://localhost:3000', 'http://127.0.0.1:3000', 'http://[::1]:3000'])(
    'takes pages of this machine where the caller is on it: %s',
    (origin) => {
      expect(allows(origin, { takesLocalPages: true })).toBe(true);
      expect(allows(origin)).toBe(false);
      expect(allows('http://localhost.example', { takesLocalPages: true })).toBe(false);
    },
  );
});
