import { createSnapshot, editRawConfig, type ConfigEdit, type RawConfigFile } from '@clawmesh/config';
import { exitCodeOf, stateOf, type ModelsReport } from './check-models.js';
import { findModel } from './find-model.js';
import { aliasEdits, beginsAllowlist, fallbackEdits, primaryEdits } from './model-edits.js';
import { modelLines, tokensText } from './model-lines.js';
import { modelRows } from './model-rows.js';

const snapshotOf = (raw: object) => createSnapshot({ raw, env: {}, stateDir: '/state' });
const fileOf = (root: object): RawConfigFile => ({
  path: '/f',
  text: JSON.stringify(root),
  root: root as RawConfigFile['root'],
});
const after = (root: object, edit: (file: RawConfigFile) => readonly ConfigEdit[]) =>
  editRawConfig(fileOf(root), edit(fileOf(root))).root;

const noCredentials = { sources: new Map(), mayBeMore: false };

describe('models set', () => {
  it('CLI-31 writes the form with fallbacks, keeps them, and ensures an entry', () => {
    const set = (root: object) => after(root, (file) => primaryEdits(file, 'openai/gpt-5.4'));
    const models = { 'openai/gpt-5.4': {} };
    expect(set({})).toEqual({ agents: { defaults: { model: { primary: 'openai/gpt-5.4' }, models } } });
    expect(set({ agents: { defaults: { model: 'a/b', models: { 'OpenAI/gpt-5.4': { alias: 'g' } } } } })).toEqual({
      agents: { defaults: { model: { primary: 'openai/gpt-5.4' }, models: { 'OpenAI/gpt-5.4': { alias: 'g' } } } },
    });
    const fallbacks = ['a/b'];
    expect(set({ agents: { defaults: { model: { primary: 'c/d', fallbacks }, models } } })).toEqual({
      agents: { defaults: { model: { primary: 'openai/gpt-5.4', fallbacks }, models } },
    });
  });

  it('CLI-31 knows providers, aliases, and what is in no list', () => {
    const snapshot = snapshotOf({
      agents: { defaults: { models: { 'mine/m': { alias: 'Fast' } } } },
      models: { providers: { mine: { baseUrl: 'http://127.0.0.1:1/v1', models: [{ id: 'm' }] } } },
      plugins: { entries: { mistral: { enabled: false } } },
    });
    expect(findModel('fast', snapshot)).toEqual({ key: 'mine/m', provider: 'mine', model: 'm' });
    expect(findModel('openai/gpt-5.4', snapshot).warning).toBeUndefined();
    expect(findModel('openai/no-such', snapshot).warning).toContain('in no list of models');
    expect(() => findModel('nobody/m', snapshot)).toThrow("there is no provider 'nobody'");
    expect(() => findModel('mistral/mistral-large-latest', snapshot)).toThrow('plugins enable mistral');
    expect(() => findModel('/x', snapshot)).toThrow('names no model');
  });

  it('AGT-20 tells when the entry begins a list of what clients may choose', () => {
    expect(beginsAllowlist(fileOf({}))).toBe(true);
    expect(beginsAllowlist(fileOf({ agents: { defaults: { models: { 'a/b': {} } } } }))).toBe(false);
    expect(beginsAllowlist(fileOf({ agents: { defaults: { modelPolicy: {} } } }))).toBe(false);
  });
});

describe('fallbacks and aliases', () => {
  it('CLI-34 fallbacks keep a primary that is written as a text', () => {
    expect(after({ agents: { defaults: { model: 'a/b' } } }, (file) => fallbackEdits(file, ['c/d']))).toEqual({
      agents: { defaults: { model: { primary: 'a/b', fallbacks: ['c/d'] }, models: { 'c/d': {} } } },
    });
  });

  it('CLI-34 an alias moves from one model to another, and goes', () => {
    const root = { agents: { defaults: { models: { 'a/b': { alias: 'Fast' }, 'c/d': {} } } } };
    expect(after(root, (file) => aliasEdits(file, 'fast', 'c/d'))).toEqual({
      agents: { defaults: { models: { 'a/b': {}, 'c/d': { alias: 'fast' } } } },
    });
    expect(after(root, (file) => aliasEdits(file, 'fast', undefined))).toEqual({
      agents: { defaults: { models: { 'a/b': {}, 'c/d': {} } } },
    });
    expect(aliasEdits(fileOf(root), 'none', undefined)).toEqual([]);
  });
});

