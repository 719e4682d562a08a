import type { CountReply } from '@clawmesh/contracts';
import { childTraceparent } from '@clawmesh/telemetry';
import type { TokenCounts } from '../dispatch/token-counts.js';
import { readCountedRun } from '../intake/messages/messages-intake.js';
import { commonHeaders } from '../render/common-headers.js';
import { messageFailure } from '../render/messages/message-error.js';
import { requestId } from '../render/messages/message-shape.js';
import { jsonType, type Reply } from '../render/reply.js';
import { writeRunReply } from '../render/write-run-reply.js';
import type { Authority } from './admission.js';
import type { Exchange } from './exchange.js';
import { maxMessagesBytes } from './messages-surface.js';
import { goneSignal, readIntake } from './read-intake.js';
import type { RunDependencies } from './serve-run.js';

const countTimeoutMs = 30_000;

export interface TokenCountDependencies extends RunDependencies {
  readonly tokenCounts: TokenCounts;
}

/** `POST /v1/messages/count_tokens`: the run that `/v1/messages` would make of it, counted instead of run. */
export async function serveTokenCount(
  exchange: Exchange,
  authority: Authority,
  deps: TokenCountDependencies,
): Promise<void> {
  const { request, response, snapshot, startedAt } = exchange;
  const intake = await readIntake(exchange, { authority, maxBodyBytes: maxMessagesBytes }, deps);
  const run = await readCountedRun(intake);
  const traceparent = childTraceparent(request.headers['traceparent']?.toString());
  const counted = { ...run, deadlineAt: startedAt + countTimeoutMs };
  const reply = await deps.tokenCounts.count(counted, traceparent, goneSignal(exchange));
  const target = { response, common: commonHeaders(snapshot), runId: run.runId, startedAt };
  writeRunReply(target, replyOf(reply, run.runId));
}

function replyOf(reply: CountReply, runId: string): Reply {
  if (reply.status === 'failed') return messageFailure(reply.failure, runId).reply;
  const headers = [...jsonType, 'request-id', requestId(runId)];
  return { status: 200, headers, body: JSON.stringify({ input_tokens: reply.inputTokens }) };
}
