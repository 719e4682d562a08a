import type { Database } from './database.js';
import { WindowStore, type WindowRecord } from './window-store.js';

const now = Date.UTC(2026, 0, 2);
const hour = 3_600_000;

function aRecord(overrides: Partial<WindowRecord> = {}): WindowRecord {
  return { keyId: 'env:openai:1', provider: 'openai', until: now + 8 * hour, record: '{"gen":1}', ...overrides };
}

/** `database` is migrated and has no windows. */
export function describeWindowStore(driver: string, database: () => Database): void {
  describe(`WindowStore on ${driver}`, () => {
    const store = () => new WindowStore(database());

    it('CLU-27 gives the windows of a provider that are still open, to the character', async () => {
      const odd = '{"lastError":"a\\u0000 é \u2028 \\ud800"}';
      await store().save([
        aRecord(),
        aRecord({ keyId: 'env:openai:2', record: odd }),
        aRecord({ keyId: 'env:openai:3', until: now }),
        aRecord({ keyId: 'env:groq:1', provider: 'groq' }),
      ]);
      expect(await store().load('openai', now)).toEqual(['{"gen":1}', odd]);
      expect(await store().load('openai', now + 9 * hour)).toEqual([]);
    });

    it('CLU-27 the newest record of a key replaces the one before, also to end its window', async () => {
      await store().save([aRecord({ record: 'old' }), aRecord({ record: 'new' })]);
      expect(await store().load('openai', now)).toContain('new');
      await store().save([aRecord({ record: 'over', until: 0 })]);
      expect(await store().load('openai', now)).not.toContain('over');
    });

    it('survives many workers that save the same keys at once', async () => {
      const keyIds = ['a', 'b', 'c', 'd'];
      const saveInOrder = (order: readonly string[]) =>
        store().save(order.map((keyId) => aRecord({ keyId, provider: 'busy', record: keyId })));
      await Promise.all([keyIds, keyIds.toReversed(), keyIds, keyIds.toReversed()].map(saveInOrder));
      expect(await store().load('busy', now)).toEqual(keyIds);
    });
  });
}
