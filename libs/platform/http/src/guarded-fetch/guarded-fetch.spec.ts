import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { FetchRefusedError } from './fetch-refused-error.js';
import { guardedFetch, type GuardedRequest } from './guarded-fetch.js';
import { isPublicAddress } from './public-address.js';
import type { AddressRules } from './resolve-host.js';

const servers: Server[] = [];

async function serve(listener: RequestListener): Promise<number> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return (server.address() as AddressInfo).port; // a TCP server that listens has one
}

afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  }
});

/** A DNS of our own; 127.0.0.1 counts as public, everything else as in the product. */
function rules(names: Record<string, string[]> = { 'files.example': ['127.0.0.1'] }): AddressRules {
  return {
    resolve: (name) => {
      const addresses = names[name];
      if (!addresses) return Promise.reject(Object.assign(new Error(`getaddrinfo ${name}`), { code: 'ENOTFOUND' }));
      return Promise.resolve(addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })));
    },
    isAllowed: (address) => address === '127.0.0.1' || isPublicAddress(address),
  };
}

const limits = { maxBytes: 1_000, maxRedirects: 3, timeoutMs: 5_000 };
const never = new AbortController().signal;

function fetchWith(url: string, more: Partial<GuardedRequest> = {}, dns = rules()) {
  return guardedFetch({ url, ...limits, ...more }, never, dns);
}

const redirectTo =
  (location: string): RequestListener =>
  (_, response) =>
    response.writeHead(302, { location }).end('elsewhere');

/** The default takes seconds for a bomb. */
const brotliFast = (data: Buffer): Buffer =>
  brotliCompressSync(data, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } });

