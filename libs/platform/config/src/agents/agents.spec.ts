import { isAllowed, parseModelRef } from '@clawmesh/providers';
import { createSnapshot } from '../load/create-snapshot.js';
import { agentAllowlist } from './agent-allowlist.js';
import { agentModelChoice } from './agent-model-choice.js';
import { agentParams } from './agent-params.js';
import { continuesMidStream } from './continues-mid-stream.js';
import { defaultAgentId } from './default-agent-id.js';
import { modelDirectory } from './model-directory.js';
import { workspaceDir } from './workspace-dir.js';

const snapshotOf = (raw: unknown, env = {}) =>
  createSnapshot({ raw, env: { HOME: '/home/u', ...env }, stateDir: '/state' });
const agents = (raw: unknown) => snapshotOf({ agents: raw });

describe('defaultAgentId', () => {
  it.each([
    ['AGT-3 no list', {}, 'main'],
    ['AGT-4(1) the only one marked', { entries: { a: {}, b: { default: true } } }, 'b'],
    [
      'AGT-4(1) not with explicit ownership',
      { ownership: 'explicit', entries: { a: {}, b: { default: true } } },
      undefined,
    ],
    ['AGT-4(1) not if two are marked', { entries: { a: { default: true }, b: { default: true } } }, undefined],
    ['AGT-4(2) the system agent', { defaults: { systemAgent: { agentId: 'B' } }, entries: { a: {}, b: {} } }, 'b'],
    [
      'AGT-4(2) not if it does not exist',
      { defaults: { systemAgent: { agentId: 'x' } }, entries: { a: {}, b: {} } },
      undefined,
    ],
    ['AGT-4(3) the only agent', { entries: { a: {} } }, 'a'],
    ['AGT-4(4) none', { entries: { a: {}, b: {} } }, undefined],
  ])('%s', (_name, raw, expected) => {
    expect(defaultAgentId(agents(raw).config)).toBe(expected);
  });
});

describe('agentModelChoice', () => {
  const shared = { model: { primary: 'openai/p', fallbacks: ['openai/f1', 'openai/f2'] } };
  const choice = (model: unknown, raw: object = {}) =>
    agentModelChoice(
      snapshotOf({ agents: { defaults: shared, entries: { a: model === undefined ? {} : { model } } }, ...raw }).config,
      'a',
    );

  it('SEL-1 SEL-2 without a model of its own an agent has the shared one', () => {
    expect(choice(undefined)).toEqual({
      primary: 'openai/p',
      fallbacks: ['openai/f1', 'openai/f2'],
      explicitFallbacks: false,
    });
  });

  it.each([
    ['openai/q', 'openai/q', []],
    [{ primary: 'openai/q' }, 'openai/q', []],
    [{ primary: 'openai/q', fallbacks: ['openai/f3'] }, 'openai/q', ['openai/f3']],
    [{ primary: 'openai/q', fallbacks: [] }, 'openai/q', []],
    [{ fallbacks: ['openai/f3'] }, 'openai/p', ['openai/f3']],
  ])('SEL-4 AGT-13 %j', (model, primary, fallbacks) => {
    expect(choice(model)).toEqual({ primary, fallbacks, explicitFallbacks: true });
  });

  it('SEL-4 agentPrimaryInheritsFallbacks lets a bare primary have the shared fallbacks', () => {
    const raw = { clawmesh: { failover: { agentPrimaryInheritsFallbacks: true } } };
    expect(choice('openai/q', raw)).toEqual({
      primary: 'openai/q',
      fallbacks: ['openai/f1', 'openai/f2'],
      explicitFallbacks: false,
    });
  });

  it('REF-11 nothing configured: the built-in model', () => {
    expect(agentModelChoice(snapshotOf({}).config, 'main').primary).toBe('openai/gpt-5.4');
    const raw = { clawmesh: { defaults: { model: 'anthropic/claude-opus-4-6' } } };
    expect(agentModelChoice(snapshotOf(raw).config, 'main').primary).toBe('anthropic/claude-opus-4-6');
  });

  it('REF-12 providers without the built-in model: the first model they list', () => {
    const groq = { baseUrl: 'https://api.groq.com/openai/v1', models: [{ id: 'llama-4' }] };
    const empty = { baseUrl: 'https://x.example' };
    const primary = (providers: unknown) =>
      agentModelChoice(snapshotOf({ models: { providers } }).config, 'main').primary;
    expect(primary({ empty, groq })).toBe('groq/llama-4');
    expect(primary({ groq, openai: { models: [{ id: 'gpt-5.4' }] } })).toBe('openai/gpt-5.4');
    expect(primary({ empty })).toBe('openai/gpt-5.4');
  });
});

