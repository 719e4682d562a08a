import type { Database } from './database.js';
import type { AuthProfileModel } from './generated/models.js';
import type { ProfileKeys } from './profile-keys.js';
import type { SecretBox } from './secret-box.js';
import {
  identityOf,
  type AuthProfile,
  type ProfilePlace,
  type ProfileSecret,
  type StoredOrder,
  type StoredProfile,
} from './stored-profile.js';

/** All of it at one moment. */
export interface StoredAuth {
  readonly profiles: readonly StoredProfile[];
  readonly orders: readonly StoredOrder[];
}

const everyAgent = '';
/** Of the moments that a database can be given as text. */
const lastMoment = Date.UTC(9999, 0);

/** The auth profiles of the installation, their secrets encrypted (PROF-5). */
export class ProfileStore {
  #isAway = false;

  constructor(
    private readonly database: Database,
    private readonly keys: ProfileKeys,
  ) {}

  /** Why there are no profiles here at all. Absent: there can be. */
  get missing(): string | undefined {
    return this.keys.missing;
  }

  /** For operators: whether there are profiles here. */
  status(): string {
    if (this.missing !== undefined) return `unavailable: ${this.missing}`;
    return this.#isAway ? 'database away' : 'ok';
  }

  /** Nothing, without a look at the database, while there is no key that anything could be encrypted with. */
  async load(): Promise<StoredAuth> {
    const box = await this.keys.existing();
    if (!box) return { profiles: [], orders: [] };
    try {
      const stored = await this.#read(box);
      this.#isAway = false;
      return stored;
    } catch (error) {
      this.#isAway = true;
      throw error;
    }
  }

  /** Replaces the one in its place. Returns its generation. */
  async put(profile: AuthProfile): Promise<number> {
    const box = await this.keys.required();
    const { agentId = everyAgent, profileId, provider, secret, copyToAgents = null } = profile;
    const { type, ...fields } = secret;
    const { keyId, ciphertext } = box.seal(JSON.stringify(fields), [agentId, profileId, provider, type]);
    const [expires, identity] = [expiryOf(secret), identityOf(secret) ?? null];
    const [row] = await this.database.client.$queryRaw<{ generation: bigint }[]>`
      INSERT INTO auth_profile AS stored
        (agent_id, profile_id, provider, type, ciphertext, key_id, expires, identity, copy_to_agents, updated_at)
      VALUES (${agentId}, ${profileId}, ${provider}, ${type}, ${ciphertext}, ${keyId}, ${expires}::timestamptz,
        ${identity}, ${copyToAgents}::boolean, now())
      ON CONFLICT (agent_id, profile_id) DO UPDATE SET
        provider = excluded.provider, type = excluded.type, ciphertext = excluded.ciphertext, key_id = excluded.key_id,
        expires = excluded.expires, identity = excluded.identity, copy_to_agents = excluded.copy_to_agents,
        generation = excluded.generation, updated_at = excluded.updated_at
      RETURNING generation`;
    return Number(row?.generation);
  }

  /** Whether it was there. */
  async remove({ agentId = everyAgent, profileId }: ProfilePlace): Promise<boolean> {
    const { count } = await this.database.client.authProfile.deleteMany({ where: { agentId, profileId } });
    return count > 0;
  }

  /** An empty list takes the order away. */
  async setOrder({ agentId = everyAgent, provider, profileIds }: StoredOrder): Promise<void> {
    const { authOrder } = this.database.client;
    const place = { agentId, provider };
    if (profileIds.length === 0) return void (await authOrder.deleteMany({ where: place }));
    const row = { profileIds: [...profileIds], updatedAt: new Date() };
    const where = { agentId_provider: place };
    await authOrder.upsert({ where, create: { ...place, ...row }, update: row });
  }

  async #read(box: SecretBox): Promise<StoredAuth> {
    const { authProfile, authOrder } = this.database.client;
    const rows = await authProfile.findMany({ orderBy: [{ agentId: 'asc' }, { profileId: 'asc' }] });
    const orders = await authOrder.findMany({ orderBy: [{ agentId: 'asc' }, { provider: 'asc' }] });
    return {
      profiles: rows.map((row) => toProfile(row, box)),
      orders: orders.map(({ agentId, provider, profileIds }) => ({ ...agentOf(agentId), provider, profileIds })),
    };
  }
}

function toProfile(row: AuthProfileModel, box: SecretBox): StoredProfile {
  const { agentId, profileId, provider, copyToAgents } = row;
  const type = row.type as ProfileSecret['type']; // only `put` writes it, and the ciphertext is bound to it
  const plain = box.open(row, [agentId, profileId, provider, type]);
  return {
    ...agentOf(agentId),
    ...{ profileId, provider, type },
    ...(plain !== undefined && { secret: { type, ...(JSON.parse(plain) as object) } as ProfileSecret }),
    ...(copyToAgents !== null && { copyToAgents }),
    generation: Number(row.generation),
    updatedAt: row.updatedAt.getTime(),
  };
}

const agentOf = (agentId: string) => (agentId === everyAgent ? {} : { agentId });

/** For queries; what counts is in the secret, where a wrong one can be told (PROF-6). */
function expiryOf(secret: ProfileSecret): Date | null {
  if (secret.type === 'api_key' || secret.expires === undefined) return null;
  return secret.expires > 0 && secret.expires <= lastMoment ? new Date(secret.expires) : null;
}
