import type { Database } from './database.js';
import { givenProfileKeys, noProfileKeys } from './profile-keys.js';
import { ProfileStore } from './profile-store.js';
import type { AuthProfile, ProfileSecret, StoredProfile } from './stored-profile.js';

const keyOf = (byte: number) => `${byte}:${Buffer.alloc(32, byte).toString('hex')}`;
const anApiKey: ProfileSecret = { type: 'api_key', key: 'sk-contract-secret' };

function aProfile(overrides: Partial<AuthProfile> = {}): AuthProfile {
  return { profileId: 'openai:work', provider: 'openai', secret: anApiKey, ...overrides };
}

/** `database` is migrated and has no profiles. */
export function describeProfileStore(driver: string, database: () => Database): void {
  describe(`ProfileStore on ${driver}`, () => {
    const store = (keys = keyOf(1)) => new ProfileStore(database(), givenProfileKeys(keys));
    const profiles = async (keys?: string) => (await store(keys).load()).profiles;
    const idsOf = (found: readonly StoredProfile[]) =>
      found.map(({ agentId, profileId }) => [agentId ?? '', profileId].join(' '));

    afterEach(async () => {
      await database().client.authProfile.deleteMany();
      await database().client.authOrder.deleteMany();
    });

    it.each<ProfileSecret>([
      anApiKey,
      { type: 'api_key', keyRef: { source: 'env', id: 'SOME_KEY' } },
      { type: 'token', tokenRef: '${SOME_TOKEN}', expires: Number.MAX_SAFE_INTEGER },
      { type: 'token', token: 'sk-é', expires: 1_800_000_000_123 },
      {
        ...{ type: 'oauth', access: 'a', refresh: 'r', expires: 1_800_000_000_123 },
        ...{ email: 'a@b.c', accountId: 'x', projectId: 'p', enterpriseUrl: 'https://e' },
      },
    ])('PROF-1 PROF-5 keeps %j', async (secret) => {
      const generation = await store().put(aProfile({ secret, copyToAgents: false }));
      const [stored, ...others] = await profiles();
      const { updatedAt, ...rest } = stored ?? { updatedAt: 0 };
      expect(rest).toEqual({ ...aProfile({ secret, copyToAgents: false }), type: secret.type, generation });
      expect(others).toEqual([]);
      expect(Math.abs(updatedAt - Date.now())).toBeLessThan(60_000);
    });

    it('PROF-5 nothing of a secret is readable in the database, but whose it is and until when', async () => {
      const expires = 1_800_000_000_123;
      const secret = { type: 'oauth', access: 'contract-access', refresh: 'contract-refresh', expires } as const;
      await store().put(aProfile({ secret: { ...secret, email: 'a@b.c' } }));
      const [row] = await database().client.authProfile.findMany();
      expect(row).toMatchObject({ keyId: '1', type: 'oauth', identity: 'a@b.c', expires: new Date(expires) });
      const seen = [row?.ciphertext ?? '', Buffer.from(row?.ciphertext ?? '', 'base64').toString('latin1')];
      expect(seen.join()).not.toMatch(/contract|a@b/);
    });

    it('PROF-4 PROF-5 the shared one and that of an agent are two', async () => {
      await store().put(aProfile());
      await store().put(aProfile({ agentId: 'coder' }));
      await store().put(aProfile({ secret: { type: 'api_key', key: 'sk-other' } }));
      expect(idsOf(await profiles())).toEqual([' openai:work', 'coder openai:work']);
      expect((await profiles())[0]?.secret).toEqual({ type: 'api_key', key: 'sk-other' });
      expect(await store().remove({ agentId: 'coder', profileId: 'openai:work' })).toBe(true);
      expect(await store().remove({ agentId: 'coder', profileId: 'openai:work' })).toBe(false);
      expect(idsOf(await profiles())).toEqual([' openai:work']);
    });

    it('PROF-5 every write has a generation of its own, also after a removal', async () => {
      const generations = [await store().put(aProfile()), await store().put(aProfile())];
      await store().remove(aProfile());
      generations.push(await store().put(aProfile()), await store().put(aProfile({ profileId: 'openai:home' })));
      expect(new Set(generations).size).toBe(4);
      expect((await profiles()).map(({ generation }) => generation)).toEqual([generations[3], generations[2]]);
    });

    it('PROF-5 older keys still decrypt, the newest encrypts, and without the right one there is no secret', async () => {
      await store(keyOf(1)).put(aProfile());
      expect((await profiles(`${keyOf(2)},${keyOf(1)}`))[0]?.secret).toEqual(anApiKey);
      const [locked] = await profiles(keyOf(2));
      expect(locked).toMatchObject({ profileId: 'openai:work', provider: 'openai', type: 'api_key' });
      expect(locked?.secret).toBeUndefined();
      await store(`${keyOf(2)},${keyOf(1)}`).put(aProfile());
      expect((await profiles(keyOf(2)))[0]?.secret).toEqual(anApiKey);
    });

    it.each([{ provider: 'groq' }, { profileId: 'openai:home' }, { agentId: 'coder' }, { type: 'token' }])(
      'PROF-5 a secret that was moved to %j does not open',
      async (data) => {
        await store().put(aProfile());
        await database().client.authProfile.updateMany({ data });
        expect((await profiles())[0]?.secret).toBeUndefined();
      },
    );

    it('ORD-1 keeps an order for all agents, and one of an agent', async () => {
      const order = { provider: 'openai', profileIds: ['openai:b', 'openai:a'] };
      await store().setOrder({ ...order, profileIds: ['openai:x'] });
      await store().setOrder(order);
      await store().setOrder({ ...order, agentId: 'coder' });
      expect((await store().load()).orders).toEqual([order, { ...order, agentId: 'coder' }]);
      await store().setOrder({ provider: 'openai', profileIds: [] });
      expect((await store().load()).orders).toEqual([{ ...order, agentId: 'coder' }]);
    });

    it('without keys there are no profiles, and none can be stored', async () => {
      await store().put(aProfile());
      const locked = new ProfileStore(database(), noProfileKeys('no key'));
      expect(await locked.load()).toEqual({ profiles: [], orders: [] });
      expect([locked.status(), store().status()]).toEqual(['unavailable: no key', 'ok']);
      await expect(locked.put(aProfile())).rejects.toThrow('no key');
    });
  });
}
