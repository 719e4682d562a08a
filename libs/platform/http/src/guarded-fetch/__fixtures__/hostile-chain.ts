import type { LookupAddress } from 'node:dns';
import type { SeededChoice } from '@clawmesh/testing';
import { closedV4, closedV6, disguised, publicV4, publicV6 } from './hosts.js';

/** A URL, and what may be connected to because of it: nothing, if it is closed. */
interface Hop {
  readonly url: string;
  readonly open: readonly string[];
}

/** A URL, and the redirects that follow from it. */
export interface HostileChain {
  readonly hops: readonly Hop[];
  /** What DNS says of a name, question by question. */
  readonly answers: ReadonlyMap<string, readonly (readonly string[])[]>;
}

type Answers = Map<string, readonly (readonly string[])[]>;

/** Makes chains that end, sooner or later, somewhere closed. */
export function hostileChain(pick: SeededChoice): HostileChain {
  const answers: Answers = new Map();
  const hops = Array.from({ length: pick.below(3) }, () => openHop(pick, answers));
  const last = hops.length === 0 ? pick.of([closedHop, closedStart]) : closedHop;
  return { hops: [...hops, last(pick, answers)], answers };
}

/** A chain without anything closed: what is refused there is refused by mistake. */
export function harmlessChain(pick: SeededChoice): HostileChain {
  const answers: Answers = new Map();
  return { hops: Array.from({ length: 1 + pick.below(3) }, () => openHop(pick, answers)), answers };
}

export const lookupAddress = (address: string): LookupAddress => ({ address, family: address.includes(':') ? 6 : 4 });

const name = (pick: SeededChoice): string => `${pick.text(8, 'bcdfghklm')}.${pick.of(['example.org', 'test.example.com'])}`;
const path = (pick: SeededChoice): string => `/${pick.text(4)}${pick.of(['', '?a=b', '#c', '/@10.0.0.1'])}`;
const port = (pick: SeededChoice): string => pick.of(['', '', '', ':80', ':8080', ':22', ':6379', ':65535']);

function openHop(pick: SeededChoice, answers: Answers): Hop {
  const addresses = Array.from({ length: 1 + pick.below(3) }, () => pick.of([publicV4, publicV6])(pick));
  const [first = ''] = addresses;
  if (pick.below(3) === 0) {
    const literal = first.includes(':') ? `[${first}]` : first;
    return { url: `http://${literal}${port(pick)}${path(pick)}`, open: [first] };
  }
  const host = name(pick);
  // Asked again, DNS says something else: nobody may ask again.
  answers.set(host, [addresses, [closedV4(pick)]]);
  return { url: `http://${host}${port(pick)}${path(pick)}`, open: addresses };
}

/** What a resolver may answer for a name that is a trap. */
function trap(pick: SeededChoice): string[] {
  const closed = pick.of([closedV4, closedV6])(pick);
  return pick.of([
    [closed],
    [closed, publicV4(pick)],
    [publicV4(pick), closed],
    [publicV6(pick), publicV4(pick), closed],
    [],
    [`${publicV6(pick)}%eth0`],
    [pick.of(['127.1', '0x7f.1', 'localhost', '', '::1%lo', '[::1]', ' 10.0.0.1'])],
  ]);
}

function closedHop(pick: SeededChoice, answers: Answers): Hop {
  const host = closedHost(pick, answers);
  const open = publicV4(pick);
  const where = port(pick) + path(pick);
  const url = pick.of([
    `http://${host}${where}`,
    `http://${host}${where}`,
    `https://${host}${where}`,
    `HTTP://${host}${where}`,
    `http:///${host}${where}`,
    `http:\\\\${host}${where}`,
    `//${host}${where}`,
    `http://${open}@${host}${where}`,
    `http://${open}:80@${host}${where}`,
    `http://:@${host}${where}`,
    `http://${host}\\@${open}/`,
    `http://${host}#@${open}/`,
    `http://${host}?@${open}/`,
    `http://${host}:0${where.replace(/^:\d+/, '')}`,
    `http://${host}:00080/`,
    `${pick.of(['ftp', 'gopher', 'file', 'ws', 'unix', 'dict', 'jar', 'view-source:http'])}://${host}/`,
  ]);
  return { url, open: [] };
}

/** What a redirect could not say: there these are relative, or two headers. */
function closedStart(pick: SeededChoice, answers: Answers): Hop {
  const rest = closedHost(pick, answers) + port(pick) + path(pick);
  const start = pick.of(['http:', 'http:/', ' \thttp://', 'ht\ntp://', '\x00http://', 'http://\r\n']);
  return { url: start + rest, open: [] };
}

function closedHost(pick: SeededChoice, answers: Answers): string {
  const trapName = name(pick);
  answers.set(trapName, [trap(pick), [publicV4(pick)]]);
  return pick.of([
    disguised(pick, closedV4(pick)),
    disguised(pick, closedV4(pick)),
    disguised(pick, closedV4(pick)),
    // Nobody writes a public address so.
    `0x${pick.text(8, '23456789')}`,
    `[${closedV6(pick)}]`,
    `[${closedV6(pick)}]`,
    `[${closedV6(pick).toUpperCase()}]`,
    `[${closedV6(pick)}%25eth0]`,
    trapName,
    trapName,
    trapName.toUpperCase(),
    `${trapName}.`,
    pick.of(['localhost', 'LOCALHOST.', 'a.localhost', 'printer.local', 'db.internal', 'metadata.google.internal.']),
    pick.of(['ｌｏｃａｌｈｏｓｔ', 'ⓛocalhost', 'loc\u00adalhost', '%6cocalhost', 'localhost%00.example.org', 'localhost。']),
  ]);
}
