import { readError } from './read-error.js';

const json = (value: unknown) => JSON.stringify(value);

describe('readError', () => {
  it.each([
    [
      'OpenAI',
      json({ error: { message: 'bad key', type: 'invalid_request_error', param: null, code: 'invalid_api_key' } }),
      { message: 'bad key', type: 'invalid_request_error', code: 'invalid_api_key' },
    ],
    [
      'null details',
      json({ error: { message: 'failed', type: 'server_error', param: null, code: null } }),
      { message: 'failed', type: 'server_error' },
    ],
    [
      'Anthropic',
      json({ type: 'error', error: { type: 'overloaded_error', message: 'busy' }, request_id: 'r' }),
      { message: 'busy', type: 'overloaded_error' },
    ],
    ['a text for an error', json({ error: 'Invalid username' }), { message: 'Invalid username' }],
    [
      'a text beside a code',
      json({ code: 'invalid argument', error: 'wrong key' }),
      { message: 'wrong key', code: 'invalid argument' },
    ],
    [
      'a text beside details',
      json({ error: 'Invalid parameters', details: { stream_options: {} } }),
      { message: 'Invalid parameters' },
    ],
    [
      'a flat error',
      json({
        object: 'error',
        message: 'spent',
        type: 'billing_error',
        param: null,
        code: '1700',
        raw_status_code: 402,
      }),
      { message: 'spent', type: 'billing_error', code: '1700', status: 402 },
    ],
    [
      'a flat error with a number',
      json({ object: 'error', message: 'too long', type: 'BadRequestError', code: 400 }),
      { message: 'too long', type: 'BadRequestError', code: '400', status: 400 },
    ],
    ['an empty code', json({ message: 'failed to parse request', code: '' }), { message: 'failed to parse request' }],
    [
      'a code that is a status',
      json({ error: { code: '401', message: 'expired' } }),
      { message: 'expired', code: '401', status: 401 },
    ],
    [
      'a code that is none',
      json({ error: { code: '1302', message: 'slow down' }, request_id: 'r' }),
      { message: 'slow down', code: '1302' },
    ],
    [
      'Google',
      json({ error: { code: 503, message: 'overloaded', status: 'UNAVAILABLE' } }),
      { message: 'overloaded', code: '503', status: 503, type: 'UNAVAILABLE' },
    ],
    [
      'Google in an array',
      json([{ error: { code: 429, message: 'exhausted', status: 'RESOURCE_EXHAUSTED' } }]),
      { message: 'exhausted', code: '429', status: 429, type: 'RESOURCE_EXHAUSTED' },
    ],
    ['a detail text', json({ detail: 'sign in again' }), { message: 'sign in again' }],
    ['a detail code', json({ detail: { code: 'no_plan' } }), { message: 'no_plan', code: 'no_plan' }],
    ['a detail with an error', json({ detail: { error: 'pay first' } }), { message: 'pay first' }],
    [
      'a detail list',
      json({ detail: [{ type: 'extra_forbidden', loc: ['body', 'store'], msg: 'not permitted' }] }),
      { message: 'not permitted', type: 'extra_forbidden' },
    ],
    [
      'problem json',
      json({ status: 401, title: 'Unauthorized', detail: 'Authentication failed' }),
      { message: 'Authentication failed', status: 401 },
    ],
    [
      'problem json without detail',
      json({ status: 429, title: 'Too Many Requests' }),
      { message: 'Too Many Requests', status: 429 },
    ],
    [
      'Cloudflare errors',
      json({ errors: [{ message: 'quota limit exceeded', code: 4006 }], success: false, messages: [] }),
      { message: 'quota limit exceeded', code: '4006' },
    ],
    [
      'Cloudflare error list',
      json({ success: false, result: [], messages: [], error: [{ code: 2009, message: 'Unauthorized' }] }),
      { message: 'Unauthorized', code: '2009' },
    ],
    [
      'HTTP status in a field of its own',
      json({ error: { message: 'too long', http_status_code: 400 } }),
      { message: 'too long', status: 400 },
    ],
    [
      'JSON inside a message',
      json({ error: { message: json({ error: { message: 'inner', code: 'c', type: 't' } }), code: 500 } }),
      { message: 'inner', code: '500', moreCodes: ['c'], type: 't', status: 500 },
    ],
    [
      'JSON inside metadata.raw',
      json({
        error: {
          message: 'Provider returned error',
          code: 429,
          metadata: { raw: json({ error: { message: 'vendor says slow down' } }) },
        },
      }),
      { message: 'vendor says slow down', code: '429', status: 429 },
    ],
    [
      'JSON inside metadata.raw that is a list, or has a shape of its own',
      json({ error: { message: 'Provider returned error', metadata: { raw: json([{ detail: 'no room' }]) } } }),
      { message: 'no room' },
    ],
    [
      'an object for a message',
      json({ message: { detail: [{ type: 'missing', loc: ['body', 'messages'], msg: 'Field required' }] } }),
      { message: 'Field required', type: 'missing' },
    ],
    [
      'codes of every level',
      json({ code: 'outer', error: { code: 'inner', message: 'no', innererror: { code: 'below' } } }),
      { message: 'no', code: 'inner', moreCodes: ['outer', 'below'] },
    ],
    [
      'the reasons and waits among Google’s details',
      json({ error: { code: 429, message: 'no', details: [{ reason: 'API_OFF' }, { retryDelay: '3s' }] } }),
      {
        ...{ message: 'no', code: '429', status: 429, moreCodes: ['API_OFF'] },
        details: { details: [{ reason: 'API_OFF' }, { retryDelay: '3s' }] },
      },
    ],
    [
      'when a plan comes back',
      json({ error: { message: 'no', plan_type: 'plus', resets_in_seconds: 9, resets_at: 1_777_003_200 } }),
      { message: 'no', details: { resets_in_seconds: 9, resets_at: 1_777_003_200 } },
    ],
    [
      'sizes of llama.cpp',
      json({ error: { message: 'too long', n_prompt_tokens: 9, n_ctx: 8 } }),
      { message: 'too long', details: { n_prompt_tokens: 9, n_ctx: 8 } },
    ],
    [
      'headers that OpenRouter passes on',
      json({ error: { message: 'no', metadata: { headers: { 'X-RateLimit-Remaining': '0' } } } }),
      { message: 'no', details: { headers: { 'X-RateLimit-Remaining': '0' } } },
    ],
    [
      'text inside metadata.raw',
      json({ error: { message: 'Provider returned error', code: 502, metadata: { raw: 'reset' } } }),
      { message: 'Provider returned error', code: '502', status: 502 },
    ],
    [
      'Bedrock',
      json({ __type: 'ThrottlingException', message: 'slow' }),
      { message: 'slow', type: 'ThrottlingException' },
    ],
    [
      'Bedrock with a namespace and a link',
      json({ __type: 'com.amazon.coral.service#ThrottlingException:http://x/', message: 'slow' }),
      { message: 'slow', type: 'ThrottlingException' },
    ],
    [
      'a Responses failure',
      json({ type: 'response.failed', response: { error: { code: 'server_error', message: 'sorry' } } }),
      { message: 'sorry', code: 'server_error' },
    ],
    [
      'a details object beside a message',
      json({ error_details: { message: 'Contact Support.' }, message: 'Resource not accessible' }),
      { message: 'Resource not accessible' },
    ],
    ['plain text', 'unauthorized: token expired\n', { message: 'unauthorized: token expired' }],
    ['HTML', '<html><title>401</title></html>', { message: '<html><title>401</title></html>' }],
    ['nothing', '', { message: '' }],
    ['JSON of no known shape', json({ foo: 1 }), { message: '{"foo":1}' }],
  ])('ERR-6 understands %s', (_shape, body, expected) => {
    expect(readError(body)).toEqual(expected);
  });

  it('ERR-6 takes the type from Amazon’s header, without its link', () => {
    expect(readError('{"message":"slow"}', { 'x-amzn-errortype': 'ThrottlingException:http://x/' })).toEqual({
      message: 'slow',
      type: 'ThrottlingException',
    });
  });

  it.each([
    ['503 Service Unavailable', 503],
    ['HTTP 429', 429],
    ['API error (529): overloaded', 529],
    ['failed with status code: 504', 504],
    ['the upstream said: status: 401', 401],
  ])('ERR-5 finds the status in %j', (text, status) => expect(readError(text).status).toBe(status));

  it.each(['room 429 is taken', '200 OK', '4290 tokens', 'port 503x', 'error 429', 'status code: 302'])(
    'ERR-5 finds none in %j',
    (text) => expect(readError(text).status).toBeUndefined(),
  );

  it('ERR-7 reads 16 KiB of a body and keeps 4 KiB of a message', () => {
    expect(readError('x'.repeat(100_000)).message).toHaveLength(4096);
    expect(readError(json({ error: { message: 'y'.repeat(9000) } })).message).toBe('y'.repeat(4096));
  });
});
