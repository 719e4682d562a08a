import { createSnapshot, newNotes } from '../load/create-snapshot.js';
import { secretValues } from '../secret-values.js';
import { embeddingSettings } from './embedding-settings.js';

const snapshotOf = (raw: object, env = {}, notes = newNotes()) =>
  createSnapshot({ raw, env, stateDir: '/nowhere' }, notes);
const settingsOf = (raw: object) => embeddingSettings(snapshotOf(raw), 'a');

describe('embeddingSettings', () => {
  it.each([
    ['nothing said', {}],
    ['auto', { memory: { search: { provider: 'auto' } } }],
    ['memory search turned off', { memory: { search: { enabled: false } } }],
  ])('HTTP-95 %s: openai', (_, raw) => {
    expect(settingsOf(raw)).toEqual({ provider: 'openai', remote: {} });
  });

  it('HTTP-101 an agent overrides the shared settings key by key', () => {
    const raw = {
      memory: {
        search: {
          provider: 'Voyage',
          model: 'm',
          outputDimensionality: 256,
          remote: { baseUrl: 'https://x', apiKey: 'k' },
        },
      },
      agents: {
        defaults: { memory: { search: { inputType: 'query' } } },
        entries: { a: { memory: { search: { model: 'own', remote: { apiKey: 'mine' } } } } },
      },
    };
    expect(settingsOf(raw)).toEqual({
      provider: 'voyage',
      model: 'own',
      dimensions: 256,
      inputType: 'query',
      remote: { baseUrl: 'https://x', apiKey: 'mine' },
    });
  });

  it('is one object per agent and config', () => {
    const snapshot = snapshotOf({ agents: { entries: { a: {} } } });
    expect(embeddingSettings(snapshot, 'a')).toBe(embeddingSettings(snapshot, 'a'));
  });
});

describe('memory', () => {
  it('CFG-12 what other versions do with it is accepted, and said aloud', () => {
    const notes = newNotes();
    const raw = {
      memory: { backend: 'x', search: { store: {}, model: 'm' } },
      agents: { list: [{ id: 'a', memory: { search: { chunking: {} } } }] },
    };
    expect(embeddingSettings(snapshotOf(raw, {}, notes), 'a').model).toBe('m');
    expect(notes.warnings.filter((warning) => warning.includes('memory'))).toEqual([
      'memory.backend: accepted, but this version does not use it',
      'memory.search.store: accepted, but this version does not use it',
      'agents.list[0].memory.search.chunking: accepted, but this version does not use it',
    ]);
  });

  it('CFG-20 its key may be a reference, CFG-25 and is a secret', () => {
    const raw = { memory: { search: { remote: { apiKey: '$EMBED', headers: { 'x-api-key': 'header-secret' } } } } };
    const snapshot = snapshotOf(raw, { EMBED: 'long-enough-secret' });
    expect(embeddingSettings(snapshot, 'main').remote.apiKey).toBe('long-enough-secret');
    expect(secretValues(snapshot)).toEqual(expect.arrayContaining(['long-enough-secret', 'header-secret']));
  });

  it('CFG-6 a key whose variable is not set does not exist', () => {
    const raw = { agents: { entries: { a: { memory: { search: { remote: { apiKey: '${MISSING}' } } } } } } };
    expect(settingsOf(raw).remote).toEqual({});
  });

  it('a wrong type is an issue', () => {
    expect(() => snapshotOf({ memory: { search: { outputDimensionality: 0 } } })).toThrow('outputDimensionality');
  });
});

describe('an embedding endpoint whose secret cannot be had', () => {
  it('CFG-24 is unavailable, unless a later block has a key of its own', () => {
    const remote = { baseUrl: 'https://r' };
    const entries = { plain: {}, own: { memory: { search: { remote: { apiKey: 'k' } } } } };
    const raw = { memory: { search: { remote } }, agents: { entries } };
    const snapshot = {
      ...createSnapshot({ raw, env: {}, stateDir: '/s' }),
      unavailable: new Map([['memory.search.remote', 'no such file']]),
    };
    expect(embeddingSettings(snapshot, 'plain').isUnavailable).toBe(true);
    expect(embeddingSettings(snapshot, 'own').isUnavailable).toBeUndefined();
  });
});
