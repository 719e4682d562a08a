import { continuesMidStream, findAgent, type ConfigSnapshot } from '@clawmesh/config';
import { hasScope, type AgentRun, type Requester } from '@clawmesh/contracts';
import { checkAgentAllowed } from '../auth/roles.js';
import type { RemoteFiles } from '../dispatch/remote-files.js';
import { missingScope } from '../http/request-error.js';
import { selectAgent } from './agent-target.js';
import { nonBlank } from './json-value.js';
import { readContractHeaders, type ContractHeaders, type RequestHeaders } from './request-headers.js';
import { parseSessionKey, sessionKey, type SessionSurface } from './session-key.js';

/** A request whose body was read, on its way to become a run. */
export interface RunIntake {
  readonly body: unknown;
  /** The body as it was sent, if reading it may have rounded numbers. */
  readonly bodyText?: string | undefined;
  readonly request: RequestHeaders;
  readonly requester: Requester;
  readonly snapshot: ConfigSnapshot;
  readonly gatewayId: string;
  readonly runId: string;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly inputs: IntakeInputs;
}

/** What an intake needs when it has to wait for something, such as a download. */
export interface IntakeInputs {
  readonly remoteFiles: RemoteFiles;
  /** Aborts when the client leaves (HTTP-94a). */
  signal(): AbortSignal;
  /** Rejects when the caller may not ask any more (HTTP-20, AUTH-74). */
  checkAuthority(): Promise<unknown>;
}

/** The headers that choose agent, session and model; a model may be chosen by admins only (HTTP-45). */
export function readRunHeaders({ request, requester }: Pick<RunIntake, 'request' | 'requester'>): ContractHeaders {
  const headers = readContractHeaders(request);
  if (headers.model !== undefined && !hasScope(requester.scopes, 'operator.admin'))
    throw missingScope('operator.admin');
  return headers;
}

export interface TargetQuestion {
  /** As in the body; absent counts as `openclaw`. */
  readonly model: string | undefined;
  readonly user: unknown;
  readonly headers: ContractHeaders;
  /** Chat completions, if nothing is said. */
  readonly surface?: SessionSurface;
}

export type RunTarget = Pick<AgentRun, 'agentId' | 'sessionKey' | 'hasNamedSession'>;

/** Which agent answers, and in which session (HTTP-40, SES-1…13). */
export function readRunTarget(question: TargetQuestion, intake: RunIntake): RunTarget {
  const { headers, model = 'openclaw', surface = 'chat' } = question;
  const explicit = headers.sessionKey === undefined ? undefined : parseSessionKey(headers.sessionKey);
  const asked = { model, header: headers.agent, sessionAgent: explicit?.agentId };
  const { agentId, named } = selectAgent(asked, intake.snapshot);
  checkAgentAllowed(intake.requester, agentId, intake.snapshot);
  const user = nonBlank(question.user);
  const session = { agentId, agentNamed: named, explicit, user, surface, freshId: intake.runId };
  const hasNamedSession = explicit !== undefined || user !== undefined;
  return { agentId, sessionKey: sessionKey(session), ...(hasNamedSession && { hasNamedSession }) };
}

type FailoverFields = Pick<AgentRun, 'continuesMidStream'>;

/** What the agent's config says of answers that break off. One that does not stream is given again. */
export function readFailover({ snapshot }: RunIntake, agentId: string, isStream: boolean): FailoverFields {
  return isStream && continuesMidStream(snapshot.config, agentId) ? { continuesMidStream: true } : {};
}

/** AM-12: the agent's own budget, else the shared one, else the HTTP API's. Epoch milliseconds. */
export function runDeadline(
  { snapshot: { config }, now }: Pick<RunIntake, 'snapshot' | 'now'>,
  agentId: string,
): number {
  const agent = findAgent(config, agentId);
  const seconds = agent?.timeoutSeconds ?? config.agents.defaults.timeoutSeconds ?? config.clawmesh.http.timeoutSeconds;
  // TIME-1: 0 means none; a day is as good, and a number every service can compare.
  return now + (seconds || 86_400) * 1_000;
}
