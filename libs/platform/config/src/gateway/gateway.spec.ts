import { readBootSettings, type BootFlags } from '../boot/boot-settings.js';
import type { ConfigSnapshot } from '../config-snapshot.js';
import { createSnapshot } from '../load/create-snapshot.js';
import { checkGatewayMode } from './check-gateway-mode.js';
import { resolveBind } from './gateway-bind.js';
import { gatewayWarnings } from './gateway-warnings.js';

const snapshotOf = (gateway: unknown, env = {}, file?: string): ConfigSnapshot =>
  createSnapshot({ raw: gateway === undefined ? {} : { gateway }, env, stateDir: '/state', file });

/** On the machine of the test, whatever that is, unless a flag says otherwise. */
const bootOf = (flags: BootFlags = {}, inContainer = false) => ({ ...readBootSettings(flags, {}), inContainer });

describe('resolveBind', () => {
  it.each([
    [undefined, false, '127.0.0.1', true],
    [undefined, true, '0.0.0.0', false],
    ['auto', true, '0.0.0.0', false],
    ['auto', false, '127.0.0.1', true],
    ['loopback', true, '127.0.0.1', true],
    ['lan', false, '0.0.0.0', false],
  ])('CFG-62 %s, in a container: %s', (...[bind, inContainer, host, isLoopback]) => {
    const found = resolveBind(snapshotOf({ ...(bind && { bind }) }), bootOf({}, inContainer));
    expect(found).toEqual({ host, port: 18_789, isLoopback });
  });

  it('CFG-60 CFG-62 flags win', () => {
    const snapshot = snapshotOf({ bind: 'lan', port: 4000 });
    expect(resolveBind(snapshot, bootOf({ bind: 'loopback', port: 5000 }))).toMatchObject({
      host: '127.0.0.1',
      port: 5000,
    });
  });

  it('CFG-62 custom is the address that is given', () => {
    const found = resolveBind(snapshotOf({ bind: 'custom', customBindHost: '10.1.2.3' }), bootOf());
    expect(found).toMatchObject({ host: '10.1.2.3', isLoopback: false });
  });

  it('CFG-62 --bind custom without an address in the config is refused', () => {
    expect(() => resolveBind(snapshotOf({}), bootOf({ bind: 'custom' }))).toThrow('gateway.customBindHost');
  });
});

describe('checkGatewayMode', () => {
  const check =
    (gateway: unknown, file?: string, flags: BootFlags = {}) =>
    () =>
      checkGatewayMode(snapshotOf(gateway, {}, file), bootOf(flags));

  it('CFG-61 AM-13 a file that sets other gateway keys must say local', () => {
    expect(check({ port: 1 }, '/f')).toThrow('gateway.mode');
    expect(check({ port: 1 }, '/f', { allowUnconfigured: true })).not.toThrow();
    expect(check({ mode: 'local' }, '/f')).not.toThrow();
    expect(check({ mode: 'remote' }, '/f')).toThrow('"remote" is for clients');
  });

  it('AM-13 no file, or a file without gateway keys, may start', () => {
    expect(check(undefined, '/f')).not.toThrow();
    expect(check({ port: 1 })).not.toThrow();
  });
});

describe('gatewayWarnings', () => {
  it.each(['chatCompletions', 'responses'])('HTTP-2 HTTP-3 tells of a gateway with no endpoint; %s is one', (name) => {
    expect(gatewayWarnings(snapshotOf({ http: { endpoints: { [name]: { enabled: true } } } }))).toEqual([]);
    const off = gatewayWarnings(snapshotOf({ http: { endpoints: { [name]: { enabled: false } } } }));
    expect(off).toEqual([expect.stringContaining('gateway.http.endpoints.chatCompletions.enabled')]);
  });

  it('AUTH-3 tells of variables under their former names, not of their values', () => {
    const gateway = { http: { endpoints: { responses: { enabled: true } } } };
    const env = { MOLTBOT_GATEWAY_TOKEN: 'hush', CLAWDBOT_GATEWAY_PASSWORD: 'hush', OPENCLAW_GATEWAY_TOKEN: 'x' };
    expect(gatewayWarnings(snapshotOf(gateway, env))).toEqual([
      'ignored: CLAWDBOT_GATEWAY_PASSWORD, MOLTBOT_GATEWAY_TOKEN; these variables begin with OPENCLAW_ now',
    ]);
  });
});
