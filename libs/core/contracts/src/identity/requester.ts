import { z } from 'zod';

/** The verified caller: the unit that owns sessions, responses and usage (AM-1). */
export const requesterSchema = z.object({
  method: z.enum(['token', 'password', 'trusted-proxy', 'jwt', 'none']),
  /** The verified user, or the name of the shared secret. */
  subject: z.string(),
  scopes: z.array(z.string()),
  isOwner: z.boolean(),
});

export type Requester = z.infer<typeof requesterSchema>;

/** Names whose a session, a response or a file is (AM-1). */
export function ownerOf({ method, subject }: Requester): string {
  return `${method}:${subject}`;
}
