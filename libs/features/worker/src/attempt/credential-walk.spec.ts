import type { Failure } from '@clawmesh/contracts';
import { CredentialWalk } from './credential-walk.js';
import type { FailedCall } from './rotate-keys.js';

const rules = { mostRotations: { rate_limit: 1, overloaded: 1 }, overloadedBackoffMs: 0 };
const candidates = ['inline', 'profile', 'env'].map((keyId, rank) => {
  return { keyId, source: keyId, rank, isProfile: keyId === 'profile' };
});
const walk = () => new CredentialWalk({ candidates, rules, hasFallbacks: false });

function failed(failure: Partial<Failure>, rotatesKey: boolean): FailedCall {
  const whole: Failure = { reason: 'rate_limit', message: 'slow', origin: 'upstream', ...failure };
  return { status: 'failed', started: true, rotatesKey, scope: 'model', failure: whole };
}

describe('CredentialWalk', () => {
  it('ERR-46 CRED-1 a preferred key that is limited leads to the other plain keys, past the profiles', () => {
    const keys = walk();
    expect(keys.goesOnAfter('inline', failed({}, true))).toBe(true);
    expect(keys.excludedKeyIds).toEqual(['inline', 'profile']);
  });

  it('ERR-21 remembers the size that was refused, and asks for keys that allow it', () => {
    const keys = walk();
    keys.goesOnAfter('inline', failed({}, true));
    expect(keys.neededTokens).toBeUndefined();
    keys.goesOnAfter('env', failed({ ceiling: true, overflow: { tokens: 43_211, limit: 30_000 } }, true));
    expect(keys.neededTokens).toBe(43_211);
  });

  it('AM-6 the ring is asked once more after the last limit, for when the keys are usable again', () => {
    const keys = walk();
    for (const keyId of ['profile', 'inline']) keys.goesOnAfter(keyId, failed({}, true));
    expect(keys.goesOnAfter('env', failed({}, true))).toBe(true);
    expect(keys.goesOnAfter('env', failed({ reason: 'billing' }, true))).toBe(false);
  });
});
