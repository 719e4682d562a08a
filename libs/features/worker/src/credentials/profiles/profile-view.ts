import type { StoredAuth, StoredProfile } from '@clawmesh/storage';

/** The auth profiles as one worker knows them. It never changes: another one takes its place. */
export class ProfileView {
  readonly #owners: ReadonlySet<string>;

  constructor(readonly stored: StoredAuth) {
    this.#owners = new Set([...stored.profiles, ...stored.orders].flatMap(({ agentId }) => agentId ?? []));
  }

  /** Every agent that has profiles or orders of its own. */
  get owners(): ReadonlySet<string> {
    return this.#owners;
  }

  /** What an agent can use, by id: its own before the shared one (PROF-4). */
  profiles(agentId: string): ReadonlyMap<string, StoredProfile> {
    const { profiles } = this.stored;
    const shared = profiles.filter((profile) => profile.agentId === undefined);
    const own = profiles.filter((profile) => profile.agentId === agentId);
    return new Map([...shared, ...own].map((profile) => [profile.profileId, profile]));
  }

  /** ORD-1: the stored order of an agent, or else of all. Undefined: there is none. */
  order(agentId: string, provider: string): readonly string[] | undefined {
    const orders = this.stored.orders.filter((order) => order.provider === provider);
    const order =
      orders.find((candidate) => candidate.agentId === agentId) ?? orders.find(({ agentId: owner }) => !owner);
    return order?.profileIds;
  }
}

export const noProfiles = new ProfileView({ profiles: [], orders: [] });
