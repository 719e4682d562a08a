import type { Environment } from '../config-snapshot.js';
import { createSnapshot } from '../load/create-snapshot.js';
import { planNothing, planReload } from './plan-reload.js';
import { reloadRule } from './reload-rule.js';

const snapshotOf = (raw: object, env: Environment = {}) => createSnapshot({ raw, env, stateDir: '/state' });

describe('reloadRule', () => {
  it.each([
    ['agents.defaults.model', 'hot'],
    ['models.providers.mine.apiKey', 'hot'],
    ['auth.order.openai', 'hot'],
    ['memory.search.model', 'hot'],
    ['logging.level', 'hot'],
    ['env.vars.A', 'hot'],
    ['gateway.auth.token', 'hot'],
    ['gateway.auth.password', 'hot'],
    ['gateway.auth.rateLimit.maxAttempts', 'hot'],
    ['gateway.auth.trustedProxy.userHeader', 'hot'],
    ['gateway.roles.default', 'hot'],
    ['gateway.trustedProxies', 'hot'],
    ['gateway.allowRealIpFallback', 'hot'],
    ['gateway.reload.mode', 'hot'],
    ['gateway.controlUi.allowedOrigins', 'hot'],
    ['gateway.http.endpoints.responses.enabled', 'hot'],
    ['gateway.http.securityHeaders.strictTransportSecurity', 'hot'],
    ['gateway.port', 'restart'],
    ['gateway.bind', 'restart'],
    ['gateway.mode', 'restart'],
    ['gateway.auth.mode', 'restart'],
    ['secrets.egressProxy', 'restart'],
    ['meta.anything', 'none'],
    ['nobody.knows', 'restart'],
  ])('CFG-32 CFG-33 %s: %s', (path, rule) => expect(reloadRule(path.split('.'))).toBe(rule));
});

describe('planReload', () => {
  it('CFG-31 applies what it can; what needs a restart keeps its value and is named', () => {
    const before = snapshotOf({ gateway: { port: 1, auth: { token: 'old' } } });
    const next = snapshotOf({ gateway: { port: 2, customBindHost: '10.0.0.1', auth: { token: 'new' } } });
    const plan = planReload(before, next);
    expect(plan.applied).toEqual(['gateway.auth.token']);
    expect(plan.pending).toEqual(['gateway.port', 'gateway.customBindHost']);
    const { gateway } = plan.snapshot.config;
    expect([gateway.port, gateway.customBindHost, gateway.auth.token]).toEqual([1, undefined, 'new']);
    expect(plan.snapshot.report.pendingRestart).toEqual(plan.pending);
    expect(plan.snapshot.revision).toBe(next.revision);
    expect(Object.isFrozen(plan.snapshot.config.gateway)).toBe(true);
    // What waits goes on waiting, until the file says again what is in force.
    expect(planReload(plan.snapshot, next)).toMatchObject({ pending: plan.pending, isChange: false });
    expect(planReload(plan.snapshot, before)).toMatchObject({ pending: [], applied: ['gateway.auth.token'] });
  });

  it('CFG-35 the same text in another order is no change; another variable is one', () => {
    const raw = { gateway: { port: 1, mode: 'local' }, models: { providers: { a: { baseUrl: 'https://${HOST}' } } } };
    const before = snapshotOf(raw, { HOST: 'x' });
    const again = { models: raw.models, gateway: { mode: 'local', port: 1 } };
    expect(planReload(before, snapshotOf(again, { HOST: 'x' })).isChange).toBe(false);
    expect(planReload(before, snapshotOf(raw, { HOST: 'y' }))).toMatchObject({
      isChange: true,
      applied: ['models.providers.a.baseUrl'],
    });
    expect(planReload(before, snapshotOf(raw, { HOST: 'x', OTHER: '1' })).isChange).toBe(true);
  });

  it('a list is one value, whatever its items are', () => {
    const withModels = (...ids: string[]) =>
      snapshotOf({ models: { providers: { a: { baseUrl: 'https://x', models: ids.map((id) => ({ id })) } } } });
    expect(planReload(withModels('m'), withModels('m')).isChange).toBe(false);
    expect(planReload(withModels('m'), withModels('m', 'n')).applied).toEqual(['models.providers.a.models']);
  });

  it('CFG-31 with the mode off nothing applies, and everything is named', () => {
    const before = snapshotOf({ gateway: { reload: { mode: 'off' }, auth: { token: 'old' } } });
    const next = snapshotOf({ gateway: { port: 2, auth: { token: 'new' } } });
    const plan = planNothing(before, next);
    expect(plan.snapshot.config).toBe(before.config);
    expect(plan.snapshot.revision).toBe(before.revision);
    expect([...plan.pending].sort()).toEqual(['gateway.auth.token', 'gateway.port', 'gateway.reload.mode']);
    expect(planNothing(plan.snapshot, next).isChange).toBe(false);
  });
});
