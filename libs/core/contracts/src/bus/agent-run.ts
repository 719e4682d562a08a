import { z } from 'zod';
import { messageSchema } from '../conversation/message.js';
import {
  protocolFieldsSchema,
  reasoningSummarySchema,
  responseFormatSchema,
  samplingSchema,
} from '../conversation/model-call.js';
import { toolChoiceSchema, toolDefinitionSchema } from '../conversation/tool.js';
import { requesterSchema } from '../identity/requester.js';

/** The run job: everything a runner needs to answer one client request. */
export const agentRunSchema = z.object({
  runId: z.string(),
  /** The gateway process whose inbox gets the frames, and which owns what the client has seen. */
  gatewayId: z.string(),
  requester: requesterSchema,
  /** The gateway vouches for the requester (`JobSeal`): a job without it is refused (AUTH-82). */
  seal: z.string().optional(),
  agentId: z.string(),
  sessionKey: z.string(),
  /** The client named the session, so that further runs of it may follow: it stays on its key (ORD-8). */
  hasNamedSession: z.boolean().optional(),
  /** `x-openclaw-model`, already parsed and allowed: `provider/model`. Strict: no fallbacks (SEL-6). */
  modelOverride: z.string().optional(),
  /** `x-openclaw-message-channel`, default `webchat` (HTTP-48). */
  messageChannel: z.string(),
  /** The client's conversation, as messages, in order (AM-2). */
  messages: z.array(messageSchema),
  /** For this run only, never part of a transcript: said before the client's own system texts (HTTP-130). */
  instructions: z.string().optional(),
  /** For this run only: what was read from the client's files, said after everything else (HTTP-134). */
  attachments: z.array(z.string()).optional(),
  /** The conversation this one goes on from: that of an earlier run of the requester, which answered it (AM-9). */
  previousRunId: z.string().optional(),
  /** The conversation is kept, for later runs to go on from. */
  isStored: z.boolean().optional(),
  tools: z.array(toolDefinitionSchema),
  toolChoice: toolChoiceSchema.optional(),
  parallelToolCalls: z.boolean().optional(),
  responseFormat: responseFormatSchema.optional(),
  sampling: samplingSchema,
  reasoningEffort: z.string().optional(),
  reasoningBudget: z.number().int().positive().optional(),
  reasoningSummary: reasoningSummarySchema.optional(),
  protocolFields: protocolFieldsSchema.optional(),
  /** OpenAI request fields without a canonical form (AM-3). */
  extra: z.record(z.string(), z.unknown()),
  stream: z.boolean(),
  /** When an attempt breaks off after text was shown, another may go on from there (`clawmesh.failover.midStream`). */
  continuesMidStream: z.boolean().optional(),
  /** Epoch milliseconds; a consumer drops the job past it. */
  deadlineAt: z.number(),
  configRevision: z.string(),
});

export type AgentRun = z.infer<typeof agentRunSchema>;
