import { HealthServer, type Readiness } from './health-server.js';
import { Metrics } from './metrics.js';

describe('HealthServer', () => {
  let readiness: Readiness = { failing: [] };
  let server: HealthServer;

  beforeAll(async () => {
    server = await HealthServer.start({
      port: 0,
      host: '127.0.0.1',
      metrics: new Metrics('test'),
      readiness: () => readiness,
    });
  });
  afterAll(() => server.close());

  const get = (path: string): Promise<Response> => fetch(`http://127.0.0.1:${server.port}${path}`);

  it('HTTP-160 is live whatever it lacks', async () => {
    readiness = { failing: ['nats'] };
    const response = await get('/healthz');
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ ok: true, status: 'live' });
  });
  it('HTTP-162 is ready only when nothing is failing, and names what is', async () => {
    readiness = { failing: ['nats'], details: { redis: 'up' } };
    const response = await get('/readyz');
    expect(response.status).toBe(503);
    expect(await response.json()).toEqual({ ready: false, failing: ['nats'], redis: 'up' });
    readiness = { failing: [] };
    expect((await get('/readyz')).status).toBe(200);
  });
  it('serves the metrics of the process', async () => {
    expect(await (await get('/metrics')).text()).toContain('process_cpu_user_seconds_total{service="test"}');
  });
  it.each(['/healthz', '/readyz', '/metrics', '/nowhere'])('HTTP-9 %s is neither kept nor guessed at', async (path) => {
    const { headers } = await get(path);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });
  it('knows no other path', async () => {
    expect((await get('/v1/models')).status).toBe(404);
  });
});
