import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readBootSettings, type BootFlags } from '../boot/boot-settings.js';
import type { Environment } from '../config-snapshot.js';
import { createSnapshot } from '../load/create-snapshot.js';
import { resolveGatewayAuth } from './gateway-auth.js';

const token = 'a-good-token';
const password = 'a-good-password';

/** On a laptop unless told otherwise, whatever machine runs the test. */
function auth(gateway: unknown, flags: BootFlags = {}, env: Environment = {}) {
  const snapshot = createSnapshot({ raw: { gateway }, env, stateDir: '/state' });
  const inContainer = env['CONTAINER'] !== undefined;
  return resolveGatewayAuth(snapshot, { ...readBootSettings(flags, {}), inContainer });
}

describe('resolveGatewayAuth: token and password', () => {
  it('AUTH-3 flag before config before environment', () => {
    const env = { OPENCLAW_GATEWAY_TOKEN: 'of-env', OPENCLAW_GATEWAY_PASSWORD: 'of-env' };
    const inToken = { auth: { mode: 'token', token: 'of-config' } };
    expect(auth(inToken, { token: 'of-flag' }, env)).toEqual({ mode: 'token', token: 'of-flag' });
    expect(auth(inToken, {}, env)).toEqual({ mode: 'token', token: 'of-config' });
    expect(auth({ auth: { mode: 'token' } }, {}, env)).toEqual({ mode: 'token', token: 'of-env' });
    const inPassword = { auth: { mode: 'password', password: 'of-config' } };
    expect(auth(inPassword, { password: 'of-flag' }, env)).toEqual({ mode: 'password', password: 'of-flag' });
    expect(auth(inPassword, {}, env)).toEqual({ mode: 'password', password: 'of-config' });
    expect(auth({ auth: { mode: 'password' } }, {}, env)).toEqual({ mode: 'password', password: 'of-env' });
  });

  it('AUTH-3 a password from a file, which others on the machine do not see', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'clawmesh-')), 'password');
    writeFileSync(file, 'of-file\n');
    expect(auth({}, { passwordFile: file })).toEqual({ mode: 'password', password: 'of-file' });
    expect(() => auth({}, { passwordFile: file, password })).toThrow('--password-file: there is --password as well');
    expect(() => auth({}, { passwordFile: `${file}.not` })).toThrow('--password-file: cannot be read (ENOENT)');
    writeFileSync(file, '\n');
    expect(() => auth({}, { passwordFile: file })).toThrow('gateway.auth.password: is blank');
  });

  it('AUTH-3 a variable in the config that is not set is not replaced by another', () => {
    const env = { OPENCLAW_GATEWAY_TOKEN: 'of-env', OPENCLAW_GATEWAY_PASSWORD: 'of-env' };
    const unset = 'the variable NOPE is not set';
    expect(() => auth({ auth: { mode: 'token', token: '${NOPE}' } }, {}, env)).toThrow(`gateway.auth.token: ${unset}`);
    expect(() => auth({ auth: { password: '$NOPE' } }, {}, env)).toThrow(`gateway.auth.password: ${unset}`);
  });

  it('AUTH-2 without a mode: password where there is one, else token', () => {
    expect(auth({ auth: { password } })).toEqual({ mode: 'password', password });
    expect(auth({}, {}, { OPENCLAW_GATEWAY_PASSWORD: password })).toEqual({ mode: 'password', password });
    expect(auth({}, {}, { OPENCLAW_GATEWAY_TOKEN: token, OPENCLAW_GATEWAY_PASSWORD: ' ' })).toMatchObject({ token });
    expect(auth({}, { token }, { OPENCLAW_GATEWAY_PASSWORD: password })).toEqual({ mode: 'token', token });
  });

  it('AUTH-2 a token and a password without a mode are refused', () => {
    expect(() => auth({ auth: { token, password } })).toThrow('say which mode');
    expect(() => auth({ auth: { token } }, { password })).toThrow('say which mode');
    expect(auth({ auth: { token, password } }, { auth: 'password' })).toEqual({ mode: 'password', password });
    expect(auth({ auth: { mode: 'token', token, password } })).toEqual({ mode: 'token', token });
  });

  it.each(['', '   ', 'undefined', 'null', 'changeme', '<your-token>', '***', '[REDACTED]', '__OPENCLAW_REDACTED__'])(
    'AUTH-4 refuses %j',
    (bad) => {
      expect(() => auth({ auth: { mode: 'token', token: bad } })).toThrow('gateway.auth.token');
      expect(() => auth({ auth: { mode: 'password', password: bad } })).toThrow('gateway.auth.password');
      expect(() => auth({ auth: { mode: 'token' } }, { token: bad })).toThrow('gateway.auth.token');
    },
  );

  it('AUTH-5, AUTH-6 refuses to start without the secret of the mode', () => {
    expect(() => auth({})).toThrow('OPENCLAW_GATEWAY_TOKEN');
    expect(() => auth({ auth: { mode: 'password', token } })).toThrow('OPENCLAW_GATEWAY_PASSWORD');
  });

  it('AUTH-1 the flag takes the four modes', () => {
    expect(() => auth({}, { auth: 'oauth' })).toThrow('--auth: ');
    expect(auth({ auth: { mode: 'token', token } }, { auth: 'none' })).toEqual({ mode: 'none' });
  });

  it('AUTH-7 none needs loopback, or the flag for it', () => {
    const open = { auth: { mode: 'none' }, bind: 'lan' };
    expect(auth({ auth: { mode: 'none' }, bind: 'loopback' })).toEqual({ mode: 'none' });
    expect(() => auth(open)).toThrow('AUTH-7');
    expect(auth(open, { devAllowOpen: true })).toEqual({ mode: 'none' });
    expect(() => auth({ auth: { mode: 'none' } }, {}, { CONTAINER: 'yes' })).toThrow('AUTH-7');
  });

  it('AUTH-7 elsewhere a secret or a proxy is enough', () => {
    expect(auth({ auth: { token }, bind: 'lan' })).toEqual({ mode: 'token', token });
    expect(auth({ ...proxied, bind: 'lan' })).toEqual({ mode: 'trusted-proxy' });
  });
});

