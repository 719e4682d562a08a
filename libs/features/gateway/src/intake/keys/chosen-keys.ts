import type { BoardKey } from '@clawmesh/contracts';
import { invalidRequest, unknownKey } from '../../http/request-error.js';
import { maskedKey } from '../../render/keys/masked-key.js';
import type { KeyOrderBody } from './key-order-intake.js';

/**
 * The keys an order is about: all of a provider, or the one that is named by its source or by the start of what is shown
 * of it, with its kind or without. Throws when there is none, or when the name could mean several.
 */
export function chosenKeys(board: readonly BoardKey[], { provider, key }: KeyOrderBody): readonly BoardKey[] {
  const ofProvider = board.filter((row) => provider === undefined || row.provider === provider);
  const chosen = key === undefined ? ofProvider : ofProvider.filter((row) => isCalled(row, key));
  const where = provider === undefined ? '' : ` of provider '${provider}'`;
  if (chosen.length === 0)
    throw unknownKey(key === undefined ? `There is no key${where}.` : `No key${where} is called '${key}'.`);
  if (key === undefined || chosen.length === 1) return chosen;
  const names = chosen.map(({ keyId, source, provider: owner }) => `${owner} ${maskedKey(keyId)} (${source})`);
  throw invalidRequest(`key: '${key}' may mean ${names.join(' or ')}`);
}

function isCalled({ keyId, source }: BoardKey, name: string): boolean {
  const shown = maskedKey(keyId);
  const fingerprint = shown.slice(shown.indexOf(':') + 1);
  return source === name || shown.startsWith(name) || fingerprint.startsWith(name);
}
