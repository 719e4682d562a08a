import type { KeyCandidate } from '@clawmesh/coordination';

/** Something that can authenticate a call. Its rank orders it within its pool. */
export interface Credential extends KeyCandidate {
  /** How a provider would call it (CRED-3). `header`: a configured header carries it. `none`: nothing is needed. */
  readonly type: 'api_key' | 'token' | 'oauth' | 'header' | 'none';
  /** Absent: nothing is added to the request. */
  readonly key?: string;
}

/** What the ring is told of it. */
export function toCandidate({ keyId, source, rank, isProfile, isSticky }: Credential): KeyCandidate {
  return { keyId, source, rank, isProfile, isSticky };
}

/** One list of lists of which each comes before the next; of the same secret, the first stays (CRED-6). */
export function inSections(sections: readonly (readonly Credential[])[]): Credential[] {
  const found = new Map<string, Credential>();
  let offset = 0;
  for (const section of sections) {
    for (const credential of section) {
      const print = printOf(credential);
      if (!found.has(print)) found.set(print, { ...credential, rank: offset + credential.rank });
    }
    offset += Math.max(0, ...section.map(({ rank }) => rank + 1));
  }
  return [...found.values()];
}

const printOf = ({ keyId }: Credential): string => keyId.slice(keyId.lastIndexOf(':') + 1);
