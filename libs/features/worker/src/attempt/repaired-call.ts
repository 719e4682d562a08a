import type { Failure, ModelCall } from '@clawmesh/contracts';
import type { Route } from '@clawmesh/providers';
import { callUpstream } from '../upstream/call-upstream.js';
import type { CallResult, UpstreamOrder } from '../upstream/upstream-order.js';
import { repairs, type SentCall } from './repairs.js';

/** The call of one attempt, with the repairs that its failures asked for: each is made once, and stays for the next key. */
export class RepairedCall {
  readonly #left = new Set(repairs);
  readonly #original: SentCall;
  #sent: SentCall;

  constructor(call: ModelCall) {
    this.#original = { call, compat: {} };
    this.#sent = this.#original;
  }

  get call(): ModelCall {
    return this.#sent.call;
  }

  routeOf(route: Route): Route {
    if (this.#sent === this.#original) return route;
    const { compat, maxTokens } = this.#sent;
    const entry = maxTokens === undefined ? route.entry : { ...route.entry, maxTokens };
    return { ...route, entry, compat: { ...route.compat, ...compat } };
  }

  /** The name of the repair, if the failure is one that a different request may not have. */
  repairAfter(failure: Failure, route: Route): string | undefined {
    if (failure.origin !== 'upstream') return undefined;
    for (const repair of this.#left) {
      if (repair.reason !== failure.reason || !repair.test(failure)) continue;
      this.#left.delete(repair);
      const sent = repair.repair(this.#sent, failure, this.routeOf(route));
      if (!sent) continue;
      this.#sent = sent;
      return repair.name;
    }
    return undefined;
  }
}

interface RepairableCall {
  readonly order: UpstreamOrder;
  readonly repaired: RepairedCall;
  /** Nothing was shown, nobody left, and there is time. */
  mayGoOn(): boolean;
  onRepair(name: string): void;
}

/** Sends the request again, with the same key, as long as the upstream says what is wrong with it (FAIL-15, ERR-38). */
export async function callWithRepairs(
  { order, repaired, mayGoOn, onRepair }: RepairableCall,
  signal: AbortSignal,
): Promise<CallResult> {
  const { credential } = order;
  for (;;) {
    const asked = {
      ...order,
      call: repaired.call,
      credential: { ...credential, route: repaired.routeOf(credential.route) },
    };
    order.frames.restart();
    const result = await callUpstream(asked, signal);
    if (result.status !== 'failed' || !mayGoOn()) return result;
    const name = repaired.repairAfter(result.failure, credential.route);
    if (name === undefined) return result;
    onRepair(name);
  }
}
