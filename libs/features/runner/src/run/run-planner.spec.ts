import { createSnapshot, type ConfigSnapshot } from '@clawmesh/config';
import { answers, Stage } from '../__fixtures__/stage.js';

const withModel = (model: string): ConfigSnapshot =>
  createSnapshot({ raw: { agents: { defaults: { model } } }, env: {}, stateDir: '/nowhere' });

describe('the config of a run', () => {
  it('CFG-34 is the one it was admitted under, while that is known', async () => {
    const stage = await Stage.with([answers, answers, answers]);
    const admitted = stage.config.current().revision;
    const next = withModel('c/n');
    stage.config.replace(next);
    for (const configRevision of [admitted, next.revision, 'of another gateway']) await stage.run({ configRevision });
    expect(stage.models).toEqual(['a/p', 'c/n', 'c/n']);
    expect(stage.jobs.map(({ configRevision }) => configRevision)).toEqual([admitted, next.revision, next.revision]);
  });

  it('CFG-35 is waited for where the runner is behind', async () => {
    const stage = await Stage.with([answers]);
    const next = withModel('c/n');
    stage.config.supplyFrom({ look: () => setImmediate(() => stage.config.replace(next)), missed: () => undefined });
    await stage.run({ configRevision: next.revision });
    expect(stage.models).toEqual(['c/n']);
  });
});
