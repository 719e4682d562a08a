import { ConfigError } from '../config-error.js';
import type { Environment } from '../config-snapshot.js';
import { createSnapshot } from './create-snapshot.js';

const snapshotOf = (raw: unknown, env: Environment = {}) => createSnapshot({ raw, env, stateDir: '/state' });

function issuesOf(raw: unknown): string[] {
  try {
    snapshotOf(raw);
  } catch (error) {
    if (error instanceof ConfigError) return error.issues.map(({ path, reason }) => `${path}: ${reason}`);
    throw error;
  }
  return [];
}

const warningsOf = (raw: unknown) => snapshotOf(raw).report.warnings;

describe('createSnapshot', () => {
  it('CFG-2 an empty file has every default', () => {
    const { config } = snapshotOf({});
    expect(config.gateway.port).toBe(18_789);
    expect(config.models).toEqual({ mode: 'merge', providers: {} });
    expect(config.agents.entries).toEqual([{ id: 'main' }]);
    expect(config.gateway.http.endpoints).toMatchObject({
      chatCompletions: { enabled: false, images: { allowUrl: false, maxBytes: 10_485_760 } },
      responses: {
        enabled: false,
        maxUrlParts: 8,
        files: { maxBytes: 5_242_880, pdf: { maxPages: 4 } },
        images: { allowUrl: true },
      },
    });
  });

  it('is frozen to the last leaf', () => {
    const { config } = snapshotOf({ agents: { entries: { a: { params: { x: { y: [1] } } } } } });
    const y = (config.agents.entries[0]?.params?.x as { y: number[] }).y;
    expect(() => y.push(2)).toThrow('not extensible');
  });

  it('CFG-35 the revision depends on what the file says, not on its order, nor on what a service sees', () => {
    const one = { gateway: { port: 1, auth: { token: '${T}' } } };
    const two = { gateway: { auth: { token: '${T}' }, port: 1 } };
    const revision = (raw: unknown, token: string) => snapshotOf(raw, { T: token }).revision;
    expect(revision(one, 'a')).toBe(revision(two, 'a'));
    expect(revision(one, 'a')).toBe(revision(one, 'b'));
    expect(revision({ gateway: { auth: { token: 'a' } } }, '')).not.toBe(
      revision({ gateway: { auth: { token: 'b' } } }, ''),
    );
    expect(revision(one, 'a')).toMatch(/^[0-9a-f]{64}$/);
  });

  it('CFG-10 CFG-11 every issue is reported with its path', () => {
    const raw = {
      $schema: 'https://x',
      gatewy: {},
      gateway: { port: 'x', prot: 1, auth: { mode: 'basic' } },
      models: { providers: { mine: { models: [{ id: 'm', contextWindow: -1 }] } } },
      agents: { entries: { Bot: { modle: 'x', model: 5 } } },
    };
    expect(issuesOf(raw)).toEqual(
      expect.arrayContaining([
        'gatewy: unknown key, did you mean "gateway"?',
        expect.stringMatching(/^gateway\.port: /),
        'gateway.prot: unknown key, did you mean "port"?',
        expect.stringMatching(/^gateway\.auth\.mode: /),
        expect.stringMatching(/^models\.providers\.mine\.models\[0\]\.contextWindow: /),
        'agents.entries.bot.modle: unknown key, did you mean "model"?',
        'agents.entries.bot.model: expected "provider/model" or { primary, fallbacks }',
      ]),
    );
  });

  it('CFG-11 what only the whole can tell is reported beside mistakes of single keys', () => {
    const raw = { gateway: { bind: 'custom', port: 0, prot: 1 }, clawmesh: { defaults: { model: 'gpt' } } };
    expect(issuesOf(raw).map((issue) => issue.split(':')[0])).toEqual([
      'gateway.port',
      'gateway.prot',
      'gateway.customBindHost',
      'clawmesh.defaults.model',
    ]);
  });

  it.each([[], 'x', null, 3])('CFG-2 a file that is %j is refused', (raw) => {
    expect(issuesOf(raw)).toEqual([': expected one object']);
  });

  it('CFG-10 what looks like a prototype is an unknown key', () => {
    const raw: unknown = JSON.parse('{"gateway": {"__proto__": {"port": 1}}, "constructor": {}}');
    expect(issuesOf(raw)).toEqual(expect.arrayContaining([expect.stringMatching(/^constructor: unknown key/)]));
  });

  it('CFG-12 sections without meaning are listed once, whatever they hold', () => {
    const { report } = snapshotOf({ channels: 3, cron: { x: [] } });
    expect(report.ignoredSections).toEqual(['channels', 'cron']);
  });

  it('says which valid sections and agent keys it does not use', () => {
    const warnings = warningsOf({
      session: {},
      agents: { defaults: { imageModel: 'x' }, entries: { a: { identity: {} } } },
    });
    expect(warnings).toEqual([
      'session: accepted, but this version does not use it',
      'agents.defaults.imageModel: accepted, but this version does not use it',
      'agents.entries.a.identity: accepted, but this version does not use it',
    ]);
  });
});

