export type { BroadcastChannel, Channel, InboxChannel, RequestChannel, WorkQueueChannel } from './bus/channel.js';
export { channels } from './bus/channels.js';
export type { AgentRun } from './bus/agent-run.js';
export type { AttemptJob } from './bus/attempt-job.js';
export type { AttemptOutcome, AttemptReply } from './bus/attempt-outcome.js';
export type { ModelEvent, RunEnd, RunEvent } from './bus/run-event.js';
export type { RunFrame } from './bus/run-frame.js';
export type { RunCancel } from './bus/run-cancel.js';
export type { EmbeddingJob, EmbeddingReply } from './bus/embedding-job.js';
export type { CallCountRequest, CountReply, PromptCountRequest } from './bus/prompt-count.js';
export type { RemoteFileReply, RemoteFileRequest } from './bus/remote-file.js';
export type { BoardKey, KeyBoardReply, KeyBoardRequest, KeyOrderReply, KeyOrderRequest } from './bus/key-board.js';
export type { KeyHealth } from './bus/key-health.js';
export type { RunClaim, RunClaimReply } from './bus/run-claim.js';
export type { FailoverState, RunProgress } from './bus/run-progress.js';
export type {
  CacheControl,
  ContentPart,
  FilePart,
  ImagePart,
  OpenAiPart,
  TextPart,
} from './conversation/content-part.js';
export type { FinishReason } from './conversation/finish-reason.js';
export type {
  AssistantMessage,
  Message,
  ReasoningBlock,
  SystemMessage,
  ToolMessage,
  UserMessage,
} from './conversation/message.js';
export type { ModelCall, ResponseFormat, Sampling } from './conversation/model-call.js';
export type { ToolCall, ToolChoice, ToolDefinition } from './conversation/tool.js';
export { messageEvents } from './bus/message-events.js';
export { turnSteps, type TurnStep } from './conversation/turn-steps.js';
export { addUsage, noUsage, type Usage } from './conversation/usage.js';
export type { Failure } from './failure/failure.js';
export { failureReasonSchema, type FailureReason } from './failure/failure-reason.js';
export type { FailureScope } from './failure/failure-scope.js';
export { failurePolicies } from './failure/failure-policy.js';
export { mayRetrySameModel } from './failure/may-retry-same-model.js';
export { retryDelayMs } from './failure/retry-delay.js';
export { commonScopes, fullScopes, hasScope, knownScopes } from './identity/scopes.js';
export { JobSeal } from './identity/job-seal.js';
export { ownerOf, type Requester } from './identity/requester.js';
