import type { Failure, ModelCall } from '@clawmesh/contracts';
import type { Route } from '@clawmesh/providers';
import { callUpstream } from '../upstream/call-upstream.js';
import type { CallResult, UpstreamOrder } from '../upstream/upstream-order.js';
import { repairs, type Repair, type SentCall } from './repairs.js';

/** The call of one attempt, with the repairs that its failures asked for: they stay for the next key. */
export class RepairedCall {
  readonly #made = new Set<Repair>();
  readonly #original: SentCall;
  #sent: SentCall;

  constructor(call: ModelCall) {
    this.#original = { call, compat: {} };
    this.#sent = this.#original;
  }

  /** The order as it is to be sent now. */
  applyTo(order: UpstreamOrder): UpstreamOrder {
    if (this.#sent === this.#original) return order;
    const { credential } = order;
    return { ...order, call: this.#sent.call, credential: { ...credential, route: this.#routeOf(credential.route) } };
  }

  /** The name of the repair, if the failure is one that a different request may not have. */
  repairAfter(failure: Failure, route: Route): string | undefined {
    if (failure.origin !== 'upstream') return undefined;
    for (const repair of repairs) {
      if (this.#made.has(repair) || repair.reason !== failure.reason || !repair.test(failure)) continue;
      const sent = repair.repair(this.#sent, failure, this.#routeOf(route));
      if (!sent) continue;
      if (!repair.repeats) this.#made.add(repair);
      this.#sent = sent;
      return repair.name;
    }
    return undefined;
  }

  #routeOf(route: Route): Route {
    const { compat, maxTokens } = this.#sent;
    const entry = maxTokens === undefined ? route.entry : { ...route.entry, maxTokens };
    return { ...route, entry, compat: { ...route.compat, ...compat } };
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
  for (;;) {
    order.frames.restart();
    const result = await callUpstream(repaired.applyTo(order), signal);
    if (result.status !== 'failed' || !mayGoOn()) return result;
    const name = repaired.repairAfter(result.failure, order.credential.route);
    if (name === undefined) return result;
    onRepair(name);
  }
}
