import type { LoadNotes } from '../load/raw-config.js';
import type { ParsedConfig } from '../schema/config.schema.js';

/** A role that is not there would leave its users without limits, or without access (CFG-14, AUTH-70). */
export function checkRoles({ gateway: { roles }, agents }: ParsedConfig, notes: LoadNotes): void {
  if (!roles) return;
  const { default: fallback, definitions, users } = roles;
  const wanted = [['default', fallback], ...Object.entries(users).map(([user, role]) => [`users.${user}`, role])];
  for (const [key, role = ''] of wanted) {
    if (Object.hasOwn(definitions, role)) continue;
    notes.issues.push({ path: `gateway.roles.${key}`, reason: `there is no role "${role}"` });
  }
  for (const [name, { agents: allowed }] of Object.entries(definitions)) {
    if (allowed === '*') continue;
    for (const [index, id] of allowed.entries()) {
      if (agents.entries.some((agent) => agent.id === id.toLowerCase())) continue;
      const path = `gateway.roles.definitions.${name}.agents[${index}]`;
      notes.issues.push({ path, reason: `there is no agent "${id}"` });
    }
  }
}