describe('guardedFetch', () => {
  it('HTTP-105 fetches from the address it has checked, under the name that was asked for', async () => {
    const seen: unknown[] = [];
    const port = await serve((request, response) => {
      seen.push(request.method, request.url, request.headers);
      response.writeHead(200, { 'content-type': 'text/plain; charset=x' }).end('hello');
    });
    const file = await fetchWith(`http://files.example:${port}/a%20b?c=d#e`);
    expect(file).toEqual({ bytes: Buffer.from('hello'), contentType: 'text/plain; charset=x' });
    expect(seen).toEqual(['GET', '/a%20b?c=d', expect.objectContaining({ host: `files.example:${port}` })]);
  });

  it('HTTP-105 the product does not reach this machine, by whatever name', async () => {
    const asked: unknown[] = [];
    const port = await serve((request, response) => response.end(asked.push(request.url)));
    const hosts = [
      '127.0.0.1',
      'localhost',
      '[::1]',
      '[::ffff:127.0.0.1]',
      '[::ffff:7f00:1]',
      '2130706433',
      '0177.0.0.1',
    ];
    for (const host of hosts) {
      const attempt = guardedFetch({ url: `http://${host}:${port}/`, ...limits }, never);
      await expect(attempt).rejects.toThrow(FetchRefusedError);
    }
    expect(asked).toEqual([]);
  });

  it.each([
    ['private', ['10.0.0.7']],
    ['metadata', ['169.254.169.254']],
    ['IPv4-mapped IPv6', ['::ffff:10.0.0.7']],
    ['NAT64', ['64:ff9b::a00:7']],
    ['one private address among public ones', ['127.0.0.1', '10.0.0.7']],
    ['nothing', []],
  ])('HTTP-105 refuses a DNS name that leads to %s', async (_, addresses) => {
    const port = await serve((request, response) => response.end('secret'));
    const attempt = fetchWith(`http://trap.example:${port}/`, {}, rules({ 'trap.example': addresses }));
    await expect(attempt).rejects.toThrow(/trap\.example/);
  });

  it('HTTP-105 DNS rebinding: a second answer of DNS is never asked for', async () => {
    const port = await serve((_, response) => response.end('fine'));
    const answers = ['127.0.0.1', '10.0.0.7'];
    const dns = rules();
    const resolve = () => Promise.resolve([{ address: answers.shift() ?? '10.0.0.7', family: 4 }]);
    const file = await fetchWith(`http://rebind.example:${port}/`, {}, { ...dns, resolve });
    expect(file.bytes.toString()).toBe('fine');
    expect(answers).toEqual(['10.0.0.7']);
  });

  it.each([
    ['an address', 'http://10.0.0.7/'],
    ['the metadata service', 'http://169.254.169.254/latest/meta-data/'],
    ['a DNS name', 'http://trap.example/'],
    ['IPv4-mapped IPv6', 'http://[::ffff:10.0.0.7]/'],
    ['a decimal host', 'http://167772167/'],
    ['an octal host', 'http://012.0.0.7/'],
    ['localhost', 'http://localhost/'],
    ['another scheme', 'file:///etc/passwd'],
    ['credentials', 'http://a:b@files.example/'],
  ])('HTTP-106 refuses a redirect to %s', async (_, location) => {
    const port = await serve(redirectTo(location));
    const dns = rules({ 'files.example': ['127.0.0.1'], 'trap.example': ['10.0.0.7'] });
    await expect(fetchWith(`http://files.example:${port}/`, {}, dns)).rejects.toThrow(/^refused/);
  });

  it('HTTP-106 follows redirects, and tells the next host nothing of the last', async () => {
    const headers: unknown[] = [];
    const target = await serve((request, response) => {
      headers.push({ ...request.headers, host: '' });
      response.end('there');
    });
    const port = await serve((request, response) => {
      headers.push({ ...request.headers, host: '' });
      const location = request.url === '/a' ? './b' : `http://other.example:${target}/c`;
      response.writeHead(request.url === '/a' ? 301 : 307, { location, 'set-cookie': 'a=b' }).end('x'.repeat(5_000));
    });
    const dns = rules({ 'files.example': ['127.0.0.1'], 'other.example': ['127.0.0.1'] });
    const file = await fetchWith(`http://files.example:${port}/a`, {}, dns);
    expect(file.bytes.toString()).toBe('there');
    const safe = {
      host: '',
      connection: 'close',
      accept: '*/*',
      'accept-encoding': 'identity',
      'user-agent': 'clawmesh',
    };
    expect(headers).toEqual([safe, safe, safe]);
  });

  it('HTTP-106 counts redirects; none may be allowed', async () => {
    const port = await serve(redirectTo('/again'));
    const url = `http://files.example:${port}/`;
    await expect(fetchWith(url)).rejects.toThrow('too many redirects');
    await expect(fetchWith(url, { maxRedirects: 0 })).rejects.toThrow('too many redirects');
    const once = await serve((request, response) =>
      request.url === '/' ? redirectTo('/b')(request, response) : response.end('b'),
    );
    const file = await fetchWith(`http://files.example:${once}/`, { maxRedirects: 1 });
    expect(file.bytes.toString()).toBe('b');
  });

  it('HTTP-107 holds every hop against the allowlist', async () => {
    const port = await serve(redirectTo('http://other.example/'));
    const attempt = fetchWith(`http://files.example:${port}/`, { urlAllowlist: ['files.example'] });
    await expect(attempt).rejects.toThrow(/other\.example.*allowlist/);
  });

  it.each([304, 302, 400, 404, 500])('HTTP-106 takes no answer with status %i', async (status) => {
    const port = await serve((_, response) => response.writeHead(status).end());
    await expect(fetchWith(`http://files.example:${port}/`)).rejects.toThrow(`status ${status}`);
  });

  it('HTTP-106 refuses what says it is too large before reading it', async () => {
    const port = await serve((_, response) => response.writeHead(200, { 'content-length': 1_001 }).flushHeaders());
    await expect(fetchWith(`http://files.example:${port}/`)).rejects.toThrow('more than 1000 bytes');
  });

  it('HTTP-106 stops reading what turns out too large', async () => {
    let closed: Promise<unknown> | undefined;
    const port = await serve((_, response) => {
      closed = once(response, 'close');
      const more = (): boolean => response.destroyed || (response.write('x'.repeat(400)), setImmediate(more), true);
      more();
    });
    await expect(fetchWith(`http://files.example:${port}/`)).rejects.toThrow('more than 1000 bytes');
    await closed;
  });

  it.each([
    ['gzip', gzipSync],
    ['br', brotliFast],
  ])('HTTP-106 a bomb of %s stops at the limit, too', async (encoding, compress) => {
    let body = compress(Buffer.alloc(50_000_000));
    const port = await serve((_, response) => response.writeHead(200, { 'content-encoding': encoding }).end(body));
    const maxBytes = body.length + 1;
    await expect(fetchWith(`http://files.example:${port}/`, { maxBytes })).rejects.toThrow(
      `more than ${maxBytes} bytes`,
    );
    body = compress(Buffer.from('small'));
    expect((await fetchWith(`http://files.example:${port}/`)).bytes.toString()).toBe('small');
  });

  it('HTTP-106 what decompresses to nothing counts as it is sent', async () => {
    const nothing = Buffer.concat(Array.from({ length: 50 }, () => gzipSync('')));
    const port = await serve((_, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' });
      const more = (): boolean => response.destroyed || (response.write(nothing), setImmediate(more), true);
      more();
    });
    await expect(fetchWith(`http://files.example:${port}/`)).rejects.toThrow('more than 1000 bytes');
  });

  it('takes neither unknown encodings nor broken ones', async () => {
    let encoding = 'gzip, gzip';
    const port = await serve((_, response) => response.writeHead(200, { 'content-encoding': encoding }).end('plain'));
    await expect(fetchWith(`http://files.example:${port}/`)).rejects.toThrow('unknown content encoding');
    encoding = 'gzip';
    await expect(fetchWith(`http://files.example:${port}/`)).rejects.toThrow(FetchRefusedError);
  });

  it.each([
    ['headers', () => undefined],
    ['its body', (response: { write(text: string): unknown }) => response.write('a')],
  ])('HTTP-106 one time limit for all: a server that is slow with %s', async (_, begin) => {
    const port = await serve((_request, response) => void begin(response));
    const attempt = fetchWith(`http://files.example:${port}/`, { timeoutMs: 100 });
    await expect(attempt).rejects.toThrow('no answer within 100 ms');
  });

  it('HTTP-106 the time limit outlives a garbage collection', async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void; // what the flag adds
    const port = await serve((_request, response) => {
      response.write('a');
      collect();
    });
    const attempt = fetchWith(`http://files.example:${port}/`, { timeoutMs: 300 });
    await expect(attempt).rejects.toThrow('no answer within 300 ms');
  });

  it('HTTP-106 the time limit holds for a DNS that does not answer', async () => {
    const silent = { ...rules(), resolve: () => new Promise<never>(() => undefined) };
    await expect(fetchWith('http://files.example/', { timeoutMs: 50 }, silent)).rejects.toThrow('within 50 ms');
  });

  it('HTTP-94a an abort ends the connection, and is passed on as it is', async () => {
    const gone = new AbortController();
    const reason = new Error('the client left');
    let closed: Promise<unknown> | undefined;
    const port = await serve((_, response) => {
      closed = once(response, 'close');
      response.write('a');
      gone.abort(reason);
    });
    const request = { url: `http://files.example:${port}/`, ...limits };
    await expect(guardedFetch(request, gone.signal, rules())).rejects.toBe(reason);
    await closed;
    await expect(guardedFetch(request, gone.signal, rules())).rejects.toBe(reason);
  });

  it('says what failed when a connection or a name does', async () => {
    await expect(fetchWith('http://files.example:1/')).rejects.toThrow('ECONNREFUSED');
    await expect(fetchWith('http://unknown.example/')).rejects.toThrow('ENOTFOUND');
    const port = await serve((request) => request.socket.destroy());
    await expect(fetchWith(`http://files.example:${port}/`)).rejects.toThrow(FetchRefusedError);
  });
});
