import { lookup } from 'node:dns';
import { isIP, Socket, type LookupFunction } from 'node:net';
import { promisify } from 'node:util';

interface Destination {
  readonly host?: string;
  readonly lookup?: LookupFunction;
}

/**
 * Sees where every TCP connection of this process would go, and leads it to a local port instead: nothing leaves the
 * machine, and what is seen does not depend on what the code under test believes.
 */
export class OutgoingConnections {
  readonly addresses: string[] = [];
  readonly #connect = Socket.prototype.connect;

  constructor(port: number) {
    const { addresses } = this;
    const connect = this.#connect;
    // As node:net and node:tls call it: options, or a list of normalised arguments.
    Socket.prototype.connect = function (this: Socket, first: unknown, ...rest: unknown[]): Socket {
      const [options] = (Array.isArray(first) ? first : [first]) as [Destination];
      void addressesOf(options).then(
        (found) => {
          addresses.push(...found);
          Reflect.apply(connect, this, [port, '127.0.0.1']);
        },
        (error: Error) => this.destroy(error),
      );
      const listener = rest.find((argument) => typeof argument === 'function');
      if (listener) this.once('connect', listener as () => void);
      return this;
    } as typeof Socket.prototype.connect;
  }

  restore(): void {
    Socket.prototype.connect = this.#connect;
  }
}

async function addressesOf({ host = '', lookup: own = lookup as LookupFunction }: Destination): Promise<string[]> {
  if (isIP(host) !== 0) return [host];
  const found = await promisify(own)(host, { all: true });
  return (found as unknown as { address: string }[]).map(({ address }) => address);
}
