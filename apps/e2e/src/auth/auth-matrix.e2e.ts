import { describeCluster } from '../targets/available-targets.js';
import { ask, type Answer } from './ask.js';
import { authMatrix, secrets, type Expected, type Mode, type Row } from './auth-matrix.js';
import { startClusterGateways, startEmbeddedGateways, type Gateways } from './gateways.js';

const model = 'openclaw/openai-embed';
const messages = [{ role: 'user', content: 'hello' }];
const bodies = {
  '/v1/chat/completions': { model, messages },
  '/v1/responses': { model, input: 'hello' },
  '/v1/embeddings': { model, input: 'hello' },
} as const;
const override = { 'x-openclaw-model': 'mock-openai-plain/mock_tokens-20' };

const rows = authMatrix.flatMap((row) => row.modes.map((mode): [Mode, string, Row] => [mode, row.name, row]));

function describeMatrix(start: () => Promise<Gateways>): void {
  let gateways: Gateways;
  let clients = 0;
  const newClient = (): string => `198.51.100.${String(++clients)}`;
  beforeAll(async () => {
    gateways = await start();
  });
  afterAll(() => gateways.stop());

  async function expectAnswer(answer: Answer, [status, says]: Expected): Promise<void> {
    const logs = gateways.processes.map(({ name, output }) => `--- ${name}\n${output.slice(-2_000)}`).join('\n');
    if (answer.status !== status) throw new Error(`${answer.status}, not ${status}: ${answer.body}\n${logs}`);
    if (says !== undefined) expect(answer.body).toContain(`"${says}"`);
  }

  it.each(rows)('AUTH-60 AUTH-53 %s: %s', async (mode, _name, row) => {
    const headers = row.headers({ mode, client: newClient() });
    const url = gateways.url(mode);
    const from = row.from;
    await expectAnswer(await ask({ url: `${url}/v1/models`, method: 'GET', headers, from }), row.models);
    for (const [path, body] of Object.entries(bodies)) {
      await expectAnswer(await ask({ url: url + path, method: 'POST', headers, body, from }), row.post);
    }
    const path = '/v1/chat/completions';
    const overriding = {
      url: url + path,
      method: 'POST',
      headers: { ...headers, ...override },
      body: bodies[path],
    } as const;
    await expectAnswer(await ask({ ...overriding, from }), row.override);
  });

  it.each(['token', 'password'] as const)('AUTH-60 %s: locked client, even right bearer', async (mode) => {
    const forwarded = { 'x-forwarded-for': newClient() };
    const url = `${gateways.url(mode)}/v1/models`;
    const right = { ...forwarded, authorization: `Bearer ${secrets[mode]}` };
    const get = (headers: Record<string, string>) => ask({ url, method: 'GET', headers });
    for (let time = 0; time < 12; time += 1) expect((await get(forwarded)).status).toBe(401); // AUTH-41: not counted
    expect((await get(right)).status).toBe(200);
    for (let time = 0; time < 10; time += 1) {
      expect((await get({ ...forwarded, authorization: 'Bearer wrong' })).status).toBe(401);
    }
    await expectAnswer(await get({ ...forwarded, authorization: 'Bearer wrong' }), [429, 'rate_limited']);
    await expectAnswer(await get(forwarded), [429, 'rate_limited']);
    expect(Number((await get(right)).retryAfter)).toBeGreaterThan(290);
    for (const [path, body] of Object.entries(bodies)) {
      const answer = await ask({ url: gateways.url(mode) + path, method: 'POST', headers: right, body });
      await expectAnswer(answer, [429, 'rate_limited']);
    }
    expect((await get({ ...right, 'x-forwarded-for': newClient() })).status).toBe(200);
  });
}

describe('who may do what, embedded', () => describeMatrix(startEmbeddedGateways));
describeCluster('who may do what, cluster', () => describeMatrix(startClusterGateways));