const proxied = {
  auth: { mode: 'trusted-proxy', trustedProxy: { userHeader: 'X-User' } },
  trustedProxies: ['10.0.0.0/8'],
};

describe('resolveGatewayAuth: trusted-proxy', () => {
  const withAuth = (more: object) => ({ ...proxied, auth: { ...proxied.auth, ...more } });

  it('AUTH-6 needs to know the proxy and its header', () => {
    expect(() => auth(withAuth({ trustedProxy: undefined }))).toThrow('gateway.auth.trustedProxy: required');
    expect(() => auth(withAuth({ trustedProxy: {} }))).toThrow('gateway.auth.trustedProxy.userHeader');
    expect(() => auth(withAuth({ trustedProxy: { userHeader: ' ' } }))).toThrow('gateway.auth.trustedProxy.userHeader');
    expect(() => auth({ ...proxied, trustedProxies: [] })).toThrow('gateway.trustedProxies: names no proxy');
    expect(() => auth({ ...proxied, trustedProxies: [' '] })).toThrow('gateway.trustedProxies: names no proxy');
  });

  it('AUTH-6 refuses a token beside it, wherever it comes from', () => {
    const refusal = 'there must be no token';
    expect(() => auth(withAuth({ token }))).toThrow(refusal);
    expect(() => auth(proxied, { token })).toThrow(refusal);
    expect(() => auth(proxied, {}, { OPENCLAW_GATEWAY_TOKEN: token })).toThrow(refusal);
    expect(auth(proxied, {}, { OPENCLAW_GATEWAY_TOKEN: ' ' })).toEqual({ mode: 'trusted-proxy' });
  });

  it('AUTH-30 takes a password for callers on this machine', () => {
    expect(auth(withAuth({ password }))).toEqual({ mode: 'trusted-proxy', password });
    expect(auth(proxied, {}, { OPENCLAW_GATEWAY_PASSWORD: password })).toEqual({ mode: 'trusted-proxy', password });
    expect(() => auth(withAuth({ password: 'changeme' }))).toThrow('gateway.auth.password');
  });
});

