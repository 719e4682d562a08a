import type { GatewayBind } from '@clawmesh/config';

interface Listener {
  listen(port: number, host: string): Promise<unknown>;
}

/** Says what to do when the address is taken. */
export async function listen(app: Listener, { host, port }: GatewayBind): Promise<void> {
  await app.listen(port, host).catch((error: NodeJS.ErrnoException) => {
    throw Object.assign(error, { message: reasonOf(error, host, port) });
  });
}

function reasonOf({ code, message }: NodeJS.ErrnoException, host: string, port: number): string {
  if (code === 'EADDRINUSE') {
    return `port ${port} of ${host} is taken by another program: end it, or choose another port with --port or gateway.port`;
  }
  if (code === 'EACCES') return `port ${port} needs more rights than this process has: choose one from 1024 on`;
  if (code === 'EADDRNOTAVAIL') return `this machine has no address ${host}: see gateway.customBindHost`;
  return message;
}

/** Where this machine reaches it. */
export function localUrl({ host, port }: GatewayBind): string {
  return `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${port}`;
}
