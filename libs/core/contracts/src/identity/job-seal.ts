import { createHmac, createSecretKey, timingSafeEqual, type KeyObject } from 'node:crypto';
import type { AgentRun } from '../bus/agent-run.js';
import type { KeyOrderRequest } from '../bus/key-board.js';

const leastKeyChars = 32;

/**
 * Vouches for the requester of a job: only a process with the key can have made it (AUTH-82). Bound to what a job with
 * that requester may be used for: the run, its deadline, its gateway, its agent, session and model.
 */
export class JobSeal {
  readonly #newest: KeyObject;
  readonly #keys: readonly KeyObject[];

  private constructor(keys: readonly [KeyObject, ...KeyObject[]]) {
    this.#newest = keys[0];
    this.#keys = keys;
  }

  /** Keys of 32 characters and more, the newest first, separated by commas. Throws an error that never shows one. */
  static of(text: string): JobSeal {
    const [newest, ...older] = text.split(',').map((key) => readKey(key.trim()));
    if (!newest) throw new Error('holds no key');
    return new JobSeal([newest, ...older]);
  }

  ofRun(run: AgentRun): string {
    return sign(this.#newest, factsOfRun(run));
  }

  holdsRun(run: AgentRun): boolean {
    return this.#holds(run.seal, factsOfRun(run));
  }

  ofKeyOrder(order: KeyOrderRequest): string {
    return sign(this.#newest, factsOfOrder(order));
  }

  holdsKeyOrder(order: KeyOrderRequest): boolean {
    return this.#holds(order.seal, factsOfOrder(order));
  }

  #holds(seal: string | undefined, facts: string): boolean {
    if (seal === undefined) return false;
    const given = Buffer.from(seal);
    return this.#keys.some((key) => {
      const expected = Buffer.from(sign(key, facts));
      return given.length === expected.length && timingSafeEqual(given, expected);
    });
  }
}

function readKey(key: string): KeyObject {
  if (key.length < leastKeyChars) throw new Error(`takes keys of ${String(leastKeyChars)} characters and more`);
  return createSecretKey(key, 'utf8');
}

/** What differs in any part has another text: JSON says where each ends. */
function factsOfRun(run: AgentRun): string {
  const { method, subject, isOwner, scopes } = run.requester;
  const { runId, deadlineAt, gatewayId, agentId, sessionKey, previousRunId, modelOverride } = run;
  const use = [runId, deadlineAt, gatewayId, agentId, sessionKey, previousRunId ?? null, modelOverride ?? null];
  return JSON.stringify(['run', 1, method, subject, isOwner, scopes, use]);
}

function factsOfOrder({ order, keys, orderedBy, deadlineAt }: KeyOrderRequest): string {
  const names = keys.map(({ keyId, provider }) => [keyId, provider]);
  return JSON.stringify(['key-order', 1, order, names, orderedBy, deadlineAt]);
}

function sign(key: KeyObject, facts: string): string {
  return createHmac('sha256', key).update(facts).digest('base64url');
}