describe('variables', () => {
  it('CFG-8 both forms of the env block work, values are literal', () => {
    const raw = {
      env: { KIMI_API_KEY: 'k', vars: { OTHER: '${HOME}' }, shellEnv: { enabled: true } },
      gateway: { auth: { token: '${KIMI_API_KEY}' } },
    };
    const { env, config } = snapshotOf(raw, { HOME: '/h' });
    expect(env).toMatchObject({ KIMI_API_KEY: 'k', OTHER: '${HOME}' });
    expect(config.gateway.auth.token).toBe('k');
  });

  it('CFG-7 the process environment wins over env.vars', () => {
    expect(snapshotOf({ env: { A: 'file' } }, { A: 'process' }).env.A).toBe('process');
  });

  it('CFG-8 a value that is no text is an issue', () => {
    expect(issuesOf({ env: { A: 1 } })).toEqual([expect.stringMatching(/^env\.vars\.A: /)]);
  });

  it('CFG-6 a credential whose variable is not set does not exist; the warning names both', () => {
    const provider = { baseUrl: 'https://x.example', apiKey: '${NOPE}', headers: { 'x-key': 'a ${NOPE}', 'x-b': 'b' } };
    const { config, report } = snapshotOf({ models: { providers: { mine: provider } } });
    expect(config.models.providers.mine).toEqual({ baseUrl: 'https://x.example', headers: { 'x-b': 'b' } });
    expect(report.warnings).toContain('models.providers.mine.apiKey: the variable NOPE is not set');
  });

  it('CFG-20 $NAME is a reference where a credential stands, and text elsewhere', () => {
    const raw = {
      models: { providers: { mine: { baseUrl: 'https://x', apiKey: '$K' } } },
      agents: { defaults: { systemPrompt: '$K' } },
    };
    const { config } = snapshotOf(raw, { K: 'v' });
    expect(config.models.providers.mine?.apiKey).toBe('v');
    expect(config.agents.defaults.systemPrompt).toBe('$K');
  });
});

describe('older forms (CFG-13)', () => {
  it('AGT-1 agents.list is read in order, with default: true', () => {
    const { config } = snapshotOf({ agents: { list: [{ id: 'Ops' }, { id: 'dev', default: true, name: 'Dev' }] } });
    expect(config.agents.entries).toEqual([{ id: 'ops' }, { id: 'dev', default: true, name: 'Dev' }]);
  });

  it('AGT-1 entries win over list', () => {
    const { config } = snapshotOf({ agents: { entries: { a: {} }, list: [{ id: 'b' }] } });
    expect(config.agents.entries.map((agent) => agent.id)).toEqual(['a']);
  });

  it('AGT-2 ids are folded; bad and duplicate ones are issues', () => {
    expect(issuesOf({ agents: { entries: { Main: {}, main: {}, 'a b': {} } } })).toEqual([
      'agents.entries.main: another agent has the id "main" already',
      'agents.entries.a b: "a b" is no agent id: use a-z, 0-9, "_" and "-"',
    ]);
    expect(issuesOf({ agents: { list: [{}] } })).toEqual([expect.stringMatching(/^agents\.list\[0\]: /)]);
  });

  it('AGT-4 warns when no agent is the default', () => {
    expect(warningsOf({ agents: { entries: { a: {}, b: {} } } })).toEqual([
      expect.stringContaining('none is the default'),
    ]);
  });

  it('embeddedHarness and agentRuntime are ignored', () => {
    const warnings = warningsOf({
      agents: {
        defaults: {
          embeddedHarness: { runtime: 'codex' },
          models: { 'openai/gpt-5.4': { agentRuntime: { id: 'codex' } } },
        },
      },
    });
    expect(warnings).toEqual([
      'agents.defaults.embeddedHarness: ignored, agents run in clawmesh itself',
      'agents.defaults.models.openai/gpt-5.4.agentRuntime: only clawmesh itself can run this model',
    ]);
  });

  it('gateway.reload words of older files', () => {
    const raw = { gateway: { reload: { mode: 'hot', debounceMs: 5, deferralTimeoutMs: 5 } } };
    expect(snapshotOf(raw).config.gateway.reload).toEqual({ mode: 'hybrid' });
    expect(warningsOf(raw)).toHaveLength(3);
  });

  it.each([
    ['0.0.0.0', 'lan'],
    ['127.0.0.1', 'loopback'],
    ['localhost', 'loopback'],
  ])('gateway.bind %s is refused with the right word', (bind, word) => {
    expect(issuesOf({ gateway: { bind } })).toEqual([`gateway.bind: "${bind}" is an address; write "${word}"`]);
  });

  it('CFG-62 tailnet is refused; custom needs an IPv4 address', () => {
    expect(issuesOf({ gateway: { bind: 'tailnet' } })).toHaveLength(1);
    expect(issuesOf({ gateway: { bind: 'custom' } })).toEqual([expect.stringMatching(/^gateway\.customBindHost: /)]);
    expect(issuesOf({ gateway: { bind: 'custom', customBindHost: 'host' } })).toHaveLength(1);
    expect(issuesOf({ gateway: { bind: 'custom', customBindHost: '10.0.0.1' } })).toEqual([]);
  });

  it('REF-4 provider ids are one spelling everywhere', () => {
    const { config } = snapshotOf({
      models: { providers: { 'Z.AI': { baseUrl: 'https://api.z.ai' } } },
      auth: { order: { 'z-ai': ['zai:a'] }, profiles: { 'zai:a': { provider: 'z.ai', mode: 'api_key' } } },
      agents: { defaults: { models: { 'z.ai/glm-5.1': {}, 'OpenAI/*': {} } } },
    });
    expect(Object.keys(config.models.providers)).toEqual(['zai']);
    expect(config.auth).toMatchObject({
      order: { zai: ['zai:a'] },
      profiles: { 'zai:a': { provider: 'zai', mode: 'api_key' } },
    });
    expect(Object.keys(config.agents.defaults.models ?? {})).toEqual(['zai/glm-5.1', 'openai/*']);
  });

  it('REF-4 two spellings of one provider are an issue', () => {
    expect(issuesOf({ models: { providers: { zai: {}, 'z.ai': {} } } })).toEqual([
      'models.providers.z.ai: another entry is for the provider "zai" already',
    ]);
  });
});

