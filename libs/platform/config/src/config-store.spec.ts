import { ConfigStore } from './config-store.js';
import { createSnapshot } from './load/create-snapshot.js';

const withPort = (port: number) => createSnapshot({ raw: { gateway: { port } }, env: {}, stateDir: '/s' });

describe('ConfigStore', () => {
  const [one, two, three] = [withPort(1), withPort(2), withPort(3)];

  it('CFG-34 a run in flight finds the config it began under; an unknown one is the current one', () => {
    const store = new ConfigStore(one);
    store.replace(two);
    expect(store.current()).toBe(two);
    expect(store.of(one.revision)).toBe(one);
    expect(store.of(three.revision)).toBe(two);
  });

  it('CFG-34 keeps only so many', () => {
    const store = new ConfigStore(one);
    for (let port = 10; port < 17; port++) store.replace(withPort(port));
    expect(store.of(one.revision)).toBe(one);
    store.replace(withPort(17));
    expect(store.of(one.revision)).toBe(store.current());
  });

  it('a config with other secrets and the same revision takes the place of the one before', () => {
    const store = new ConfigStore(one);
    const rotated = { ...one };
    store.replace(rotated);
    expect(store.of(one.revision)).toBe(rotated);
  });

  it('CFG-35 a process that is behind looks at once, and goes on when the config is here', async () => {
    const store = new ConfigStore(one);
    expect(store.caughtUp(two.revision)).toBeUndefined(); // nobody brings configs
    const missed: string[] = [];
    store.supplyFrom({
      look: () => setImmediate(() => store.replace(two)),
      missed: (revision) => missed.push(revision),
    });
    expect(store.caughtUp(one.revision)).toBeUndefined();
    await store.caughtUp(two.revision);
    expect(store.of(two.revision)).toBe(two);
    expect(store.caughtUp(two.revision)).toBeUndefined();
    expect(missed).toEqual([]);
  });

  it('CFG-35 it goes on all the same if the config does not come, says so once, and does not wait again', async () => {
    const store = new ConfigStore(one);
    const missed: string[] = [];
    store.supplyFrom({ look: () => undefined, missed: (revision) => missed.push(revision), longestWaitMs: 1 });
    await Promise.all([store.caughtUp(two.revision), store.caughtUp(two.revision)]);
    expect(missed).toEqual([two.revision]);
    expect(store.caughtUp(two.revision)).toBeUndefined();
    store.replace(three);
    await store.caughtUp(two.revision); // the files moved on: it might have been next
    expect(missed).toEqual([two.revision, two.revision]);
  });
});