describe('models list', () => {
  const snapshot = snapshotOf({
    agents: {
      defaults: {
        model: { primary: 'mine/m', fallbacks: ['openai/gpt-5.4'] },
        models: { 'openai/gpt-5.4': { alias: 'g' }, 'openai/*': {} },
      },
    },
    models: {
      providers: {
        mine: {
          baseUrl: 'http://127.0.0.1:1/v1',
          models: [{ id: 'm', contextWindow: 200_000, contextTokens: 128_000, input: ['text', 'image'] }],
        },
      },
    },
  });

  it('CLI-30 shows what is configured, with its window, its place and its marks', () => {
    const rows = modelRows({ snapshot, credentials: noCredentials, all: false });
    expect(modelLines(rows, { paint: (text) => text, width: 200 })).toEqual([
      'Model           Input       Ctx        Local  Auth  Tags',
      'mine/m          text+image  128k/200k  yes    yes   default',
      'openai/gpt-5.4  text+image  272k       no     no    fallback#1,alias:g',
    ]);
  });

  it('CLI-30 says `-` where it cannot know, and has the whole catalogue on demand', () => {
    const rows = modelRows({ snapshot, credentials: { ...noCredentials, mayBeMore: true }, all: true });
    expect(rows.find(({ key }) => key === 'openai/gpt-5.4')).not.toHaveProperty('auth');
    expect(rows.length).toBeGreaterThan(20);
    const disabled = snapshotOf({ models: { disabled: ['anthropic'] } });
    const left = modelRows({ snapshot: disabled, credentials: noCredentials, all: true });
    expect(left.some(({ provider }) => provider === 'anthropic')).toBe(false);
    expect(modelLines([], { paint: (text) => text, width: 80 })).toEqual(['No models.']);
  });

  it.each([
    [512, '512'],
    [8_192, '8k'],
    [262_144, '262k'],
    [999_600, '1M'],
    [1_050_000, '1.05M'],
  ])('%i tokens are %s', (tokens, text) => expect(tokensText(tokens)).toBe(text));
});

describe('models status --check', () => {
  const report: ModelsReport = {
    ...{ agent: 'main', default: 'a/b', fallbacks: [], aliases: [] },
    credentials: [{ provider: 'a', state: 'known', sources: ['A_API_KEY'] }],
    profiles: [],
  };
  const profile = { profileId: 'a:b', provider: 'a', type: 'token', generation: 1, updatedAt: 0 } as const;
  const shown = (expires: number) => ({ ...profile, isReadable: true, isReference: false, expires });

  it('CLI-32 exits with 1 for what is missing or over, with 2 for what soon will be', () => {
    const ending = (state: 'ok' | 'expiring' | 'expired' | 'unreadable') =>
      exitCodeOf({ ...report, profiles: [{ profileId: 'a:b', provider: 'a', state }] });
    expect(exitCodeOf(report)).toBe(0);
    expect(exitCodeOf({ ...report, credentials: [{ provider: 'a', state: 'missing', sources: [] }] })).toBe(1);
    expect([ending('ok'), ending('expiring'), ending('expired'), ending('unreadable')]).toEqual([0, 2, 1, 1]);
  });

  it('CLI-32 a token is about to expire for its last day', () => {
    const day = 86_400_000;
    expect([stateOf(shown(2 * day), 0), stateOf(shown(day - 1), 0), stateOf(shown(1), 1)]).toEqual([
      'ok',
      'expiring',
      'expired',
    ]);
    expect(stateOf({ ...profile, isReadable: false, isReference: false }, 0)).toBe('unreadable');
  });
});
