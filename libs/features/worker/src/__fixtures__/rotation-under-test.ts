import { createSnapshot } from '@clawmesh/config';
import { InProcessKeyRing, type KeyCandidate, keyRingSettings } from '@clawmesh/coordination';
import { UpstreamClient } from '@clawmesh/http';
import { resolveRoute } from '@clawmesh/providers';
import { replyJson, startUpstream, type Upstream } from '@clawmesh/testing';
import { buildPlan, type PlannedCredential } from '../attempt/attempt-plan.js';
import { rotateKeys, type FailedCall, type KeyDemand } from '../attempt/rotate-keys.js';
import { noProfiles } from '../credentials/profiles/profile-view.js';
import { askUpstream, type AskResult } from '../upstream/ask-upstream.js';

export interface RotationUnderTest {
  readonly upstream: Upstream;
  readonly ring: InProcessKeyRing;
  /** How long it waited before another credential; none of it really passes. */
  readonly waits: number[];
  /** Why it went on with another credential. */
  readonly rotations: FailedCall['failure']['reason'][];
  /** Aborts what is under way. */
  readonly abort: AbortController;
  onWait(): void;
  rotate(demand?: Partial<KeyDemand>): Promise<AskResult>;
  /** The names of the credentials that called, in order. */
  used(): string[];
  close(): Promise<void>;
}

/**
 * A pool of credentials, stored profiles (`P…`) and plain keys by their names, before a real upstream that answers well
 * until told otherwise.
 */
export async function startRotation(names: readonly string[], raw: object = {}): Promise<RotationUnderTest> {
  const upstream = await startUpstream(replyJson(200, {}));
  const client = new UpstreamClient();
  const providers = { openai: { baseUrl: upstream.url, apiKey: 'unused' } };
  const snapshot = createSnapshot({ raw: { models: { providers }, ...raw }, env: {}, stateDir: '/nowhere' });
  const route = resolveRoute(snapshot.config.models, 'openai', 'gpt-5.5');
  const built = buildPlan({ snapshot, profiles: noProfiles, agentId: 'main', now: Date.now() }, route);
  if ('problem' in built) throw new Error(built.message);
  const candidates = names.map(candidateOf);
  const credentialOf = (keyId: string): PlannedCredential => ({
    ...{ keyId, source: keyId, type: 'api_key' },
    headers: { authorization: keyId },
    route: built.route,
  });
  const credentials = new Map(names.map((keyId) => [keyId, credentialOf(keyId)]));
  const plan = { ...built, credentials };
  const ring = new InProcessKeyRing({ now: Date.now, settings: () => keyRingSettings(snapshot.config) });
  const request = { path: '/chat/completions', headers: {}, body: '{}' };
  const underTest: RotationUnderTest = {
    upstream,
    ring,
    waits: [],
    rotations: [],
    abort: new AbortController(),
    onWait: () => undefined,
    rotate: (demand = {}) => {
      const { signal } = underTest.abort;
      return rotateKeys<AskResult>({
        keyRing: ring,
        demand: { provider: 'openai', model: 'gpt-5.5', deadlineAt: Date.now() + 60_000, ...demand },
        keys: { candidates },
        plan,
        signal,
        call: (credential) =>
          askUpstream({ client, plan, credential, request, timeoutMs: 1_000, now: Date.now }, signal),
        mayGoOn: () => !signal.aborted,
        wait: (ms) => {
          underTest.waits.push(ms);
          underTest.onWait();
          return Promise.resolve();
        },
        onRotation: ({ failure }) => underTest.rotations.push(failure.reason),
      });
    },
    used: () => upstream.requests.map(({ headers }) => String(headers.authorization)),
    close: async () => {
      await client.close();
      await upstream.close();
    },
  };
  return underTest;
}

/** Profiles take turns, and sessions stay on theirs (ORD-3, ORD-8); plain keys follow in their order. */
function candidateOf(keyId: string, place: number): KeyCandidate {
  const isProfile = keyId.startsWith('P');
  return { keyId, source: keyId, rank: isProfile ? 0 : 1 + place, isProfile, isSticky: isProfile };
}
