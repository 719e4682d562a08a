import type { WireApiName } from '@clawmesh/providers';
import { aModelCall, aRoute } from '@clawmesh/testing';
import { wireApi } from '@clawmesh/wire';
import { converseThrottled } from '../__fixtures__/event-streams.js';
import { classifyFailure, type FailureEvidence } from './classify-failure.js';
import { evidenceOfError, evidenceOfException } from './evidence.js';

const now = Date.UTC(2026, 4, 31, 12);
const call = aModelCall();

const sse = (event: object, name?: string): string =>
  `${name === undefined ? '' : `event: ${name}\n`}data: ${JSON.stringify(event)}\n\n`;

function evidenceOfStream(api: WireApiName, bytes: string | Buffer): FailureEvidence {
  const route = aRoute({ api });
  const decoder = wireApi(api).createDecoder(call, route);
  return failureAmong(api, [...decoder.push(Buffer.from(bytes)), ...decoder.end()]);
}

function evidenceOfBody(api: WireApiName, body: object): FailureEvidence {
  return failureAmong(api, wireApi(api).decodeResponse(Buffer.from(JSON.stringify(body)), call, aRoute({ api })));
}

function failureAmong(api: WireApiName, events: ReturnType<ReturnType<typeof wireApi>['decodeResponse']>) {
  const failed = events.find((event) => event.type === 'upstream-error');
  if (failed?.type !== 'upstream-error') throw new Error('nothing failed');
  return evidenceOfError(failed.error, aRoute({ api }));
}

const limit = { message: 'no more today', type: 'requests', code: 'rate_limit_exceeded' };
const plan = { type: 'usage_limit_reached', message: 'The usage limit has been reached', resets_in_seconds: 8123 };
const exhausted = {
  ...{ code: 429, status: 'RESOURCE_EXHAUSTED', message: 'no more' },
  details: [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '34s' }],
};

describe('the evidence of a failed call', () => {
  it.each([
    ['openai-completions', sse({ error: limit }), limit, 'rate_limit'],
    ['openai-completions', sse({ error: { message: 'no', code: 503 } }), { code: '503', status: 503 }, 'server_error'],
    ['openai-completions', sse({ object: 'error', message: 'no', type: 'x', code: 401 }), { status: 401 }, 'auth'],
    ['openai-completions', JSON.stringify({ error: limit }), limit, 'rate_limit'],
    [
      'anthropic-messages',
      sse({ type: 'error', error: { type: 'overloaded_error', message: 'no' } }, 'error'),
      { type: 'overloaded_error', message: 'no' },
      'overloaded',
    ],
    [
      'anthropic-messages',
      sse({ type: 'error', error: { type: 'api_error', message: 'Internal server error' } }, 'error'),
      { type: 'api_error' },
      'server_error',
    ],
    ['google-generative-ai', sse({ error: exhausted }), { status: 429, type: 'RESOURCE_EXHAUSTED' }, 'rate_limit'],
    ['google-generative-ai', JSON.stringify([{ error: exhausted }]), { status: 429 }, 'rate_limit'],
    ['ollama', '{"error":"model \'x\' does not exist"}\n', { message: "model 'x' does not exist" }, 'model_not_found'],
    [
      'openai-responses',
      sse({ type: 'response.failed', response: { status: 'failed', error: limit } }),
      limit,
      'rate_limit',
    ],
    [
      'openai-responses',
      sse({ type: 'error', code: limit.code, message: limit.message }, 'error'),
      { code: limit.code },
      'rate_limit',
    ],
    ['openai-responses', sse({ type: 'error', status: 429, error: plan }, 'error'), { status: 429 }, 'rate_limit'],
    [
      'bedrock-converse-stream',
      Buffer.from(converseThrottled, 'base64'),
      { message: 'Too many tokens, please wait before trying again.', codes: ['throttlingException'], status: 429 },
      'rate_limit',
    ],
  ] as const)('ERR-6 ERR-49 %s tells in a stream what failed: %s', (api, bytes, told, reason) => {
    const evidence = evidenceOfStream(api, bytes);
    const { code, ...expected } = { code: undefined, ...told };
    expect(evidence).toMatchObject({ ...expected, provider: 'openai', api });
    if (code !== undefined) expect(evidence.codes).toContain(code);
    expect(classifyFailure(evidence, now).reason).toBe(reason);
  });

  it.each([
    'openai-completions',
    'anthropic-messages',
    'google-generative-ai',
    'ollama',
    'openai-responses',
    'bedrock-converse-stream',
  ] as const)('ERR-6 %s tells in a body that came with 200 what failed', (api) => {
    const error = { message: 'no room', code: 'overloaded_error', type: 'busy', status: 503 };
    const evidence = evidenceOfBody(api, { error });
    expect(evidence).toMatchObject({ message: 'no room', codes: ['overloaded_error'], type: 'busy', status: 503 });
    expect(classifyFailure(evidence, now).reason).toBe('overloaded');
  });

  it.each([
    ['openai-responses', sse({ type: 'error', error: plan }, 'error'), 8_123_000],
    ['google-generative-ai', sse({ error: exhausted }), 34_000],
  ] as const)('RA-2 %s tells in a stream when to come back', (api, bytes, retryAfterMs) => {
    expect(classifyFailure(evidenceOfStream(api, bytes), now)).toMatchObject({ reason: 'rate_limit', retryAfterMs });
  });

  it('RA-2 OpenRouter tells it in headers that it passes on', () => {
    const headers = { 'X-RateLimit-Remaining': '0', 'X-RateLimit-Reset': String(now + 7_000) };
    const error = { code: 429, message: 'Rate limit exceeded: free-models-per-day.', metadata: { headers } };
    expect(classifyFailure(evidenceOfBody('openai-completions', { error }), now).retryAfterMs).toBe(7_000);
  });

  it('GM-17 ERR-40 a prompt that is blocked is an answer, and no failure', () => {
    const api = 'google-generative-ai';
    const body = Buffer.from(JSON.stringify({ promptFeedback: { blockReason: 'SAFETY' } }));
    const events = wireApi(api).decodeResponse(body, call, aRoute({ api }));
    expect(events.at(-1)).toMatchObject({ type: 'attempt-end', finishReason: 'content_filter' });
  });

  it('ERR-4 a vendor’s code is found below that of the router', () => {
    const raw = JSON.stringify({ error: { message: 'no', code: 'insufficient_quota' } });
    const error = { message: 'Provider returned error', code: 429, metadata: { raw } };
    const evidence = evidenceOfBody('openai-completions', { error });
    expect(evidence.codes).toEqual(['429', 'insufficient_quota']);
    expect(classifyFailure(evidence, now)).toMatchObject({ reason: 'billing', rotatesKey: true });
  });
});

