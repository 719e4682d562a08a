import { z } from 'zod';

const told = {
  /** The gateway process that says so. */
  from: z.string(),
  /** The address of the client. */
  client: z.string(),
};

/** What a gateway learnt of a client that presents credentials (AUTH-48). Loss is harmless: Redis knows, if there is one. */
export const failedAuthSchema = z.discriminatedUnion('event', [
  z.object({
    ...told,
    event: z.literal('failed'),
    /** `gateway.auth.rateLimit`, as it was applied. */
    limits: z.object({ maxAttempts: z.number(), windowMs: z.number(), lockoutMs: z.number() }),
  }),
  z.object({ ...told, event: z.literal('locked'), lockedForMs: z.number() }),
  z.object({ ...told, event: z.literal('cleared') }),
]);

export type FailedAuth = z.infer<typeof failedAuthSchema>;
