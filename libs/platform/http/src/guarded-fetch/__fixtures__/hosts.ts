import type { SeededChoice } from '@clawmesh/testing';

/** Networks that no fetch may reach; not the product's own list, so that one can be held against the other. */
const closedNetworks = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['169.254.169.254', 32],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
  ['255.255.255.255', 32],
] as const;

const publicNetworks = [
  ['1.0.0.0', 8],
  ['8.8.0.0', 16],
  ['93.184.0.0', 16],
  ['172.32.0.0', 11],
  ['192.169.0.0', 16],
  ['100.128.0.0', 9],
  ['11.0.0.0', 8],
] as const;

const numberOf = (address: string): number => address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
const dotted = (address: number): string => [24, 16, 8, 0].map((bits) => (address >>> bits) & 255).join('.');

function inside(pick: SeededChoice, networks: readonly (readonly [string, number])[]): string {
  const [base, bits] = pick.of(networks);
  return dotted(numberOf(base) + pick.below(2 ** (32 - bits)));
}

export const closedV4 = (pick: SeededChoice): string => inside(pick, closedNetworks);
export const publicV4 = (pick: SeededChoice): string => inside(pick, publicNetworks);

const groups = (pick: SeededChoice, count: number): string =>
  Array.from({ length: count }, () => (1 + pick.below(0xffff)).toString(16)).join(':');
const hexGroups = (address: string): string => {
  const number = numberOf(address);
  return `${(number >>> 16).toString(16)}:${(number & 0xffff).toString(16)}`;
};

/** IPv6 that is closed by itself, or leads to IPv4 that is. */
export function closedV6(pick: SeededChoice): string {
  const v4 = closedV4(pick);
  return pick.of([
    '::',
    '::1',
    `fe80::${groups(pick, 2)}`,
    `fec0::${groups(pick, 2)}`,
    `fc${pick.text(2, '0123456789abcdef')}::${groups(pick, 2)}`,
    `fd${pick.text(2, '0123456789abcdef')}:${groups(pick, 7)}`,
    `ff0${pick.below(10)}::${groups(pick, 1)}`,
    `::ffff:${v4}`,
    `::ffff:${hexGroups(v4)}`,
    `0:0:0:0:0:ffff:${hexGroups(v4)}`,
    `::${v4}`,
    `::${hexGroups(v4)}`,
    `64:ff9b::${v4}`,
    `64:ff9b::${hexGroups(v4)}`,
    `64:ff9b:1::${hexGroups(v4)}`,
    `2002:${hexGroups(v4)}::${groups(pick, 1)}`,
    `2001:0:${hexGroups(v4)}::${groups(pick, 1)}`,
    `2a00:${groups(pick, 3)}:0:5efe:${hexGroups(v4)}`,
    `2001:db8::${groups(pick, 2)}`,
  ]);
}

export const publicV6 = (pick: SeededChoice): string => `2a0${pick.below(10)}:${groups(pick, 7)}`;

const fullWidth = (text: string): string =>
  text.replace(/[0-9a-zA-Z]/g, (char) => String.fromCharCode(char.charCodeAt(0) + 0xfee0));
const percent = (text: string): string =>
  [...text].map((char) => `%${char.charCodeAt(0).toString(16).padStart(2, '0')}`).join('');
const otherDots = (pick: SeededChoice, text: string): string => text.replaceAll('.', () => pick.of(['。', '．', '｡', '.']));

/** One part of an address as C libraries read it: decimal, octal or hexadecimal, with zeros before it. */
function anyBase(pick: SeededChoice, part: number): string {
  const zeros = '0'.repeat(pick.below(3));
  return pick.of([`${part}`, `0${zeros}${part.toString(8)}`, `0x${zeros}${part.toString(16)}`, `0X${part.toString(16)}`]);
}

/** The same address in fewer parts, of any base: `127.1`, `0x7f.0.1`, `2130706433`. */
function shorthand(pick: SeededChoice, address: string): string {
  const parts = address.split('.').map(Number);
  const kept = pick.below(4);
  const last = parts.slice(kept).reduce((sum, part) => sum * 256 + part, 0);
  return [...parts.slice(0, kept), last].map((part) => anyBase(pick, part)).join('.');
}

/** A host that leads to an IPv4 address, as only somebody would write it who does not want it to be seen. */
export function disguised(pick: SeededChoice, address: string): string {
  const written = pick.of([address, shorthand(pick, address), shorthand(pick, address)]);
  return pick.of([
    written,
    written,
    `${written}.`,
    fullWidth(written),
    percent(written),
    otherDots(pick, written),
    otherDots(pick, fullWidth(written)),
    `${written.slice(0, 1)}\t${written.slice(1)}`,
    `${written.slice(0, 1)}\u00ad${written.slice(1)}`,
    `${written.slice(0, 1)}\u200b${written.slice(1)}`,
  ]);
}