describe('the evidence of an error of the socket', () => {
  const route = aRoute();
  const withCode = (code: string, more: object = {}): Error =>
    Object.assign(new Error('x 10.0.0.1'), { code, ...more });

  it('ERR-4 collects codes along the causes, outermost first', () => {
    const inner = withCode('CERT_HAS_EXPIRED');
    const evidence = evidenceOfException(new Error('a', { cause: { error: { cause: inner } } }), route);
    expect(evidence.codes).toEqual(['CERT_HAS_EXPIRED']);
    expect(classifyFailure(evidence, now)).toMatchObject({ reason: 'tls_certificate', scope: 'provider' });
    const outer = withCode('UND_ERR_SOCKET', { cause: withCode('ECONNRESET') });
    expect(evidenceOfException(outer, route).codes).toEqual(['UND_ERR_SOCKET', 'ECONNRESET']);
  });

  it('ERR-4 reads the errors of every address that was tried', () => {
    const several = new AggregateError([withCode('ECONNREFUSED'), withCode('ENETUNREACH')]);
    expect(evidenceOfException(several, route).codes).toEqual(['ECONNREFUSED', 'ENETUNREACH']);
  });

  it('ERR-4 is not caught in a circle, and stops at 25 levels', () => {
    const circle = withCode('EPIPE');
    Object.assign(circle, { cause: circle, error: circle });
    expect(evidenceOfException(circle, route).codes).toEqual(['EPIPE']);
    const chain = (depth: number): Error =>
      depth === 0 ? withCode('ECONNRESET') : new Error('level', { cause: chain(depth - 1) });
    expect(evidenceOfException(chain(24), route).codes).toEqual(['ECONNRESET']);
    expect(evidenceOfException(chain(25), route).codes).toEqual([]);
  });

  it('FAIL-34 tells the code in words of ours, and not the address', () => {
    const { message } = evidenceOfException(withCode('ECONNREFUSED'), route);
    expect(message).toBe('The upstream refused the connection.');
    expect(evidenceOfException(withCode('EODD'), route).message).toMatch(/EODD/);
  });
});
