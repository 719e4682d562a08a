import type { ConfigSnapshot } from '../config-snapshot.js';
import { endpointWarning } from './endpoint-warning.js';

/** What to tell the operator of a gateway that starts. */
export function gatewayWarnings(snapshot: ConfigSnapshot): readonly string[] {
  return [endpointWarning(snapshot), formerNames(snapshot)].filter((warning) => warning !== undefined);
}

/** AUTH-3: names that the reference had once, and reads no more. */
function formerNames({ env }: ConfigSnapshot): string | undefined {
  const names = Object.keys(env).filter((name) => /^(?:CLAWDBOT|MOLTBOT)_/.test(name));
  return names.length === 0
    ? undefined
    : `ignored: ${names.sort().join(', ')}; these variables begin with OPENCLAW_ now`;
}