describe('cross-checks (CFG-14)', () => {
  it('META-8 an api nobody knows is an issue, one that comes later a warning', () => {
    const provider = (api: string) => ({ models: { providers: { mine: { baseUrl: 'https://x', api } } } });
    expect(issuesOf(provider('openai'))).toEqual([
      expect.stringContaining('unknown api; supported: openai-completions'),
    ]);
    expect(warningsOf(provider('google-vertex'))).toEqual([expect.stringContaining('not supported by this version')]);
  });

  it('the same model twice is an issue', () => {
    const models = [{ id: 'm' }, { id: 'm' }];
    expect(issuesOf({ models: { providers: { mine: { baseUrl: 'https://x', models } } } })).toEqual([
      'models.providers.mine.models[1].id: "m" is there twice',
    ]);
  });

  it('ALLOW-8 says which allowed models cannot be read, and what that means', () => {
    const allow = (...entries: string[]) => ({ agents: { defaults: { modelPolicy: { allow: entries } } } });
    expect(warningsOf(allow('openai/', 'openai/o3'))).toEqual(['allowed models: "openai/" cannot be read; ignored']);
    expect(warningsOf(allow('openai/'))).toEqual(['allowed models: "openai/" cannot be read; any model is allowed']);
  });

  it('REF-11 the built-in model has a provider', () => {
    expect(issuesOf({ clawmesh: { defaults: { model: 'gpt' } } })).toEqual([
      'clawmesh.defaults.model: expected "provider/model"',
    ]);
  });

  it('AGT-40 maxConcurrent is floored and at least 1', () => {
    expect(snapshotOf({ agents: { defaults: { maxConcurrent: 4.7 } } }).config.agents.defaults.maxConcurrent).toBe(4);
    expect(issuesOf({ agents: { defaults: { maxConcurrent: 0 } } })).toHaveLength(1);
  });

  it('CFG-14 limits have their ranges, and agents that are named must exist', () => {
    const defaults = {
      compaction: { recentTurnsPreserve: 13 },
      subagents: { maxSpawnDepth: 6, maxChildrenPerAgent: 0, allowAgents: ['Main', 'ghost'] },
    };
    const raw = { agents: { defaults, entries: { main: { subagents: { allowAgents: ['*', 'nobody'] } } } } };
    expect(issuesOf(raw).map((issue) => issue.split(':')[0])).toEqual([
      'agents.defaults.subagents.maxSpawnDepth',
      'agents.defaults.subagents.maxChildrenPerAgent',
      'agents.defaults.compaction.recentTurnsPreserve',
      'agents.defaults.subagents.allowAgents[1]',
      'agents.entries.main.subagents.allowAgents[1]',
    ]);
    const within = { compaction: { recentTurnsPreserve: 0 }, subagents: { ...defaults.subagents, maxSpawnDepth: 5 } };
    within.subagents.maxChildrenPerAgent = 20;
    expect(issuesOf({ agents: { ...raw.agents, defaults: within } })).toEqual([
      'agents.defaults.subagents.allowAgents[1]: there is no agent "ghost"',
      'agents.entries.main.subagents.allowAgents[1]: there is no agent "nobody"',
    ]);
  });

  it('CFG-25 patterns of what to hide are regular expressions', () => {
    expect(issuesOf({ logging: { redactPatterns: ['emp-\\d+', '('] } })).toEqual([
      'logging.redactPatterns[1]: is not a regular expression',
    ]);
  });

  it('CFG-60 a port is 1 to 65535', () => {
    expect(issuesOf({ gateway: { port: 0 } })).toHaveLength(1);
    expect(issuesOf({ gateway: { port: 65_536 } })).toHaveLength(1);
  });
});
