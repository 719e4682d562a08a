import { commonScopes, hasScope, knownScopes } from './scopes.js';

describe('hasScope', () => {
  it('AUTH-52 admin grants everything', () => {
    expect(hasScope(['operator.admin'], 'operator.write')).toBe(true);
  });
  it('AUTH-52 write grants read, read does not grant write', () => {
    expect(hasScope(['operator.write'], 'operator.read')).toBe(true);
    expect(hasScope(['operator.read'], 'operator.write')).toBe(false);
  });
  it('AUTH-51 an unknown scope grants nothing', () => {
    expect(hasScope(['operator.everything'], 'operator.read')).toBe(false);
  });
});

describe('commonScopes', () => {
  it('AUTH-71 a role takes away, with implications, and never adds', () => {
    expect(commonScopes(['operator.admin'], ['operator.read'])).toEqual(['operator.read', 'operator.sessions.read']);
    expect(commonScopes(['operator.read'], ['operator.admin'])).toEqual(['operator.read', 'operator.sessions.read']);
    expect(commonScopes(['operator.approvals'], ['operator.write'])).toEqual([]);
    expect(commonScopes(['operator.admin'], ['operator.admin'])).toEqual([...knownScopes]);
    expect(commonScopes(['made.up'], ['made.up'])).toEqual([]);
  });
});