describe('agentParams', () => {
  it('META-10 AGT-12 later sources win per key', () => {
    const { config } = snapshotOf({
      models: { providers: { openai: { models: [{ id: 'gpt-5.4', params: { a: 0, z: 0 } }] } } },
      agents: {
        defaults: {
          params: { a: 1, b: 1, c: 1, d: 1, e: 1 },
          models: { 'openai/*': { params: { b: 2, c: 2 } }, 'OpenAI/gpt-5.4': { params: { c: 3, d: 3, e: 3 } } },
        },
        entries: { a: { models: { 'openai/gpt-5.4': { params: { d: 4, e: 4 } } }, params: { e: 5 } } },
      },
    });
    expect(agentParams(config, 'a', 'openai/gpt-5.4')).toEqual({ z: 0, a: 1, b: 2, c: 3, d: 4, e: 5 });
    expect(agentParams(config, 'a', 'openai/other')).toEqual({ a: 1, b: 2, c: 2, d: 1, e: 5 });
  });

  it('META-10 keys that would reach a prototype are dropped', () => {
    const params: unknown = JSON.parse('{"__proto__": {"x": 1}, "constructor": 1, "prototype": 1, "ok": 1}');
    const merged = agentParams(agents({ defaults: { params } }).config, 'main', 'openai/gpt-5.4');
    expect(Object.keys(merged)).toEqual(['ok']);
    expect(Object.getPrototypeOf(merged)).toBe(Object.prototype);
  });
});

describe('agentAllowlist', () => {
  const allows = (raw: unknown, text: string) => {
    const snapshot = snapshotOf(raw);
    const ref = parseModelRef(text, modelDirectory(snapshot, 'a'));
    return ref !== undefined && isAllowed(agentAllowlist(snapshot, 'a'), ref);
  };
  const models = { 'openai/gpt-5.4': { alias: 'main' }, 'anthropic/*': {} };

  it('ALLOW-1 AGT-20(3) the keys of the shared map are the list', () => {
    const raw = { agents: { defaults: { models }, entries: { a: {} } } };
    expect(allows(raw, 'main')).toBe(true);
    expect(allows(raw, 'anthropic/claude-opus-4-6')).toBe(true);
    expect(allows(raw, 'openai/gpt-4o')).toBe(false);
  });

  it('ALLOW-4 with the configured default and fallbacks', () => {
    const model = { primary: 'groq/p', fallbacks: ['groq/f'] };
    const raw = { agents: { defaults: { models, model }, entries: { a: {} } } };
    expect(allows(raw, 'groq/p')).toBe(true);
    expect(allows(raw, 'groq/f')).toBe(true);
    expect(
      allows(
        { agents: { defaults: { models, model, modelPolicy: { allow: ['openai/*'] } }, entries: { a: {} } } },
        'groq/p',
      ),
    ).toBe(false);
  });

  it.each([
    [
      'ALLOW-2 AGT-20(1) the policy of the agent',
      { modelPolicy: { allow: ['openai/o3'] } },
      { allow: ['groq/*'] },
      'openai/o3',
      true,
    ],
    [
      'ALLOW-2 AGT-20(1) an empty one allows any',
      { modelPolicy: { allow: [] } },
      { allow: ['groq/*'] },
      'openai/o3',
      true,
    ],
    ['ALLOW-2 AGT-20(2) the shared policy', {}, { allow: ['groq/*'] }, 'openai/gpt-5.4', false],
    ['AGT-20(3) an empty policy object ends the older rule', {}, {}, 'openai/o3', true],
  ])('%s', (...[, agent, modelPolicy, ref, allowed]) => {
    expect(allows({ agents: { defaults: { models, modelPolicy }, entries: { a: agent } } }, ref)).toBe(allowed);
  });

  it('AGT-20(3) not after the migration', () => {
    const raw = {
      meta: { migrations: { modelPolicyAllowlist: true } },
      agents: { defaults: { models }, entries: { a: {} } },
    };
    expect(allows(raw, 'openai/o3')).toBe(true);
  });

  it('AGT-20(4) without a map any model', () => {
    expect(allows({ agents: { entries: { a: {} } } }, 'openai/o3')).toBe(true);
  });
});

