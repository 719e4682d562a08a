import { knownScopes } from '@clawmesh/contracts';
import { z } from 'zod';
import { field } from './field.js';

const url = z.url({ protocol: /^https?$/, error: 'is not a URL' });
const claim = z.string().min(1);
/** Keys of these are public: nobody can sign who can only verify. */
const algorithms = z.enum(['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA']);

/** Tokens of an identity provider, beside the mode of the gateway. */
export const gatewayJwtSchema = z.strictObject({
  issuer: field(url, 'Who signs tokens: their `iss`, to the letter.'),
  audience: field(
    z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]),
    'For whom tokens are to be: one of it has to be in their `aud`.',
  ),
  jwksUri: field(
    url.optional(),
    'The public keys; found through `<issuer>/.well-known/openid-configuration` when absent.',
  ),
  algorithms: field(z.array(algorithms).min(1).default(['RS256', 'PS256', 'ES256', 'EdDSA']), 'Signatures that count.'),
  userClaim: field(claim.default('sub'), 'The claim that names the user.'),
  scopesClaim: field(
    claim.default('scope'),
    'The claim that says what the user may do: a list, or words in one text. Without it a user may do nothing.',
  ),
  scopeMap: field(
    z.record(z.string(), z.array(z.enum(knownScopes))).optional(),
    'Scopes of the gateway by what that claim says. When absent it says them by name.',
  ),
  clockToleranceSeconds: field(z.number().int().min(0).max(300).default(30), 'How far clocks may differ.'),
});
