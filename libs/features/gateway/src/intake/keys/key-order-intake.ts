import { z } from 'zod';
import { canonicalProviderId } from '@clawmesh/providers';
import { invalidRequest } from '../../http/request-error.js';

const orderSchema = z.strictObject({
  order: z.enum(['reset', 'disable', 'enable']),
  provider: z.string().trim().min(1).optional(),
  key: z.string().trim().min(1).optional(),
});

/** What an operator asked for, by the names the board shows. */
export type KeyOrderBody = z.infer<typeof orderSchema>;

/** The body of `POST /admin/keys/orders`. An order for every key there is would be a slip: it names some. */
export function readKeyOrder(body: unknown): KeyOrderBody {
  const { data, error } = orderSchema.safeParse(body);
  if (error) {
    const [issue] = error.issues;
    throw invalidRequest(`${issue?.path.join('.') || 'body'}: ${issue?.message ?? 'is not an order'}`);
  }
  const { provider, key } = data;
  if (provider === undefined && key === undefined) throw invalidRequest('provider: it or key is required');
  return { ...data, ...(provider !== undefined && { provider: canonicalProviderId(provider) }) };
}