describe('modelDirectory', () => {
  it('REF-9 the default provider is the one of the configured primary, alias or not', () => {
    const snapshot = agents({ defaults: { model: 'top', models: { 'anthropic/claude-opus-4-6': { alias: 'top' } } } });
    expect(modelDirectory(snapshot).defaultProvider).toBe('anthropic');
  });

  it('REF-10 each agent has its own aliases over the shared ones', () => {
    const snapshot = agents({
      defaults: { models: { 'openai/gpt-5.4': { alias: 'x' } } },
      entries: { a: { models: { 'openai/o3': { alias: 'x' } } }, b: {} },
    });
    expect(parseModelRef('x', modelDirectory(snapshot, 'a'))?.model).toBe('o3');
    expect(parseModelRef('x', modelDirectory(snapshot, 'b'))?.model).toBe('gpt-5.4');
    expect(modelDirectory(snapshot, 'a')).toBe(modelDirectory(snapshot, 'a'));
  });
});

describe('workspaceDir', () => {
  it.each([
    ['the sole agent uses the shared folder itself', { defaults: { workspace: '~/w' } }, {}, 'main', '/home/u/w'],
    [
      'several agents have folders below',
      { defaults: { workspace: '/w' }, entries: { a: {}, b: {} } },
      {},
      'b',
      '/w/b',
    ],
    [
      'an own folder wins',
      { defaults: { workspace: '/w' }, entries: { a: { workspace: '~/own' }, b: {} } },
      {},
      'a',
      '/home/u/own',
    ],
    ['the environment comes after the config', {}, { OPENCLAW_WORKSPACE_DIR: '/e' }, 'main', '/e'],
    ['nothing set: the state directory', {}, {}, 'main', '/state/workspace'],
    ['nothing set, several agents', { entries: { a: {}, b: {} } }, {}, 'b', '/state/workspace-b'],
  ])('AGT-60 %s', (...[, raw, env, agentId, expected]) => {
    expect(workspaceDir(snapshotOf({ agents: raw }, env), agentId)).toBe(expected);
  });
});

describe('continuesMidStream', () => {
  const says = (midStream: boolean) => ({ clawmesh: { failover: { midStream } } });
  const ofA = (raw: object) => continuesMidStream(snapshotOf(raw).config, 'a');

  it('is off unless the agent, the shared settings or those of all agents turn it on, in this order', () => {
    expect(ofA({ agents: { entries: { a: {} } } })).toBe(false);
    expect(ofA({ ...says(true), agents: { entries: { a: {} } } })).toBe(true);
    expect(ofA({ ...says(true), agents: { defaults: says(false), entries: { a: {} } } })).toBe(false);
    expect(ofA({ agents: { defaults: says(false), entries: { a: says(true) } } })).toBe(true);
  });
});
