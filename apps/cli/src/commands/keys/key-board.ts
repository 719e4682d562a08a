import { z } from 'zod';
import { CommandError } from '../../command-error.js';
import { askGateway } from '../../gateway/ask-gateway.js';
import type { GatewayTarget } from '../../gateway/gateway-target.js';

/** As far as it is shown: a newer gateway may tell more. */
const shownKeySchema = z.object({
  provider: z.string(),
  key: z.string(),
  source: z.string(),
  state: z.string(),
  reason: z.string().nullish(),
  model: z.string().nullish(),
  untilMs: z.number().nullish(),
  lastUsedAtMs: z.number().nullish(),
  lastError: z.string().nullish(),
  errorCount: z.number(),
  inFlight: z.number(),
});

const boardSchema = z.object({ nowMs: z.number(), data: z.array(shownKeySchema) });
const orderedSchema = z.object({
  changed: z.number(),
  keys: z.array(z.object({ provider: z.string(), key: z.string(), source: z.string() })),
});

export type ShownKey = z.infer<typeof shownKeySchema>;

export interface Board extends z.infer<typeof boardSchema> {
  /** As it was answered, for `--json`. */
  readonly document: unknown;
}

export interface Ordered extends z.infer<typeof orderedSchema> {
  readonly document: unknown;
}

export async function readBoard(target: GatewayTarget, provider?: string, signal?: AbortSignal): Promise<Board> {
  const query = provider === undefined ? '' : `?${new URLSearchParams({ provider }).toString()}`;
  const document = await askGateway(target, { path: `/admin/keys${query}` }, signal);
  return { ...understood(boardSchema, document), document };
}

export async function orderKeys(target: GatewayTarget, order: object): Promise<Ordered> {
  const document = await askGateway(target, { path: '/admin/keys/orders', body: order });
  return { ...understood(orderedSchema, document), document };
}

function understood<T>(schema: z.ZodType<T>, document: unknown): T {
  const { data } = schema.safeParse(document);
  if (data === undefined) throw new CommandError('the gateway answered something this version does not understand');
  return data;
}
