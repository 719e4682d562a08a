import { createRedact } from './redaction.js';

describe('createRedact', () => {
  const redact = createRedact(['correct-horse', 'correct-horse-battery', 'on']);

  it('AUTH-81 replaces known values, the longest first', () => {
    expect(redact('a correct-horse-battery b correct-horse')).toBe('a [redacted] b [redacted]');
  });
  it('AUTH-81 knows a value as JSON and URLs write it', () => {
    const odd = 'pa"ss\\w/rd\nü';
    const hide = createRedact([odd]);
    for (const text of [odd, JSON.stringify({ odd }), JSON.stringify({ body: JSON.stringify({ odd }) })]) {
      expect(hide(text)).not.toContain('w/rd');
    }
    expect(hide(`redis://:${encodeURIComponent(odd)}@host`)).toBe('redis://:[redacted]@host');
  });
  it('does not touch words that merely equal a very short value', () => {
    expect(redact('on and on')).toBe('on and on');
  });
  it.each([
    ['Authorization: Bearer abcdef0123456789', 'Authorization: Bearer [redacted]'],
    ['Incorrect API key provided: sk-proj-0123456789abcdef.', 'Incorrect API key provided: [redacted].'],
    ['{"x-api-key":"0123456789"}', '{"x-api-key":"[redacted]"}'],
    ['GET /v1?key=abc123&x=1', 'GET /v1?key=[redacted]&x=1'],
    ['AIzaSyA0123456789012345678901234567890', '[redacted]'],
  ])('ERR-8 recognises %s', (line, clean) => {
    expect(redact(line)).toBe(clean);
  });
  it('CFG-25 redacts what further patterns say', () => {
    expect(createRedact([], [/emp-\d+/g])('emp-12 and emp-345, not emp-x')).toBe(
      '[redacted] and [redacted], not emp-x',
    );
  });
});
