import { z } from 'zod';
import { bag, field } from './field.js';
import { memorySchema } from './memory.schema.js';

const modelChoice = z.union(
  [z.string(), z.strictObject({ primary: z.string().optional(), fallbacks: z.array(z.string()).optional() })],
  { error: 'expected "provider/model" or { primary, fallbacks }' },
);
const modelMap = z.record(
  z.string(),
  z.strictObject({
    alias: field(z.string().optional(), 'A short name of the model.'),
    params: field(bag.optional(), 'Request parameters of this model.'),
  }),
);
const modelPolicy = z.strictObject({
  allow: field(z.array(z.string()).optional(), '`provider/model`, an alias, `provider/*`.'),
});
const count = z.number().min(1).transform(Math.floor);
const positive = z.number().int().positive();

/** Of what agents may start (AGT-51). */
const subagentLimits = {
  maxSpawnDepth: field(z.number().int().min(1).max(5).optional(), 'Accepted; how deep sub-agents start others.'),
  maxChildrenPerAgent: field(z.number().int().min(1).max(20).optional(), 'Accepted; sub-agents of one session.'),
  runTimeoutSeconds: field(z.number().nonnegative().optional(), 'Accepted; budget of a sub-agent; 0 means none.'),
  allowAgents: field(z.array(z.string()).optional(), 'Accepted; which agents may be started, `*` for any.'),
  requireAgentId: field(z.boolean().optional(), 'Accepted; a sub-agent must be named.'),
  model: field(modelChoice.optional(), 'Accepted; the model of sub-agents.'),
  thinking: field(z.string().optional(), 'Accepted; how much they think.'),
};

const shared = {
  model: field(modelChoice.optional(), 'The model of a run, and the ones to try when it fails.'),
  models: field(
    modelMap.optional(),
    'Aliases and parameters by `provider/model`; also the allowlist without `modelPolicy`.',
  ),
  modelPolicy: field(modelPolicy.optional(), 'Which models a client may choose; an empty `allow` means any.'),
  params: field(bag.optional(), 'Request parameters of every model.'),
  workspace: field(z.string().optional(), "The folder of the agent's own files; `~` is the home directory."),
  thinkingDefault: field(
    z.union([z.string(), z.boolean()]).optional(),
    'How much its models think where the request does not say: `off`, `minimal`, `low`, `medium`, `high`, `xhigh`, `max`, `adaptive`.',
  ),
  fastModeDefault: field(
    z.union([z.string(), z.boolean()]).optional(),
    'Whether its models answer in their fast mode; `auto`: early in a run.',
  ),
  contextTokens: field(positive.optional(), 'How much of the window of any model to use, if it has more.'),
  timeoutSeconds: field(z.number().nonnegative().optional(), 'Budget of a whole run; 0 means none.'),
  bootstrapMaxChars: field(positive.optional(), 'The most of one workspace file that enters the prompt.'),
  bootstrapTotalMaxChars: field(positive.optional(), 'The most of all workspace files together.'),
  contextInjection: field(
    z.enum(['always', 'continuation-skip', 'never']).optional(),
    'When workspace files enter the prompt.',
  ),
  memory: field(memorySchema.optional(), 'As `memory`, which it overrides key by key.'),
  systemPrompt: field(z.string().optional(), 'Text that starts the system prompt.'),
  clawmesh: field(
    z
      .strictObject({
        failover: z
          .strictObject({ midStream: field(z.boolean().optional(), 'As `clawmesh.failover.midStream`.') })
          .optional(),
      })
      .optional(),
    'What only clawmesh has.',
  ),
};

export const agentEntrySchema = z.strictObject({
  ...shared,
  name: field(z.string().optional(), 'Shown in lists.'),
  default: field(z.boolean().optional(), 'Serves requests that name no agent.'),
  subagents: z.strictObject(subagentLimits).optional(),
});

export const agentsSchema = z.strictObject({
  defaults: z
    .strictObject({
      ...shared,
      maxConcurrent: field(count.optional(), 'Runs at a time in one runner process; 256 when absent.', {
        reload: 'restart',
      }),
      subagents: z
        .strictObject({
          ...subagentLimits,
          maxConcurrent: field(count.optional(), 'Sub-agent runs at a time in one runner process.'),
        })
        .optional(),
      compaction: z
        .strictObject({
          mode: field(z.enum(['safeguard', 'default']).optional(), 'How long sessions are shortened.'),
          keepRecentTokens: field(positive.optional(), 'Accepted; the recent part that stays as it is.'),
          recentTurnsPreserve: field(z.number().int().min(0).max(12).optional(), 'Accepted; the same, in turns.'),
          identifierPolicy: field(z.enum(['strict', 'off']).optional(), 'Accepted; whether identifiers stay verbatim.'),
        })
        .optional(),
      systemAgent: z
        .strictObject({ agentId: field(z.string().optional(), 'The default agent if no entry says `default: true`.') })
        .optional(),
    })
    .prefault({}),
  /** Normalised: config order, ids lower-cased, from `entries` or the older `list`; `[main]` when there is neither. */
  entries: field(
    z.array(agentEntrySchema.extend({ id: z.string() })).default([{ id: 'main' }]),
    'The agents, by id. None: one agent, `main`.',
  ),
  ownership: field(z.string().optional(), '`explicit`: `default: true` of an entry is not consulted.'),
});
