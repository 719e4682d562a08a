import { BlockList, isIP, isIPv4 } from 'node:net';

/** An address as it is compared everywhere: IPv4-mapped IPv6 is its IPv4 form (AUTH-14). */
export function foldAddress(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  return mapped !== undefined && isIPv4(mapped) ? mapped : address;
}

export function isLoopback(address: string): boolean {
  return address === '::1' || (isIPv4(address) && address.startsWith('127.'));
}

/** A set of addresses and CIDR ranges. Entries that are neither match nothing. */
export class IpRanges {
  readonly #v4 = new BlockList();
  readonly #v6 = new BlockList();

  constructor(entries: readonly string[]) {
    for (const entry of entries) this.#add(entry);
  }

  has(address: string): boolean {
    return isIPv4(address) ? this.#v4.check(address, 'ipv4') : isIP(address) === 6 && this.#v6.check(address, 'ipv6');
  }

  #add(entry: string): void {
    const [rawAddress = '', rawBits] = entry.trim().split('/');
    const address = foldAddress(rawAddress);
    const family = isIP(address);
    if (family === 0) return;
    const folded = address !== rawAddress;
    const width = family === 4 ? 32 : 128;
    // Nothing behind the slash is not zero: it would be everybody.
    if (rawBits !== undefined && !/^\d{1,3}$/.test(rawBits)) return;
    const bits = rawBits === undefined ? width : Number(rawBits) - (folded ? 96 : 0);
    if (bits < 0 || bits > width) return;
    if (family === 4) this.#v4.addSubnet(address, bits, 'ipv4');
    else this.#v6.addSubnet(address, bits, 'ipv6');
  }
}
