import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { SeededChoice, testSeed } from '@clawmesh/testing';
import { harmlessChain, hostileChain, lookupAddress, type HostileChain } from './__fixtures__/hostile-chain.js';
import { OutgoingConnections } from './__fixtures__/outgoing-connections.js';
import { FetchRefusedError } from './fetch-refused-error.js';
import { guardedFetch } from './guarded-fetch.js';
import { isPublicAddress } from './public-address.js';

const seed = testSeed();
const limits = { maxBytes: 1_000, maxRedirects: 3, timeoutMs: 20_000 };
const found = (location: string): string => `302 Found\r\nLocation: ${location}\r\nContent-Length: 0\r\n\r\n`;
const never = new AbortController().signal;

describe(`guardedFetch and URLs of strangers, TEST_SEED=${seed} (HTTP-105, HTTP-106)`, () => {
  let server: Server;
  let outgoing: OutgoingConnections;
  let locations: string[] = [];

  beforeAll(async () => {
    server = createServer((socket) => {
      socket
        .on('error', () => undefined)
        .once('data', () => {
          const location = locations.shift();
          const answer = location === undefined ? '200 OK\r\nContent-Length: 5\r\n\r\nthere' : found(location);
          socket.end(`HTTP/1.1 ${answer}`);
        });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    outgoing = new OutgoingConnections((server.address() as AddressInfo).port); // a TCP server that listens has one
  });
  afterAll(async () => {
    outgoing.restore();
    server.close();
    await once(server, 'close');
  });

  /** What became of a chain, and where connections went. */
  async function follow({ hops, answers }: HostileChain) {
    const [first, ...rest] = hops.map(({ url }) => url);
    locations = rest;
    outgoing.addresses.splice(0);
    const left = new Map([...answers].map(([name, all]) => [name, [...all]]));
    const resolve = async (name: string) => {
      const answer = left.get(name.toLowerCase().replace(/\.$/, ''))?.shift();
      if (!answer) throw Object.assign(new Error(`getaddrinfo ${name}`), { code: 'ENOTFOUND' });
      return answer.map(lookupAddress);
    };
    const result = await guardedFetch({ url: first ?? '', ...limits }, never, {
      resolve,
      isAllowed: isPublicAddress,
    }).catch((error: unknown) => error);
    return { result, addresses: [...outgoing.addresses] };
  }

  it('1000 that end somewhere closed are refused, and no closed address is ever connected to', async () => {
    const pick = new SeededChoice(seed);
    for (let made = 0; made < 1_000; made += 1) {
      const chain = hostileChain(pick);
      const { result, addresses } = await follow(chain);
      const open = chain.hops.flatMap((hop) => hop.open);
      expect({ chain, wrong: addresses.filter((address) => !open.includes(address)) }).toEqual({ chain, wrong: [] });
      if (!(result instanceof FetchRefusedError)) throw new Error(`not refused: ${JSON.stringify(chain)}`);
      expect(String(result)).not.toContain('undefined');
    }
  }, 60_000);

  it('100 that lead nowhere closed are followed to the end, each to the addresses that were checked', async () => {
    const pick = new SeededChoice(seed);
    for (let made = 0; made < 100; made += 1) {
      const chain = harmlessChain(pick);
      const { result, addresses } = await follow(chain);
      expect([chain, result]).toEqual([chain, expect.objectContaining({ bytes: Buffer.from('there') })]);
      for (const hop of chain.hops) expect(addresses.filter((address) => hop.open.includes(address))).not.toEqual([]);
    }
  }, 60_000);
});
