import type { IncomingMessage } from 'node:http';
import { InProcessFailedAuthLimiter } from '@clawmesh/coordination';
import { testAuthenticator, testSnapshot } from '../__fixtures__/gateway-under-test.js';
import { RequestError } from '../http/request-error.js';
import type { Authenticator } from './authenticator.js';
import type { OwnAddresses } from './own-addresses.js';
import { attributeCaller } from './proxy-attribution.js';
import { readProxyUser } from './trusted-proxy.js';

type Headers = Record<string, string | readonly string[]>;

const password = 'a-good-password';
const settings = {
  userHeader: 'X-User',
  requiredHeaders: ['X-Sso', 'X-Forwarded-Proto'],
  allowUsers: ['alice', 'bob'],
};

function proxied(
  { trustedProxies = ['10.0.0.0/8'], ...trustedProxy }: Record<string, unknown> = {},
  more: object = {},
) {
  const auth = { mode: 'trusted-proxy', password, trustedProxy: { ...settings, ...trustedProxy } };
  return testSnapshot({ gateway: { auth, trustedProxies, ...more } });
}

function requestOf(remoteAddress: string, sent: Headers): IncomingMessage {
  const entries = Object.entries(sent);
  const headers = Object.fromEntries(entries.map(([name, value]) => [name, [value].flat().join(', ')]));
  const headersDistinct = Object.fromEntries(entries.map(([name, value]) => [name, [value].flat()]));
  // Only what authentication reads of a request.
  return { headers, headersDistinct, socket: { remoteAddress } } as unknown as IncomingMessage;
}

const good = { 'x-forwarded-for': '203.0.113.7', 'x-forwarded-proto': 'https', 'x-sso': '1', 'x-user': ' alice ' };
const without = (...names: string[]) =>
  Object.fromEntries(Object.entries(good).filter(([name]) => !names.includes(name)));

const elsewhere: OwnAddresses = () => new Set(['10.255.0.1']);

function verdict(peer: string, headers: Headers, { snapshot = proxied(), own = elsewhere } = {}) {
  const request = requestOf(peer, headers);
  return readProxyUser({ request, caller: attributeCaller(request, snapshot), snapshot }, own);
}

describe('readProxyUser', () => {
  it('AUTH-25 takes the user from the proxy, trimmed; of a repeated header the first', () => {
    expect(verdict('10.0.0.1', good)).toEqual({ user: 'alice' });
    expect(verdict('::ffff:10.0.0.1', { ...good, 'x-user': ['bob', 'alice'] })).toEqual({ user: 'bob' });
  });

  it('AUTH-26 without a list everybody may come', () => {
    expect(verdict('10.0.0.1', { ...good, 'x-user': 'carol' }, { snapshot: proxied({ allowUsers: [] }) })).toEqual({
      user: 'carol',
    });
  });

  const evident = ['x-forwarded-for', 'x-forwarded-proto'];
  const loopback = proxied({ trustedProxies: ['127.0.0.1'] });
  const loopbackAllowed = proxied({ trustedProxies: ['127.0.0.1'], allowLoopback: true, requiredHeaders: [] });
  it.each([
    ['AUTH-21', '192.0.2.1', without(...evident), {}, 'trusted_proxy_untrusted_source'],
    ['AUTH-22', '127.0.0.1', good, { snapshot: loopback }, 'trusted_proxy_loopback_source'],
    ['AUTH-23', '10.255.0.1', good, {}, 'trusted_proxy_local_interface_source'],
    ['AUTH-23', '10.0.0.1', good, { own: () => undefined }, 'trusted_proxy_local_interface_check_failed'],
    ['AUTH-24', '10.0.0.1', without('x-sso'), {}, 'trusted_proxy_missing_header_x-sso'],
    ['AUTH-24', '10.0.0.1', { ...good, 'x-sso': ' ' }, {}, 'trusted_proxy_missing_header_x-sso'],
    ['AUTH-24', '10.0.0.1', without('x-forwarded-proto'), {}, 'trusted_proxy_missing_header_x-forwarded-proto'],
    ['AUTH-25', '10.0.0.1', without('x-user'), {}, 'trusted_proxy_user_missing'],
    ['AUTH-25', '10.0.0.1', { ...good, 'x-user': ' ' }, {}, 'trusted_proxy_user_missing'],
    ['AUTH-26', '10.0.0.1', { ...good, 'x-user': 'Alice' }, {}, 'trusted_proxy_user_not_allowed'],
    ['AUTH-27', '127.0.0.1', without(...evident), { snapshot: loopbackAllowed }, 'proxy_attribution_required'],
    ['AUTH-28', '10.0.0.1', { ...good, origin: 'https://evil.example' }, {}, 'trusted_proxy_origin_not_allowed'],
  ] as const)('%s refuses %s', (_rule, peer, headers, more, reason) => {
    expect(verdict(peer, headers, more)).toEqual({ reason });
  });

  it('AUTH-22 a proxy on this machine is asked for no interface', () => {
    const snapshot = proxied({ trustedProxies: ['127.0.0.1'], allowLoopback: true });
    expect(verdict('127.0.0.1', good, { snapshot, own: () => undefined })).toEqual({ user: 'alice' });
  });

  it('AUTH-29 a config without the section admits nobody', () => {
    const snapshot = testSnapshot({ gateway: { auth: { mode: 'trusted-proxy' }, trustedProxies: ['10.0.0.1'] } });
    expect(verdict('10.0.0.1', good, { snapshot })).toEqual({ reason: 'trusted_proxy_config_missing' });
    const empty = proxied({ trustedProxies: [] });
    expect(verdict('10.0.0.1', {}, { snapshot: empty })).toEqual({ reason: 'trusted_proxy_no_proxies_configured' });
  });

  it('the checks are made in the order of the rules', () => {
    // Each request is wrong in all that comes later, too.
    const wrong = { 'x-user': 'mallory', origin: 'null' };
    expect(verdict('192.0.2.1', wrong)).toEqual({ reason: 'trusted_proxy_untrusted_source' });
    const named = { ...wrong, 'x-forwarded-for': '203.0.113.7' };
    expect(verdict('10.255.0.1', named)).toEqual({ reason: 'trusted_proxy_local_interface_source' });
    expect(verdict('10.0.0.1', { ...named, 'x-user': '' })).toEqual({ reason: 'trusted_proxy_missing_header_x-sso' });
    const complete = { ...good, origin: 'null' };
    expect(verdict('10.0.0.1', { ...complete, 'x-user': '' })).toEqual({ reason: 'trusted_proxy_user_missing' });
    expect(verdict('10.0.0.1', { ...complete, 'x-user': 'x' })).toEqual({ reason: 'trusted_proxy_user_not_allowed' });
  });
});

