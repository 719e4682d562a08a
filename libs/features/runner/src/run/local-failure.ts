import type { Failure } from '@clawmesh/contracts';
import type { Candidate } from '../model/candidate-chain.js';

const local = (reason: Failure['reason'], code: string, message: string): Failure => ({
  reason,
  code,
  message,
  origin: 'local',
});

/** What can go wrong on our side of a run: never given to the classifier of upstream errors (ERR-47). */
export const localFailures = {
  runDeadline: local('timeout', 'run_deadline', 'the run took longer than its time limit'),
  runnerLost: local('timeout', 'runner_lost', 'the run was interrupted after a part of the answer was sent'),
  workerLost: local('timeout', 'worker_lost', 'the model call was interrupted'),
  workerSilent: local('timeout', 'worker_silent', 'no worker took the model call up in time'),
  noWorkers: local('overloaded', 'no_workers', 'no worker is available'),
  unknownAgent: local('format', 'unknown_agent', 'the agent does not exist any more'),
  unknownModel: local('format', 'unknown_model', 'the requested model is no model reference'),
  // HTTP status 404, which only this reason lets through (AM-9).
  unknownPrevious: {
    ...local('session_expired', 'previous_response_not_found', 'the previous response was not found'),
    status: 404,
  },
  storeUnavailable: local('overloaded', 'session_store_unavailable', 'the conversation store cannot be reached'),
  unauthenticatedJob: local('unknown', 'unauthenticated_job', 'internal error'),
  internal: local('unknown', 'internal_error', 'internal error'),
} as const;

/** SEL-13: says what to change. */
export function noImageInput({ provider, model, key }: Candidate): Failure {
  const message =
    `The model "${key}" takes no images. If it does, its row in models.providers.${provider}.models ` +
    `(id "${model}") must say so: input: ["text","image"].`;
  return { ...local('format', 'no_image_input', message), provider, model };
}

/** META-6. */
export function noRoomToWork({ provider, model, key }: Candidate): Failure {
  const message =
    `The context window of the model "${key}" is too small to work in. Raise contextTokens or contextWindow of its ` +
    `row in models.providers.${provider}.models (id "${model}").`;
  return { ...local('format', 'context_window_too_small', message), provider, model };
}

/** THINK-3: a word that no level goes by, with those that do. */
export function unknownEffort({ provider, model, key }: Candidate, levels: readonly string[]): Failure {
  const message = `reasoning_effort: the model "${key}" supports ${levels.join(', ')}.`;
  return { ...local('format', 'unsupported_reasoning_effort', message), provider, model };
}
