import { createSnapshot } from '@clawmesh/config';
import { agentSetup } from './agent-setup.js';
import { resolveModel } from './resolve-model.js';

/** The chain of agent `main`, as keys; undefined when the override is no reference. */
function chainOf(raw: unknown, override?: string): string[] | undefined {
  const snapshot = createSnapshot({ raw, env: {}, stateDir: '/nowhere' });
  const agent = agentSetup(snapshot, 'main');
  return agent && resolveModel(override, agent, snapshot)?.map(({ key }) => key);
}

const shared = { primary: 'a/p', fallbacks: ['a/f1', 'b/f2'] };
const config = (agents: object, clawmesh: object = {}): unknown => ({ agents, clawmesh });
const inChain = { failover: { explicitOverride: 'chain' } };

describe('resolveModel', () => {
  it('SEL-1, SEL-2 the shared model with its fallbacks, when the agent has none', () => {
    expect(chainOf(config({ defaults: { model: shared } }))).toEqual(['a/p', 'a/f1', 'b/f2']);
  });

  it('ALLOW-5 fallbacks need not be on the list of models that may be chosen', () => {
    const models = { 'a/p': {} };
    expect(chainOf(config({ defaults: { model: shared, models } }))).toEqual(['a/p', 'a/f1', 'b/f2']);
  });

  it('SEL-1 the override comes before everything', () => {
    expect(chainOf(config({ defaults: { model: shared } }), 'c/x')).toEqual(['c/x']);
  });

  it.each([
    ['a string', 'c/q', ['c/q']],
    ['a primary alone', { primary: 'c/q' }, ['c/q']],
    ['a primary with its fallbacks', { primary: 'c/q', fallbacks: ['d/f3'] }, ['c/q', 'd/f3']],
    ['fallbacks alone', { fallbacks: ['d/f3'] }, ['a/p', 'd/f3']],
  ])('SEL-4, AGT-13, CHAIN-6 an agent with %s', (_, model, chain) => {
    expect(chainOf(config({ defaults: { model: shared }, entries: { main: { model } } }))).toEqual(chain);
  });

  it('SEL-6, CHAIN-6 an override in a chain: related fallbacks, then the primary', () => {
    const raw = config({ defaults: { model: shared } }, inChain);
    expect(chainOf(raw, 'a/x')).toEqual(['a/x', 'a/f1', 'b/f2', 'a/p']);
    expect(chainOf(raw, 'b/f2')).toEqual(['b/f2', 'a/f1', 'a/p']);
    expect(chainOf(raw, 'c/x')).toEqual(['c/x', 'a/p']);
  });

  it('CHAIN-3, CHAIN-6 an override that is a fallback settles on the primary', () => {
    const raw = config({ defaults: { model: shared } }, inChain);
    expect(chainOf(raw, 'a/f1')).toEqual(['a/f1', 'b/f2', 'a/p']);
  });

  it.each([
    ['its list', { primary: 'c/q', fallbacks: ['d/f3'] }, ['a/x', 'd/f3']],
    ['no fallbacks', { primary: 'c/q', fallbacks: [] }, ['a/x']],
    ['a primary alone', 'c/q', ['a/x']],
  ])('CHAIN-4 an override in a chain of an agent with %s: exactly those', (_, model, chain) => {
    const raw = config({ defaults: { model: shared }, entries: { main: { model } } }, inChain);
    expect(chainOf(raw, 'a/x')).toEqual(chain);
  });

  it('REF-10, AGT-11 reads aliases in overrides', () => {
    const models = { 'anthropic/claude-x': { alias: 'Fast' } };
    expect(chainOf(config({ defaults: { model: shared, models } }), 'fast')).toEqual(['anthropic/claude-x']);
  });

  it('REF-8 keeps the profile of a reference', () => {
    const snapshot = createSnapshot({
      raw: config({ defaults: { model: 'a/p@work' } }),
      env: {},
      stateDir: '/nowhere',
    });
    expect(agentSetup(snapshot, 'main')?.chain).toMatchObject([{ provider: 'a', model: 'p', profileId: 'work' }]);
  });

  it('REF-13 an override that is no reference is refused, a fallback is left out with a warning', () => {
    expect(chainOf(config({ defaults: { model: shared } }), 'c/')).toBeUndefined();
    const raw = config({ defaults: { model: { primary: 'a/p', fallbacks: ['broken/', 'b/f2'] } } });
    const setup = agentSetup(createSnapshot({ raw, env: {}, stateDir: '/nowhere' }), 'main');
    expect(setup?.chain.map(({ key }) => key)).toEqual(['a/p', 'b/f2']);
    expect(setup?.warnings).toEqual(['"broken/" is no model reference']);
  });

  it('REF-11, REF-12 without a configured model: the built-in one, or the first of the configured providers', () => {
    expect(chainOf({})).toEqual(['openai/gpt-5.4']);
    const own = { baseUrl: 'http://127.0.0.1:9/v1', api: 'openai-completions', models: [{ id: 'm1', name: 'M1' }] };
    expect(chainOf({ models: { providers: { own } } })).toEqual(['own/m1']);
  });
});
