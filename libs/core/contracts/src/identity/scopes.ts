/** The scopes of a caller with the shared secret (AUTH-50). */
export const fullScopes = [
  'operator.admin',
  'operator.approvals',
  'operator.pairing',
  'operator.questions',
  'operator.read',
  'operator.talk.secrets',
  'operator.write',
] as const;

/** Every scope there is (AUTH-50, AUTH-51). A caller may declare others, which grant nothing. */
export const knownScopes = [
  ...fullScopes,
  'operator.sessions.read',
  'operator.sessions.write',
  'operator.talk',
] as const;

const impliedBy: Readonly<Record<string, readonly string[]>> = {
  'operator.read': ['operator.write'],
  'operator.talk': ['operator.write'],
  'operator.sessions.read': ['operator.read', 'operator.write', 'operator.sessions.write'],
  'operator.sessions.write': ['operator.write'],
};

/** Whether `granted` satisfies `scope`, with the implications of AUTH-52. */
export function hasScope(granted: readonly string[], scope: string): boolean {
  if (granted.includes('operator.admin') || granted.includes(scope)) return true;
  return impliedBy[scope]?.some((wider) => granted.includes(wider)) ?? false;
}

/** What both lists grant (AUTH-71): a role takes away, and never adds. */
export function commonScopes(granted: readonly string[], role: readonly string[]): string[] {
  return knownScopes.filter((scope) => hasScope(granted, scope) && hasScope(role, scope));
}
