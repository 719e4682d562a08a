import { startOwnRedis, TcpProxy, waitUntil, type RunningService } from '@clawmesh/testing';
import { describeCluster } from '../targets/available-targets.js';
import { ask } from './ask.js';
import { secrets } from './auth-matrix.js';
import { startTwoGateways, type TwoGateways } from './gateways.js';

describeCluster('a client that guesses, at two gateways (AUTH-48)', () => {
  let redis: RunningService;
  let link: TcpProxy;
  let gateways: TwoGateways;

  beforeAll(async () => {
    const started = await startOwnRedis();
    if (!started) throw new Error('there is no redis-server on the PATH');
    redis = started;
    link = await TcpProxy.start(redis.url);
    gateways = await startTwoGateways(link.url);
  });
  afterAll(async () => {
    await gateways.stop();
    await link.stop();
    await redis.stop();
  });

  const status = async (url: string, client: string, secret: string): Promise<number> => {
    const headers = { 'x-forwarded-for': client, authorization: `Bearer ${secret}` };
    return (await ask({ url: `${url}/v1/models`, method: 'GET', headers })).status;
  };
  const guess = (url: string, client: string) => status(url, client, 'wrong');
  const right = (url: string, client: string) => status(url, client, secrets.token);

  /** Guesses at both in turn, as many as are allowed. */
  async function lockOut(client: string): Promise<void> {
    for (let time = 0; time < 10; time += 1) {
      expect(await guess(gateways.urls[time % 2 === 0 ? 0 : 1], client)).toBe(401);
    }
  }
  const isLocked = async (url: string, client: string) => (await right(url, client)) === 429;

  it('is locked out of both, and of one that starts later', async () => {
    await lockOut('203.0.113.1');
    for (const url of gateways.urls) await waitUntil(() => isLocked(url, '203.0.113.1'));
    expect(await guess(gateways.urls[0], '203.0.113.1')).toBe(429);
    expect(await right(gateways.urls[0], '203.0.113.2')).toBe(200);
    const later = await gateways.restartFirst();
    expect(await right(later, '203.0.113.1')).toBe(429);
    expect(await right(later, '203.0.113.2')).toBe(200);
  });

  it('AUTH-44 a success at one clears what failed at the other', async () => {
    const [, second] = gateways.urls;
    for (let time = 0; time < 9; time += 1) expect(await guess(second, '203.0.113.3')).toBe(401);
    expect(await right(second, '203.0.113.3')).toBe(200);
    for (let time = 0; time < 9; time += 1) expect(await guess(second, '203.0.113.3')).toBe(401);
    expect(await right(second, '203.0.113.3')).toBe(200);
  });

  it('stays locked out when Redis goes away, and others are locked out then, too', async () => {
    const [, second] = gateways.urls;
    const lockOutOfSecond = async (client: string): Promise<void> => {
      for (let time = 0; time < 10; time += 1) expect(await guess(second, client)).toBe(401);
    };
    await lockOutOfSecond('203.0.113.6');
    link.isClosed = true;
    link.cut();
    expect(await right(second, '203.0.113.6')).toBe(429);
    await lockOutOfSecond('203.0.113.4');
    expect(await right(second, '203.0.113.4')).toBe(429);
    expect(await right(second, '203.0.113.5')).toBe(200);
  });
});
