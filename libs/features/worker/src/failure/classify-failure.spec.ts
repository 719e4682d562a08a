import { failureReasonSchema } from '@clawmesh/contracts';
import { expectVerdict } from './__fixtures__/expect-verdict.js';
import { upstreamErrors, type UpstreamErrorFixture } from './__fixtures__/upstream-errors.js';
import { classifyFailure, type FailureEvidence } from './classify-failure.js';

const now = Date.UTC(2026, 4, 31, 12);

function evidence(row: Partial<UpstreamErrorFixture> & { body?: string }): FailureEvidence {
  const { status, message = '', code, type, provider = 'elsewhere', api = 'openai-completions', body } = row;
  return { status, message, codes: code === undefined ? [] : [code], type, provider, api, body };
}
const verdictOn = (row: Parameters<typeof evidence>[0]) => classifyFailure(evidence(row), now);

describe('classifyFailure', () => {
  it.each(upstreamErrors.map((row) => [row.id, row] as const))('%s', (_, row) => {
    expectVerdict(classifyFailure(evidence(row), now), row);
  });

  it('ERR-2 the examples cover every reason but the one that is no upstream’s', () => {
    const shown = new Set(upstreamErrors.map(({ reason }) => reason));
    expect(failureReasonSchema.options.filter((reason) => !shown.has(reason))).toEqual(['unknown']);
  });

  it.each([
    ['model', ['rate_limit', 'timeout', 'model_not_found']],
    ['credential', ['auth', 'auth_permanent', 'billing', 'session_expired']],
    ['provider', ['tls_certificate']],
    ['request', ['format', 'context_overflow']],
  ] as const)('ERR-48 what is about a %s, where the example does not say otherwise: %s', (scope, reasons) => {
    const rows = upstreamErrors.filter((row) => !row.scope && (reasons as readonly string[]).includes(row.reason));
    expect(new Set(rows.map(({ reason }) => reason)).size).toBe(reasons.length);
    for (const row of rows) expect([row.id, classifyFailure(evidence(row), now).scope]).toEqual([row.id, scope]);
  });

  it('ERR-18 our own generic sentence is no evidence', () => {
    expect(verdictOn({ message: 'llm request failed with an UNKNOWN error' }).reason).toBe('unclassified');
  });

  it('ERR-22 a limit per minute that the request fits into is an ordinary one', () => {
    const message = 'on tokens per min (TPM): Limit 30000, Used 27531, Requested 5120. Try again in 5.302s.';
    expect(verdictOn({ status: 429, message })).toMatchObject({ reason: 'rate_limit', ceiling: false });
    const tooLarge = message.replace('5120', '30001');
    expect(verdictOn({ status: 429, message: tooLarge })).toMatchObject({ reason: 'rate_limit', ceiling: true });
  });

  it.each([
    ['too many tokens, please slow down: throttling', 'rate_limit'],
    ['too many tokens: rate limit', 'rate_limit'],
    ['max_tokens: 99999999 > 64000, which is the maximum allowed number of output tokens', 'format'],
    ['image exceeds 5 MB maximum', 'format'],
  ])('ERR-24 looks like an overflow of the context, and is none: %s', (message, reason) => {
    expect(verdictOn({ status: 400, message }).reason).toBe(reason);
  });

  it('ERR-9 without any structure the general words come before those of the vendor', () => {
    const message = 'ModelNotReadyException is no rate limit';
    expect(verdictOn({ provider: 'amazon-bedrock', message }).reason).toBe('overloaded');
    const unpaid = 'too many requests, and insufficient account balance';
    expect(verdictOn({ provider: 'xai', message: unpaid }).reason).toBe('billing');
    const bare = 'Provider returned error';
    expect(verdictOn({ provider: 'openrouter', message: bare, code: 'overloaded' }).reason).toBe('timeout');
    expect(verdictOn({ provider: 'openrouter', message: `${bare}: rate limit` }).reason).toBe('rate_limit');
  });

  it('ERR-12 reads the status, not the page, of an HTML answer', () => {
    const body = '<!DOCTYPE html><title>Rate limit, billing, overloaded</title>';
    expect(verdictOn({ status: 502, message: body, body }).reason).toBe('server_error');
    expect(verdictOn({ status: 499, message: body, body }).reason).toBe('timeout');
    expect(verdictOn({ status: 408, message: body, body }).reason).toBe('timeout');
    expect(verdictOn({ status: 403, message: body, body }).reason).toBe('auth');
    expect(verdictOn({ status: 404, message: body, body }).reason).toBe('model_not_found');
    expect(verdictOn({ message: body, body }).reason).toBe('server_error');
  });

  it.each(['Just a moment...', '<script src="/cf-chl/x">', 'Attention Required! | Cloudflare'])(
    'ERR-12 takes the bot challenge %j for a busy provider, which is not the fault of the key',
    (text) => {
      const body = `\n<html><title>${text}</title>`;
      const expected = { reason: 'overloaded', scope: 'provider', isHtml: true };
      expect(verdictOn({ status: 403, message: body, body })).toMatchObject(expected);
      expect(verdictOn({ status: 401, message: `401 ${body.trim()}` })).toMatchObject(expected);
    },
  );

  it('ERR-19 takes several headings for prose, not for a bill', () => {
    const message = '## Pricing\nyour credit balance\n## Plans\ninsufficient credits';
    expect(verdictOn({ status: 400, message }).reason).toBe('format');
    expect(verdictOn({ status: 400, message: '## Pricing\nyour credit balance' }).reason).toBe('billing');
  });

  it.each([
    ['authentication_error', 'auth'],
    ['permission_error', 'auth'],
    ['rate_limit_error', 'rate_limit'],
    ['overloaded_error', 'overloaded'],
    ['api_error', 'server_error'],
    ['upstream_error', 'server_error'],
    ['server_error', 'server_error'],
    ['not_found_error', 'model_not_found'],
    ['billing_error', 'billing'],
    ['timeout_error', 'timeout'],
    ['invalid_request_error', 'format'],
    ['constructor', 'unclassified'],
  ])('ERR-16 the type %s alone means %s', (type, reason) =>
    expect(verdictOn({ message: 'no', type }).reason).toBe(reason),
  );

  it('ERR-14 row 20 is a timeout, but where Anthropic’s protocol says api_error', () => {
    const message = 'Internal server error';
    expect(verdictOn({ message }).reason).toBe('timeout');
    expect(verdictOn({ message, type: 'api_error', api: 'anthropic-messages' }).reason).toBe('server_error');
  });

  it('ERR-49 a 2xx is no status', () => {
    expect(verdictOn({ status: 200, message: 'Rate limit reached' })).toMatchObject({ reason: 'rate_limit' });
    expect(verdictOn({ status: 200 })).toMatchObject({ reason: 'empty_response' });
  });

  it('ERR-7 looks at the first 4 KiB of a message and 16 KiB of a body', () => {
    const far = (length: number, text: string) => 'x '.repeat(length / 2) + text;
    expect(verdictOn({ message: far(4_096, 'rate limit') }).reason).toBe('unclassified');
    expect(verdictOn({ message: far(4_000, 'rate limit') }).reason).toBe('rate_limit');
    expect(verdictOn({ status: 429, body: far(16_384, '"retryDelay":"34s"') }).retryAfterMs).toBeUndefined();
  });

  it('RA-2 the wait of a stream’s error is among its details', () => {
    const body = '{"details":[{"retryDelay":"34s"}]}';
    expect(verdictOn({ message: 'rate limit', body })).toMatchObject({ retryAfterMs: 34_000, longWindow: false });
  });
});
