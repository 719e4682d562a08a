import { z } from 'zod';
import { field } from './field.js';
import { controlUiSchema, gatewayAuthSchema, gatewayRolesSchema } from './gateway-auth.schema.js';

const megabyte = 1_048_576;
const positive = z.number().int().positive();
const countOrNone = z.number().int().nonnegative();

const fetchLimits = {
  maxRedirects: field(countOrNone.default(3), 'Redirects followed for a URL in a request.'),
  timeoutMs: field(positive.default(10_000), 'Time to fetch a URL in a request.'),
};

const imagesSchema = (allowUrl: boolean) =>
  z.strictObject({
    allowUrl: field(z.boolean().default(allowUrl), 'Fetch images by URL.'),
    urlAllowlist: field(z.array(z.string()).optional(), 'Hosts to fetch from; any public host when absent.'),
    allowedMimes: field(
      z.array(z.string()).default(['image/jpeg', 'image/png', 'image/gif', 'image/webp', 'image/heic', 'image/heif']),
      'Accepted media types.',
    ),
    maxBytes: field(positive.default(10 * megabyte), 'The largest image.'),
    ...fetchLimits,
  });

const filesSchema = z.strictObject({
  allowUrl: field(z.boolean().default(true), 'Fetch files by URL.'),
  urlAllowlist: field(z.array(z.string()).optional(), 'Hosts to fetch from; any public host when absent.'),
  allowedMimes: field(
    z
      .array(z.string())
      .default(['text/plain', 'text/markdown', 'text/html', 'text/csv', 'application/json', 'application/pdf']),
    'Accepted media types.',
  ),
  maxBytes: field(positive.default(5 * megabyte), 'The largest file.'),
  maxChars: field(positive.default(60_000), 'The most text taken from a file.'),
  ...fetchLimits,
  pdf: z
    .strictObject({
      maxPages: field(positive.default(4), 'Pages read of a PDF.'),
      maxPixels: field(positive.default(4_000_000), 'Size of a page rendered as an image.'),
      minTextChars: field(countOrNone.default(200), 'Below this much text a page is rendered.'),
    })
    .prefault({}),
});

/** Documents go to the model as they are: nothing is read of them here. */
const documentsSchema = z.strictObject({
  allowUrl: field(z.boolean().default(true), 'Fetch documents by URL.'),
  urlAllowlist: field(z.array(z.string()).optional(), 'Hosts to fetch from; any public host when absent.'),
  allowedMimes: field(z.array(z.string()).default(['application/pdf', 'text/plain']), 'Accepted media types.'),
  maxBytes: field(positive.default(20 * megabyte), 'The largest document.'),
  ...fetchLimits,
});

const endpointsSchema = z.strictObject({
  chatCompletions: z
    .strictObject({
      enabled: field(z.boolean().default(false), 'Serve `/v1/chat/completions`, `/v1/models` and embeddings.'),
      images: imagesSchema(false).prefault({}),
    })
    .prefault({}),
  responses: z
    .strictObject({
      enabled: field(z.boolean().default(false), 'Serve `/v1/responses`.'),
      maxUrlParts: field(countOrNone.default(8), 'URLs fetched for one request.'),
      files: filesSchema.prefault({}),
      images: imagesSchema(true).prefault({}),
    })
    .prefault({}),
  messages: z
    .strictObject({
      enabled: field(z.boolean().default(false), 'Serve `/v1/messages` and `/v1/messages/count_tokens`.'),
      images: imagesSchema(true).prefault({}),
      files: documentsSchema.prefault({}),
    })
    .prefault({}),
});

export const gatewaySchema = z.strictObject({
  mode: field(z.enum(['local', 'remote']).optional(), 'Must be `local` to start.', { reload: 'restart' }),
  port: field(
    z.number().int().min(1).max(65_535).default(18_789),
    'The port; `--port` and `OPENCLAW_GATEWAY_PORT` win.',
  ),
  bind: field(
    z.enum(['loopback', 'lan', 'auto', 'custom']).optional(),
    'Who can connect. Absent: `loopback`, in a container `auto`.',
  ),
  customBindHost: field(z.ipv4().optional(), 'The address of `bind: "custom"`.'),
  auth: gatewayAuthSchema.prefault({}),
  roles: field(gatewayRolesSchema.optional(), 'What users may do, where they have names.', { reload: 'hot' }),
  controlUi: controlUiSchema.prefault({}),
  http: z
    .strictObject({
      endpoints: field(endpointsSchema.prefault({}), 'Which routes are served.', { reload: 'hot' }),
      securityHeaders: z
        .strictObject({
          strictTransportSecurity: field(
            z.union([z.string().regex(/^[\t\x20-\x7e]*$/), z.literal(false)]).optional(),
            'The value of `Strict-Transport-Security`.',
            { reload: 'hot' },
          ),
        })
        .prefault({}),
    })
    .prefault({}),
  trustedProxies: field(z.array(z.string()).default([]), 'Addresses and CIDRs of reverse proxies.', { reload: 'hot' }),
  allowRealIpFallback: field(z.boolean().default(false), 'Believe `X-Real-IP` of a trusted proxy.', { reload: 'hot' }),
  reload: z
    .strictObject({
      mode: field(z.enum(['hybrid', 'off']).default('hybrid'), 'Whether changes of the file apply.', { reload: 'hot' }),
    })
    .prefault({}),
  tailscale: field(
    z
      .strictObject({
        mode: field(z.string().optional(), 'As above.'),
        resetOnExit: field(z.boolean().optional(), 'As above.'),
      })
      .optional(),
    'Accepted for older files; has no effect.',
  ),
});