describe('trusted-proxy mode, to the caller', () => {
  const limiter = new InProcessFailedAuthLimiter(() => 0);
  const authenticator: Authenticator = testAuthenticator(limiter);
  const knock = async (peer: string, headers: Headers, snapshot = proxied()) => {
    const request = requestOf(peer, headers);
    try {
      const caller = attributeCaller(request, snapshot);
      const { method, subject, isOwner } = await authenticator.authenticate({ request, caller, snapshot });
      return [method, subject, isOwner];
    } catch (error) {
      return error instanceof RequestError ? error.kind : error;
    }
  };
  const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` });

  it('AUTH-32 the user is the requester', async () => {
    expect(await knock('10.0.0.1', good)).toEqual(['trusted-proxy', 'alice', true]);
    const narrowed = { ...good, 'x-openclaw-scopes': 'operator.write' };
    expect(await knock('10.0.0.1', narrowed)).toEqual(['trusted-proxy', 'alice', false]);
  });

  it('AUTH-30 the password helps on this machine, and nowhere else', async () => {
    expect(await knock('127.0.0.1', bearer(password))).toEqual(['password', 'gateway-password', true]);
    expect(await knock('127.0.0.1', {})).toBe('unauthorized');
    expect(await knock('192.0.2.1', bearer(password))).toBe('unauthorized');
    expect(await knock('10.0.0.1', { ...good, 'x-user': '', ...bearer(password) })).toBe('unauthorized');
    expect(await knock('10.0.0.1', bearer(password))).toBe('proxy-attribution');
  });

  it('AUTH-30 there is no fallback without a password', async () => {
    const auth = { mode: 'trusted-proxy', trustedProxy: settings };
    const snapshot = testSnapshot({ gateway: { auth, trustedProxies: ['10.0.0.0/8'] } });
    expect(await knock('127.0.0.1', bearer('undefined'), snapshot)).toBe('unauthorized');
  });

  it('AUTH-20, AUTH-27 without a client address it is a 403', async () => {
    expect(await knock('10.0.0.1', without('x-forwarded-for', 'x-forwarded-proto'))).toBe('proxy-attribution');
    const snapshot = proxied({ trustedProxies: ['127.0.0.1'], allowLoopback: true, requiredHeaders: [] });
    expect(await knock('127.0.0.1', { 'x-user': 'alice' }, snapshot)).toBe('proxy-attribution');
  });

  it('AUTH-31 counts wrong passwords only', async () => {
    const strict = { rateLimit: { maxAttempts: 2, exemptLoopback: false } };
    const auth = { mode: 'trusted-proxy', password, trustedProxy: settings, ...strict };
    const snapshot = testSnapshot({ gateway: { auth, trustedProxies: ['10.0.0.0/8'] } });
    for (let time = 0; time < 5; time += 1) {
      expect(await knock('10.0.0.1', { ...good, 'x-user': 'mallory' }, snapshot)).toBe('unauthorized');
      expect(await knock('127.0.0.1', {}, snapshot)).toBe('unauthorized');
    }
    for (let time = 0; time < 2; time += 1) await knock('127.0.0.1', bearer('wrong'), snapshot);
    expect(await knock('127.0.0.1', bearer(password), snapshot)).toBe('rate-limited');
    expect(await knock('10.0.0.1', good, snapshot)).toEqual(['trusted-proxy', 'alice', true]);
  });
});
