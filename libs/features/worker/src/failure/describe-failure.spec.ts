import { createRedact } from '@clawmesh/telemetry';
import { aRoute } from '@clawmesh/testing';
import { upstreamErrors } from './__fixtures__/upstream-errors.js';
import type { FailureEvidence } from './classify-failure.js';
import { createSanitize, describeFailure } from './describe-failure.js';

const now = Date.UTC(2026, 4, 31, 12);
const key = 'k3y-0f-the-request';
const route = aRoute({ baseUrl: 'https://upstream.example.com/v1' });
const sanitize = createSanitize(route, createRedact([key]));

const describe_ = (told: Partial<FailureEvidence>) => {
  const evidence = { message: '', codes: [], provider: route.provider, api: route.api, ...told };
  return describeFailure({ evidence, route, sanitize, now });
};

describe('describeFailure', () => {
  it.each(upstreamErrors.map((row) => [row.id, row] as const))(
    'ERR-P4 FAIL-34 %s tells neither the key nor the address, wherever they stand',
    (_, { status, message, code = 'x', type = 'y', provider, api }) => {
      const evidence = {
        status,
        message: `${message} ${key} at https://upstream.example.com:443/v1/chat?key=${key}`,
        codes: [`${code}${key}`],
        type: `${type}${key}`,
        provider,
        api,
      };
      const text = JSON.stringify(describeFailure({ evidence, route, sanitize, now }));
      expect(text).not.toContain(key);
      expect(text).not.toContain('upstream.example.com');
    },
  );

  it('ERR-21 tells how large the request was, and may be', () => {
    const message = 'Request too large (TPM): Limit 30000, Requested 43211.';
    expect(describe_({ status: 429, message }).failure).toMatchObject({
      reason: 'rate_limit',
      ceiling: true,
      overflow: { tokens: 43_211, limit: 30_000 },
    });
  });

  it('ERR-23 tells the sizes of an overflow, where they are known', () => {
    const message = 'prompt is too long: 213462 tokens > 200000 maximum';
    expect(describe_({ status: 400, message }).failure.overflow).toEqual({ tokens: 213_462, limit: 200_000 });
    expect(describe_({ status: 413 }).failure).not.toHaveProperty('overflow');
  });

  it.each([
    ['a certificate', { codes: ['CERT_HAS_EXPIRED'] }],
    ['a bot challenge', { status: 403, message: '<html><title>Just a moment...</title>' }],
    ['a closed region', { status: 403, codes: ['unsupported_country_region_territory'] }],
  ])('ERR-48 FAIL-9 %s is about the whole provider', (_, told) => {
    expect(describe_(told)).toMatchObject({ scope: 'provider', failure: { isOfProvider: true } });
  });

  it('ERR-48 what is about a key or a model says nothing of the provider', () => {
    expect(describe_({ status: 401 }).failure).not.toHaveProperty('isOfProvider');
    expect(describe_({ status: 429 }).failure).not.toHaveProperty('isOfProvider');
  });

  it('RA-6 a wait of more than a day is no advice, and still a long one', () => {
    const { failure } = describe_({ status: 429, headers: { 'retry-after': '99999999999999999999' } });
    expect(failure).toMatchObject({ reason: 'rate_limit', longWindow: true });
    expect(failure).not.toHaveProperty('retryAfterMs');
  });

  it('COOL-16 the reset of a subscription is passed on though it is days away', () => {
    const wait = (seconds: number) =>
      describe_({ status: 429, type: 'usage_limit_reached', body: `{"resets_in_seconds":${seconds}}` }).failure
        .retryAfterMs;
    expect(wait(6 * 86_400)).toBe(6 * 86_400_000);
    expect(wait(400 * 86_400)).toBeUndefined();
  });

  it('BR-09 ERR-48 a model that a key may not use is no word on its other models', () => {
    const message = "You don't have access to the model with the specified model ID.";
    const told = { provider: 'amazon-bedrock', status: 403, message };
    expect(describe_(told)).toMatchObject({ scope: 'model', failure: { reason: 'auth', isOfModel: true } });
    expect(describe_({ status: 403, message: 'no' }).failure).not.toHaveProperty('isOfModel');
    expect(describe_({ status: 429 }).failure).not.toHaveProperty('isOfModel');
  });

  it('ERR-40 names a refusal as content_filter', () => {
    const message = 'Your request was rejected as a result of our safety system.';
    expect(describe_({ status: 400, message }).failure).toMatchObject({ reason: 'format', code: 'content_filter' });
  });

  it('ERR-12 never shows a page', () => {
    const message = '<html><title>secret page</title>';
    expect(describe_({ status: 502, message, body: message }).failure.message).not.toContain('secret');
  });
});
