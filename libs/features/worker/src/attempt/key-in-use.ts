import { collectCredentials } from '../credentials/collect-credentials.js';
import type { ProfileProblem } from '../credentials/profiles/read-profile.js';
import { SecretFiles } from '../credentials/secret-files.js';
import type { AttemptPlan, PlannedCredential, PlanSources } from './attempt-plan.js';

export interface KeyUser {
  readonly agentId: string;
  readonly plan: Pick<AttemptPlan, 'route' | 'madeFrom'>;
  readonly credential: Pick<PlannedCredential, 'keyId' | 'source' | 'type'>;
}

/** The credential that a call is under way with. */
export class KeyInUse {
  readonly #user: KeyUser;
  /** In which it is. */
  #seenIn: AttemptPlan['madeFrom'];

  constructor(user: KeyUser) {
    this.#user = user;
    this.#seenIn = user.plan.madeFrom;
  }

  get keyId(): string {
    return this.#user.credential.keyId;
  }

  /** Whether a config or a view of the profiles that is new has no such credential any more (CRED-8). */
  isRevoked({ config, profiles, now }: PlanSources): boolean {
    const madeFrom = { snapshot: config.current(), profiles: profiles.current() };
    const { snapshot, profiles: view } = this.#seenIn;
    if (madeFrom.snapshot === snapshot && madeFrom.profiles === view) return false;
    this.#seenIn = madeFrom;
    return isGone(this.#user, madeFrom, now());
  }
}

/** The route stays as it was: a provider that moves elsewhere takes no key away. */
function isGone({ agentId, plan, credential }: KeyUser, madeFrom: AttemptPlan['madeFrom'], now: number): boolean {
  // That nothing was needed is nothing to take away.
  if (credential.type === 'none') return false;
  const files = new SecretFiles();
  const readFile = (path: string): string | undefined => files.read(path);
  const pool = collectCredentials({ ...madeFrom, route: plan.route, agentId, now, readFile });
  if (pool.isUnavailable) return false;
  const { usable, problems } = pool.profiles ?? { usable: new Map(), problems: new Map<string, ProfileProblem>() };
  const left = [...pool.credentials, ...usable.values()];
  if (left.some(({ keyId }) => keyId === credential.keyId)) return false;
  // What cannot be read now, or used for new calls, may still be there.
  return ![...problems].some(
    ([profileId, problem]) =>
      problem === 'unresolved_ref' || (profileId === credential.source && problem !== 'profile_missing'),
  );
}
