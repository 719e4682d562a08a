import { knownScopes } from '@clawmesh/contracts';
import { z } from 'zod';
import { secretInput } from '../secrets/secret-ref.js';
import { field } from './field.js';
import { gatewayJwtSchema } from './gateway-jwt.schema.js';

const positive = z.number().int().positive();

/** The characters that names of HTTP headers are made of. */
const headerName = z.string().regex(/^[\w!#$%&'*+.^`|~-]+$/, 'is not the name of a header');
const scope = z.enum(knownScopes);

const trustedProxySchema = z.strictObject({
  userHeader: field(headerName, 'The header in which the proxy names the user. It must replace what a client sent.'),
  requiredHeaders: field(z.array(headerName).default([]), 'Headers that a request must have, whatever they say.'),
  allowUsers: field(z.array(z.string()).default([]), 'Who may use the gateway; everybody when empty.'),
  allowLoopback: field(z.boolean().default(false), 'The proxy runs on this machine.'),
});

const rateLimitSchema = z.strictObject({
  maxAttempts: field(positive.default(10), 'Failures of one address within the window.'),
  windowMs: field(positive.default(60_000), 'The window.'),
  lockoutMs: field(positive.default(300_000), 'How long the address is refused then.'),
  exemptLoopback: field(
    z.boolean().default(true),
    'Never refuse this machine: its failures are answered late instead.',
  ),
});

export const gatewayAuthSchema = z.strictObject({
  mode: field(
    z.enum(['token', 'password', 'trusted-proxy', 'none']).optional(),
    '`password` if a password is set, else `token`.',
  ),
  token: field(secretInput.optional(), 'The bearer token; `OPENCLAW_GATEWAY_TOKEN` when absent.', {
    secret: true,
    reload: 'hot',
  }),
  password: field(
    secretInput.optional(),
    'The bearer password; `OPENCLAW_GATEWAY_PASSWORD` when absent. Behind a trusted proxy: for callers on this machine.',
    { secret: true, reload: 'hot' },
  ),
  trustedProxy: field(trustedProxySchema.optional(), 'How a trusted proxy names the user.', { reload: 'hot' }),
  jwt: field(gatewayJwtSchema.optional(), 'Tokens of an identity provider, beside the mode.', { reload: 'hot' }),
  rateLimit: field(rateLimitSchema.prefault({}), 'Limits of failed authentication.', { reload: 'hot' }),
  identityScopes: field(
    z.record(z.string(), z.array(scope)).optional(),
    'Scopes by user, of connections that this gateway does not have: checked, and without effect.',
    { reload: 'hot' },
  ),
  allowTailscale: field(z.boolean().optional(), 'Accepted for older files; has no effect.'),
});

const roleSchema = z.strictObject({
  sessions: z.strictObject({
    others: field(z.enum(['none', 'view', 'suggest', 'write']), 'What may be done to sessions of other users.'),
  }),
  agents: field(z.union([z.literal('*'), z.array(z.string())]), 'Who may be asked: ids of agents, or all of them.'),
  scopes: field(z.array(scope), 'The most a user of this role is allowed.'),
  sandbox: field(z.enum(['inherit', 'required']).optional(), 'Accepted for older files; has no effect.'),
});

export const gatewayRolesSchema = z.strictObject({
  default: field(z.string(), 'The role of a user who is given no other.'),
  definitions: field(z.record(z.string(), roleSchema), 'By name.'),
  users: field(
    z.record(z.string(), z.string()).default({}),
    'Roles by user, as the proxy or the token names the user.',
  ),
});

const origin = z
  .string()
  .regex(/^(?:\*|[a-z][a-z0-9+.-]*:\/\/[^/\s]+)$/i, 'is not an origin, such as "https://chat.example.com", nor "*"');

export const controlUiSchema = z.strictObject({
  allowedOrigins: field(
    z.array(origin).default([]),
    'Pages whose scripts may ask where no secret is asked for: modes `trusted-proxy` and `none`. `*` is all of them.',
    { reload: 'hot' },
  ),
  dangerouslyAllowHostHeaderOriginFallback: field(
    z.boolean().default(false),
    'Also pages of whatever host the request says it is for. A page that changes what its name resolves to is one.',
    { reload: 'hot' },
  ),
});
