import { createSnapshot, readBootSettings } from '@clawmesh/config';
import { LiveRedaction } from './live-redaction.js';

describe('LiveRedaction', () => {
  it('CFG-25 hides the secrets of every config so far, of flags, and what patterns of the last one say', () => {
    const redaction = new LiveRedaction(readBootSettings({ token: 'token-of-flag' }, {}));
    const learn = (token: string, pattern: string) => {
      const raw = { gateway: { auth: { token } }, logging: { redactPatterns: [pattern] } };
      redaction.learn(createSnapshot({ raw, env: {}, stateDir: '/s' }));
    };
    learn('first-token', 'emp-\\d');
    learn('second-token', 'cust-\\d');
    const clean = redaction.redact('token-of-flag first-token second-token emp-1 cust-1');
    expect(clean).toBe('[redacted] [redacted] [redacted] emp-1 [redacted]');
  });
});
