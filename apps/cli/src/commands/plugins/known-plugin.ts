import { findProvider, providerRegistry } from '@clawmesh/providers';
import { CommandError } from '../../command-error.js';

/** The id of a plugin by any of its names. Throws `CommandError` for what is none. */
export function knownPlugin(name: string): string {
  const vendor = findProvider(name);
  if (vendor) return vendor.id;
  const ids = providerRegistry.map(({ id }) => id).join(', ');
  throw new CommandError(`there is no plugin '${name}'. Built in are: ${ids}.`);
}