describe('the section gateway.auth', () => {
  const load = (gateway: object, more: object = {}) =>
    createSnapshot({ raw: { gateway, ...more }, env: {}, stateDir: '/s' });
  const issues = (gateway: object) => {
    try {
      load(gateway);
      return '';
    } catch (error) {
      return String(error);
    }
  };

  it('AUTH-40 the limits have defaults, with and without the section', () => {
    const defaults = { maxAttempts: 10, windowMs: 60_000, lockoutMs: 300_000, exemptLoopback: true };
    expect(load({}).config.gateway.auth.rateLimit).toEqual(defaults);
    const { rateLimit } = load({ auth: { rateLimit: { maxAttempts: 3 } } }).config.gateway.auth;
    expect(rateLimit).toEqual({ ...defaults, maxAttempts: 3 });
    expect(issues({ auth: { rateLimit: { maxAttempt: 3 } } })).toContain('did you mean "maxAttempts"');
  });

  it('AUTH-58 identityScopes is checked, and has no effect', () => {
    expect(load({ auth: { identityScopes: { alice: ['operator.read'] } } }).report.warnings).toEqual([]);
    expect(issues({ auth: { identityScopes: { alice: ['operator.everything'] } } })).toContain(
      'gateway.auth.identityScopes.alice[0]',
    );
  });

  it('AUTH-65 an origin is one', () => {
    const origins = (...allowedOrigins: string[]) => ({ controlUi: { allowedOrigins } });
    expect(issues(origins('*', 'https://chat.example.com', 'http://[::1]:8080'))).toBe('');
    expect(issues(origins('https://chat.example.com/'))).toContain('gateway.controlUi.allowedOrigins[0]');
    expect(issues(origins('chat.example.com'))).toContain('gateway.controlUi.allowedOrigins[0]');
  });

  it('auth §9 settings of things that are not here are said to be ignored', () => {
    const gateway = {
      auth: { allowTailscale: true },
      tailscale: { mode: 'serve' },
      controlUi: { enabled: true, basePath: '/x' },
    };
    expect(load(gateway).report.warnings).toEqual([
      expect.stringContaining('gateway.tailscale.mode'),
      expect.stringContaining('gateway.auth.allowTailscale'),
      expect.stringContaining('gateway.controlUi.enabled'),
      expect.stringContaining('gateway.controlUi.basePath'),
    ]);
    expect(load({ tailscale: { mode: 'off' } }).report.warnings).toEqual([]);
  });
});

describe('the section gateway.auth.jwt', () => {
  const jwt = { issuer: 'https://id.example.com', audience: 'clawmesh' };
  const load = (more: object, mode: object = { mode: 'token', token }) =>
    auth({ auth: { ...mode, jwt: { ...jwt, ...more } } });

  it('goes with any mode but none', () => {
    expect(load({})).toEqual({ mode: 'token', token });
    expect(load({}, { mode: 'password', password })).toEqual({ mode: 'password', password });
    expect(() => load({}, { mode: 'none' })).toThrow('gateway.auth.jwt: needs another mode than "none"');
  });

  it.each(['HS256', 'none', 'RS1'])('takes no algorithm like %s', (algorithm) => {
    expect(() => load({ algorithms: [algorithm] })).toThrow('gateway.auth.jwt.algorithms[0]');
  });

  it('says what is missing or unknown', () => {
    expect(() => load({ issuer: undefined })).toThrow('gateway.auth.jwt.issuer');
    expect(() => load({ audience: [] })).toThrow('gateway.auth.jwt.audience');
    expect(() => load({ jwksUri: 'file:///etc/keys' })).toThrow('gateway.auth.jwt.jwksUri');
    expect(() => load({ scopeMap: { staff: ['operator.everything'] } })).toThrow('gateway.auth.jwt.scopeMap.staff[0]');
  });
});

describe('the section gateway.roles', () => {
  const role = { sessions: { others: 'none' }, agents: '*', scopes: ['operator.write'] };
  const load = (roles: object) => () =>
    createSnapshot({ raw: { gateway: { roles }, agents: { entries: { ops: {} } } }, env: {}, stateDir: '/s' });

  it('AUTH-70, CFG-14 every role that is named exists', () => {
    expect(load({ default: 'dev', definitions: { dev: role } })).not.toThrow();
    expect(load({ default: 'ops', definitions: { dev: role } })).toThrow(
      'gateway.roles.default: there is no role "ops"',
    );
    expect(load({ default: 'toString', definitions: { dev: role } })).toThrow('there is no role "toString"');
    expect(load({ default: 'dev', definitions: { dev: role }, users: { bob: 'boss' } })).toThrow(
      'gateway.roles.users.bob: there is no role "boss"',
    );
    expect(load({ definitions: { dev: role } })).toThrow('gateway.roles.default');
  });

  it('AUTH-70 every agent and scope that is named exists', () => {
    const dev = (more: object) => ({ default: 'dev', definitions: { dev: { ...role, ...more } } });
    expect(load(dev({ agents: ['Ops'] }))).not.toThrow();
    expect(load(dev({ agents: ['main'] }))).toThrow(
      'gateway.roles.definitions.dev.agents[0]: there is no agent "main"',
    );
    expect(load(dev({ scopes: ['operator.everything'] }))).toThrow('gateway.roles.definitions.dev.scopes[0]');
    expect(load(dev({ agents: undefined }))).toThrow('gateway.roles.definitions.dev.agents');
  });
});
