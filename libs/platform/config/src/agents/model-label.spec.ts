import { createSnapshot } from '../load/create-snapshot.js';
import { modelLabel } from './model-label.js';

const raw = {
  agents: {
    defaults: { model: { primary: 'openai/gpt-new', fallbacks: ['z.ai/glm-9'] }, models: { 'openrouter/a/b': {} } },
    entries: { sales: { model: 'mine/small' } },
  },
  models: { providers: { mine: { baseUrl: 'https://mine.example', models: [{ id: 'big' }] } } },
};
const snapshot = createSnapshot({ raw, env: {}, stateDir: '/nowhere' });

describe('modelLabel', () => {
  it.each([
    ['of the catalogue', 'openai', 'gpt-5.5'],
    ['of a configured provider', 'mine', 'big'],
    ['an agent runs on', 'openai', 'gpt-new'],
    ['an agent falls back on', 'zai', 'glm-9'],
    ['of the map of models', 'openrouter', 'a/b'],
    ['of one agent', 'mine', 'small'],
  ])('HTTP-168 names a model %s', (_, provider, model) =>
    expect(modelLabel(snapshot, { provider, model }).model).toBe(model),
  );

  it('HTTP-168 what clients make up is other, so that it cannot fill the memory', () => {
    expect(modelLabel(snapshot, { provider: 'openai', model: 'gpt-made-up' })).toEqual({
      provider: 'openai',
      model: 'other',
    });
    expect(modelLabel(snapshot, { provider: 'nobody', model: 'x' })).toEqual({ provider: 'other', model: 'other' });
  });
});
