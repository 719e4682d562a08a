import { GatewayUnderTest, answering, testSnapshot, userSays } from '../__fixtures__/gateway-under-test.js';

describe('Endpoints', () => {
  let gateway: GatewayUnderTest;
  beforeAll(async () => {
    gateway = await GatewayUnderTest.start();
    gateway.script = answering('ok');
  });
  afterAll(() => gateway.stop());

  it.each([
    [{}, 404, 404],
    [{ chatCompletions: { enabled: false } }, 404, 404],
    [{ chatCompletions: { enabled: true } }, 200, 200],
    [{ responses: { enabled: true } }, 404, 200],
    [{ messages: { enabled: true } }, 404, 200],
    [{ chatCompletions: { enabled: true }, responses: { enabled: true } }, 200, 200],
  ])('HTTP-2, HTTP-4, HTTP-6 with %j from now on: chat %i, models %i', async (endpoints, chat, models) => {
    gateway.store.replace(testSnapshot({ gateway: { http: { endpoints } } }));
    expect((await gateway.chat(userSays('hi'))).status).toBe(chat);
    expect((await gateway.get('/v1/models')).status).toBe(models);
    expect((await gateway.get('/v1/models/openclaw')).status).toBe(models);
  });

  it.each([
    ['/v1/responses', ['chatCompletions', 'messages']],
    ['/v1/messages', ['chatCompletions', 'responses']],
    ['/v1/messages/count_tokens', ['chatCompletions', 'responses']],
    ['/v1/embeddings', []],
    ['/v1/completions', ['chatCompletions', 'responses', 'messages']],
  ])('HTTP-3, HTTP-5 %s is not there with nothing but %j', async (path, enabled) => {
    const endpoints = Object.fromEntries(enabled.map((name) => [name, { enabled: true }]));
    gateway.store.replace(testSnapshot({ gateway: { http: { endpoints } } }));
    const response = await fetch(gateway.origin + path, { method: 'POST', body: '{}' });
    expect([response.status, await response.text()]).toEqual([404, 'Not Found']);
    expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
  });
});
