import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** A way to a service that a test can slow down, cut, close, and lead elsewhere. */
export class TcpProxy {
  /** What an answer is held back by. */
  delayMs = 0;
  /** New connections are ended at once. */
  isClosed = false;
  #target: URL;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(target: string) {
    this.#target = new URL(target);
    this.#server = createServer((client) => this.#join(client));
  }

  static async start(target: string): Promise<TcpProxy> {
    const proxy = new TcpProxy(target);
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  get url(): string {
    const { port } = this.#server.address() as AddressInfo; // listening on TCP: never a pipe's string
    return `${this.#target.protocol}//127.0.0.1:${String(port)}`;
  }

  /** Ends all connections; what is under way is lost. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  /** New connections go there. */
  leadTo(target: string): void {
    this.#target = new URL(target);
  }

  async stop(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #join(client: Socket): void {
    if (this.isClosed) return void client.destroy();
    const service = connect(Number(this.#target.port), this.#target.hostname);
    for (const [socket, other] of [
      [client, service],
      [service, client],
    ] as const) {
      this.#sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        this.#sockets.delete(socket);
        other.destroy();
      });
    }
    client.on('data', (bytes) => service.write(bytes));
    // One after the other: what is held back longer must not be overtaken.
    let written = Promise.resolve();
    service.on('data', (bytes) => {
      const held = this.delayMs === 0 ? undefined : delay(this.delayMs);
      written = written.then(() => held).then(() => void client.write(bytes));
    });
  }
}
