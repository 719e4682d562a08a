import { agentRunSchema, type AgentRun } from './agent-run.js';
import { attemptJobSchema, type AttemptJob } from './attempt-job.js';
import { attemptReplySchema, type AttemptReply } from './attempt-outcome.js';
import type { BroadcastChannel, InboxChannel, RequestChannel, WorkQueueChannel } from './channel.js';
import { embeddingJobSchema, embeddingReplySchema, type EmbeddingJob, type EmbeddingReply } from './embedding-job.js';
import { failedAuthSchema, type FailedAuth } from './failed-auth.js';
import {
  keyBoardReplySchema,
  keyBoardRequestSchema,
  keyOrderReplySchema,
  keyOrderSchema,
  type KeyBoardReply,
  type KeyBoardRequest,
  type KeyOrderReply,
  type KeyOrderRequest,
} from './key-board.js';
import { keyHealthSchema, type KeyHealth } from './key-health.js';
import {
  callCountRequestSchema,
  countReplySchema,
  promptCountRequestSchema,
  type CallCountRequest,
  type CountReply,
  type PromptCountRequest,
} from './prompt-count.js';
import {
  remoteFileReplySchema,
  remoteFileRequestSchema,
  type RemoteFileReply,
  type RemoteFileRequest,
} from './remote-file.js';
import { runCancelSchema, type RunCancel } from './run-cancel.js';
import { runClaimReplySchema, runClaimSchema, type RunClaim, type RunClaimReply } from './run-claim.js';
import { runFrameSchema, type RunFrame } from './run-frame.js';
import { runProgressSchema, type RunProgress } from './run-progress.js';

const agentRuns: WorkQueueChannel<AgentRun> = {
  kind: 'workQueue',
  name: 'agent-runs',
  subject: 'v1.runs',
  stream: 'RUNS',
  consumer: 'runner',
  purpose: 'A client request to answer. The message id is the run id.',
  schema: agentRunSchema,
};

const attempts: RequestChannel<AttemptJob, AttemptReply> = {
  kind: 'request',
  delivery: 'queue',
  name: 'attempts',
  subject: 'v1.attempts',
  consumer: 'worker',
  purpose: 'One model call to make. Replies are heartbeats, then one outcome.',
  schema: attemptJobSchema,
  replySchema: attemptReplySchema,
};

const runFrames: InboxChannel<RunFrame> = {
  kind: 'inbox',
  name: 'run-frames',
  subject: 'v1.frames',
  consumer: 'gateway',
  purpose: 'Run events, from the worker (or the runner, when it ends a run) to the gateway that has the client.',
  schema: runFrameSchema,
};

const runProgress: InboxChannel<RunProgress> = {
  kind: 'inbox',
  name: 'run-progress',
  subject: 'v1.progress',
  consumer: 'gateway',
  purpose: 'How far a run came in its chain, after a failed attempt: kept for a runner that takes it over.',
  schema: runProgressSchema,
};

const runClaims: RequestChannel<RunClaim, RunClaimReply> = {
  kind: 'request',
  delivery: 'addressed',
  name: 'run-claims',
  subject: 'v1.claims',
  consumer: 'gateway',
  purpose: 'May a run still be answered, anew or from what was shown? Fences off its earlier attempts.',
  schema: runClaimSchema,
  replySchema: runClaimReplySchema,
};

const runCancels: BroadcastChannel<RunCancel> = {
  kind: 'broadcast',
  name: 'run-cancels',
  subject: 'v1.cancel',
  consumer: 'runner and worker',
  purpose: 'Stop working on a run.',
  schema: runCancelSchema,
};

const embeddings: RequestChannel<EmbeddingJob, EmbeddingReply> = {
  kind: 'request',
  delivery: 'queue',
  name: 'embeddings',
  subject: 'v1.embeddings',
  consumer: 'worker',
  purpose: 'Texts to embed. Replies are signs of life, then one result.',
  schema: embeddingJobSchema,
  replySchema: embeddingReplySchema,
};

const remoteFiles: RequestChannel<RemoteFileRequest, RemoteFileReply> = {
  kind: 'request',
  delivery: 'queue',
  name: 'remote-files',
  subject: 'v1.files',
  consumer: 'worker',
  purpose: 'A URL of a request to fetch: the gateway itself cannot reach out.',
  schema: remoteFileRequestSchema,
  replySchema: remoteFileReplySchema,
};

const promptCounts: RequestChannel<PromptCountRequest, CountReply> = {
  kind: 'request',
  delivery: 'queue',
  name: 'prompt-counts',
  subject: 'v1.counts.prompts',
  consumer: 'runner',
  purpose: 'How many tokens would the first model call of this run read?',
  schema: promptCountRequestSchema,
  replySchema: countReplySchema,
};

const callCounts: RequestChannel<CallCountRequest, CountReply> = {
  kind: 'request',
  delivery: 'queue',
  name: 'call-counts',
  subject: 'v1.counts.calls',
  consumer: 'worker',
  purpose: 'How many tokens would this model call read?',
  schema: callCountRequestSchema,
  replySchema: countReplySchema,
};

const keyBoard: RequestChannel<KeyBoardRequest, KeyBoardReply> = {
  kind: 'request',
  delivery: 'queue',
  name: 'key-board',
  subject: 'v1.keys.board',
  consumer: 'worker',
  purpose: 'How are the keys? For operators.',
  schema: keyBoardRequestSchema,
  replySchema: keyBoardReplySchema,
};

const keyOrders: RequestChannel<KeyOrderRequest, KeyOrderReply> = {
  kind: 'request',
  delivery: 'queue',
  name: 'key-orders',
  subject: 'v1.keys.orders',
  consumer: 'worker',
  purpose: 'Keys that an operator resets, disables or enables.',
  schema: keyOrderSchema,
  replySchema: keyOrderReplySchema,
};

const keyHealth: BroadcastChannel<KeyHealth> = {
  kind: 'broadcast',
  name: 'key-health',
  subject: 'v1.keys.health',
  consumer: 'worker',
  purpose: 'Windows of keys have opened or ended. Workers that lose Redis go by it.',
  schema: keyHealthSchema,
};

const failedAuth: BroadcastChannel<FailedAuth> = {
  kind: 'broadcast',
  name: 'failed-auth',
  subject: 'v1.auth.failed',
  consumer: 'gateway',
  purpose: 'A client presented credentials that did not match, is locked out for it, or proved itself.',
  schema: failedAuthSchema,
};

/** Every subject of the product, once. A subject string anywhere else is a lint error. */
export const channels = {
  agentRuns,
  attempts,
  runFrames,
  runProgress,
  runClaims,
  runCancels,
  embeddings,
  remoteFiles,
  promptCounts,
  callCounts,
  keyBoard,
  keyOrders,
  keyHealth,
  failedAuth,
} as const;
