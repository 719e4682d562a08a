import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, waitUntil } from '@clawmesh/testing';
import { root } from '../targets/running-process.js';

/** Who the proxies of the tests know. */
export const passwords: Readonly<Record<string, string>> = { alice: 'alices-password', bob: 'bobs-password' };

/** A reverse proxy with its file of docs/proxies in front of a gateway. */
export interface Proxy {
  readonly url: string;
  readonly output: () => string;
  stop(): Promise<void>;
}

interface Place {
  readonly directory: string;
  readonly port: number;
  readonly gatewayPort: string;
}

export interface ProxyKind {
  readonly name: 'nginx' | 'haproxy';
  /** Writes its files; gives the arguments it runs in the foreground with. */
  prepare(place: Place): Promise<string[]>;
}

/** A file of docs/proxies with other addresses and passwords, each of which must stand there. */
async function documented(file: string, changes: readonly (readonly [from: string, to: string])[]): Promise<string> {
  let text = await readFile(join(root, 'docs/proxies', file), 'utf8');
  for (const [from, to] of changes) {
    if (text.split(from).length !== 2) throw new Error(`docs/proxies/${file} does not have "${from}" once`);
    text = text.replace(from, to);
  }
  return text;
}

const nginx: ProxyKind = {
  name: 'nginx',
  async prepare({ directory, port, gatewayPort }) {
    const users = Object.entries(passwords).map(([name, password]) => `${name}:{SHA}${sha1(password)}\n`);
    await writeFile(join(directory, 'htpasswd'), users.join(''));
    const server = await documented('nginx.conf', [
      ['server 127.0.0.1:18789;', `server 127.0.0.1:${gatewayPort};`],
      ['listen 8080;', `listen ${port};`],
      ['/etc/nginx/clawmesh.htpasswd', join(directory, 'htpasswd')],
    ]);
    await writeFile(join(directory, 'clawmesh.conf'), server);
    // What a distribution's own nginx.conf says, for a process that is nobody in particular.
    const kinds = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
    const folders = kinds.map((kind) => `${kind}_temp_path ${directory}/${kind};`).join(' ');
    const http = `http { access_log off; ${folders} include clawmesh.conf; }`;
    // Started by root, its workers would be nobody, who must not read these files.
    const user = process.getuid?.() === 0 ? 'user root; ' : '';
    const main = `${user}daemon off; pid nginx.pid; error_log stderr; worker_processes 1; events {} ${http}\n`;
    await writeFile(join(directory, 'nginx.conf'), main);
    return ['-e', 'stderr', '-p', directory, '-c', 'nginx.conf'];
  },
};

const haproxy: ProxyKind = {
  name: 'haproxy',
  async prepare({ directory, port, gatewayPort }) {
    const users = Object.entries(passwords).map(([name, password]) => `  user ${name} insecure-password ${password}`);
    const config = await documented('haproxy.cfg', [
      ['server gateway 127.0.0.1:18789', `server gateway 127.0.0.1:${gatewayPort}`],
      ['bind :8080', `bind :${port}`],
      ['  user alice insecure-password change-me', users.join('\n')],
    ]);
    await writeFile(join(directory, 'haproxy.cfg'), config);
    return ['-db', '-f', join(directory, 'haproxy.cfg')];
  },
};

const sha1 = (text: string): string => createHash('sha1').update(text).digest('base64');

/** The distribution keeps them where only the administrator's PATH leads. */
const environment = { ...process.env, PATH: `${process.env['PATH'] ?? ''}:/usr/sbin:/usr/local/sbin` };
const isInstalled = ({ name }: ProxyKind): boolean => spawnSync(name, ['-v'], { env: environment }).status === 0;

/** An address of this machine that is no loopback: who comes from one is a client that a proxy can name. */
const ownAddress = (): string | undefined =>
  Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .find(({ family, internal }) => family === 'IPv4' && !internal)?.address;

/** What can be tested here. The rest is named in one line, or is an error under REQUIRE_SERVICES=1. */
export function availableProxies(): ProxyKind[] {
  const address = ownAddress();
  const reasons = [
    ...[nginx, haproxy].flatMap((kind) => (isInstalled(kind) ? [] : [`there is no ${kind.name} on the PATH`])),
    ...(address === undefined ? ['this machine has no address but loopback'] : []),
  ];
  if (reasons.length > 0 && process.env['REQUIRE_SERVICES'] === '1') throw new Error(reasons.join(', '));
  for (const reason of reasons) process.stderr.write(`skipped: a reverse proxy in front, for ${reason}\n`);
  return address === undefined ? [] : [nginx, haproxy].filter(isInstalled);
}

/** Where a port of all addresses is reached from outside, so to say. */
export const fromOutside = (port: number | string): string => `http://${ownAddress()}:${port}`;

export async function startProxy(kind: ProxyKind, gatewayUrl: string): Promise<Proxy> {
  const directory = await mkdtemp(join(tmpdir(), 'clawmesh-proxy-'));
  const port = await freePort();
  const args = await kind.prepare({ directory, port, gatewayPort: new URL(gatewayUrl).port });
  const running: ChildProcess = spawn(kind.name, args, { env: environment, cwd: directory });
  const exited = once(running, 'exit');
  let output = '';
  for (const stream of [running.stdout, running.stderr]) stream?.setEncoding('utf8').on('data', (t) => (output += t));
  const url = fromOutside(port);
  const stop = async (): Promise<void> => {
    if (running.exitCode === null) running.kill('SIGTERM');
    await exited;
    await rm(directory, { recursive: true, force: true });
  };
  const answers = async (): Promise<boolean> => {
    if (running.exitCode !== null) throw new Error(`${kind.name} ended:\n${output}`);
    // Not known to it: it answers by itself.
    return fetch(url).then(
      ({ status }) => status === 401,
      () => false,
    );
  };
  await waitUntil(answers, 20_000).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  return { url, output: () => output, stop };
}
