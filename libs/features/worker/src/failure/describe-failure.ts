import { failurePolicies, type Failure } from '@clawmesh/contracts';
import type { Redact } from '@clawmesh/telemetry';
import type { Route } from '@clawmesh/providers';
import { classifyFailure, type Classification, type FailureEvidence } from './classify-failure.js';

const maxMessageChars = 2_000;
/** A longer wait is no advice (RA-6). */
const longestWaitMs = 24 * 60 * 60_000;
/** The quota of a subscription may come back next month (COOL-16). */
const longestResetMs = 32 * longestWaitMs;

/** What a client may read of this route's errors: no credential, no address (ERR-8, FAIL-34). */
export type Sanitize = (text: string) => string;

/** A failed call: what the runner and the client learn, and what the key ring needs. */
export interface CallFailure {
  readonly failure: Failure;
  readonly rotatesKey: boolean;
  readonly scope: Classification['scope'];
}

/** Strips the route's own host from texts; hosts in a vendor's advice to its users stay readable. */
export function createSanitize(route: Route, redact: Redact): Sanitize {
  const { host, hostname, origin } = new URL(route.baseUrl);
  const addresses = [...new Set([route.baseUrl, origin, host, hostname])];
  const escaped = addresses.map((address) => address.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const own = new RegExp(`(?:https?://)?(?:${escaped.join('|')})(?::\\d+)?(?:/[^\\s"'<>)]*)?`, 'gi');
  return (text) => redact(text.replace(own, '[upstream]')).slice(0, maxMessageChars);
}

export interface FailedCall {
  readonly evidence: FailureEvidence;
  readonly route: Route;
  readonly sanitize: Sanitize;
  readonly now: number;
}

/** Classifies a failed call, once, and makes the redacted data that leaves the worker. */
export function describeFailure({ evidence, route, sanitize, now }: FailedCall): CallFailure {
  const verdict = classifyFailure(evidence, now);
  const code = verdict.refusal ? 'content_filter' : evidence.codes[0];
  const failure: Failure = {
    reason: verdict.reason,
    message: sanitize(messageOf(evidence, verdict)),
    origin: 'upstream',
    provider: route.provider,
    model: route.model,
    ...(evidence.status !== undefined && { status: evidence.status }),
    ...(code !== undefined && { code: sanitize(code) }),
    ...(evidence.type !== undefined && { type: sanitize(evidence.type) }),
    ...(verdict.overflow && { overflow: verdict.overflow }),
    // The other models of this provider fail the same way (FAIL-9).
    ...(verdict.scope === 'provider' && { isOfProvider: true }),
    ...(isOfModel(verdict) && { isOfModel: true }),
    ...waitOf(verdict, evidence),
  };
  return { failure, rotatesKey: verdict.rotatesKey, scope: verdict.scope };
}

const isOfModel = ({ reason, scope }: Classification): boolean =>
  scope === 'model' && failurePolicies[reason].windowScope === 'key';

function waitOf({ retryAfterMs, longWindow, ceiling }: Classification, evidence: FailureEvidence): Partial<Failure> {
  const longestMs = isSubscriptionLimit(evidence) ? longestResetMs : longestWaitMs;
  return {
    ...(retryAfterMs !== undefined && retryAfterMs <= longestMs && { retryAfterMs }),
    ...(longWindow && { longWindow }),
    ...(ceiling && { ceiling }),
  };
}

function isSubscriptionLimit({ codes, type }: FailureEvidence): boolean {
  return type === 'usage_limit_reached' || codes.includes('usage_limit_reached');
}

function messageOf({ message, status }: FailureEvidence, { isHtml }: Classification): string {
  if (isHtml) return 'The upstream answered with an HTML page instead of the API.';
  return (
    message.trim() ||
    (status === undefined ? 'The upstream gave no answer.' : `The upstream answered ${status} without a message.`)
  );
}
