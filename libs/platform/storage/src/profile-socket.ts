import { chmod, rm } from 'node:fs/promises';
import { createServer, connect, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { ProfileAccess } from './profile-access.js';

/** One call, and its answer: a line of JSON each. Both ends are one version of one product on one machine. */
interface Call {
  readonly name: keyof ProfileAccess;
  readonly args: readonly unknown[];
}
type Answer = { readonly ok: true; readonly value?: unknown } | { readonly ok: false; readonly message: string };

/** Of the gateway of a state directory. */
export const profileSocketPath = (stateDir: string): string => join(stateDir, 'gateway.sock');

export interface ProfileSocket {
  close(): Promise<void>;
}

/**
 * Lets the command line of the same user at the profiles of a process that has the embedded database open, which only one
 * process can. A secret goes straight to where it is encrypted: not over the bus, nor through a surface of clients.
 */
export async function serveProfiles(path: string, access: ProfileAccess): Promise<ProfileSocket> {
  await rm(path, { force: true });
  const server = createServer((socket) => serveCalls(socket, access));
  await listening(server, path);
  await chmod(path, 0o600);
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
      }),
  };
}

/** Nobody else can connect in between, either: the socket is made private. */
function listening(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    const mask = process.umask(0o177);
    try {
      server.listen(path, () => resolve());
    } finally {
      process.umask(mask);
    }
  });
}

const names: readonly string[] = ['list', 'put', 'remove', 'setOrder'] satisfies readonly (keyof ProfileAccess)[];

function serveCalls(socket: Socket, access: ProfileAccess): void {
  const leave = (): void => void socket.destroy();
  socket.on('error', leave);
  const lines = createInterface(socket).on('error', leave);
  lines.once('line', (line) => {
    void answerTo(line, access).then((answer) => socket.end(`${JSON.stringify(answer)}\n`));
  });
}

async function answerTo(line: string, access: ProfileAccess): Promise<Answer> {
  try {
    const { name, args } = JSON.parse(line) as Call;
    if (!names.includes(name)) return { ok: false, message: 'the gateway that runs is of another version: restart it' };
    const call = access[name] as (...args: readonly unknown[]) => Promise<unknown>; // the types of both ends are the same
    return { ok: true, value: await call(...args) };
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : String(error) };
  }
}

/** The profiles of the process that serves them at a path. Rejects with the code of the socket where none does. */
export function connectProfiles(path: string): ProfileAccess {
  const ask = <T>(name: keyof ProfileAccess, ...args: readonly unknown[]): Promise<T> =>
    callOnce(path, { name, args }) as Promise<T>; // as above
  return {
    list: () => ask('list'),
    put: (profile) => ask('put', profile),
    remove: (place) => ask('remove', place),
    setOrder: (order) => ask('setOrder', order),
  };
}

function callOnce(path: string, call: Call): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const socket = connect(path, () => socket.write(`${JSON.stringify(call)}\n`));
    socket.once('error', reject);
    const lines = createInterface(socket).on('error', reject);
    lines.once('line', (line) => {
      const answer = JSON.parse(line) as Answer;
      if (answer.ok) resolve(answer.value);
      else reject(new Error(answer.message));
      socket.destroy();
    });
    lines.once('close', () => reject(new Error('the gateway ended before it answered')));
  });
}
