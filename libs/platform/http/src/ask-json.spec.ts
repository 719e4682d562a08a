import { freePort, startUpstream, replyJson, type Upstream } from '@clawmesh/testing';
import { askJson } from './ask-json.js';

describe('askJson', () => {
  let service: Upstream;
  beforeAll(async () => {
    service = await startUpstream(replyJson(200, { ok: true }));
  });
  afterAll(() => service.close());
  const ask = (more: Partial<Parameters<typeof askJson>[0]> = {}, signal?: AbortSignal) =>
    askJson({ method: 'POST', url: service.url, headers: {}, timeoutMs: 5_000, ...more }, signal);

  it('sends JSON and reads JSON, whatever the status', async () => {
    service.handle(replyJson(404, { error: { message: 'no' } }));
    const answer = await ask({ url: `${service.url}/a?b=c`, headers: { authorization: 'Bearer t' }, body: { a: 1 } });
    expect(answer).toEqual({ status: 404, body: { error: { message: 'no' } } });
    expect(service.requests.at(-1)).toMatchObject({
      ...{ path: '/a?b=c', body: '{"a":1}' },
      headers: { authorization: 'Bearer t', 'content-type': 'application/json' },
    });
  });

  it('takes what is no JSON for nothing', async () => {
    service.handle((_, response) => void response.writeHead(502).end('<html>'));
    expect(await ask()).toEqual({ status: 502, body: undefined });
  });

  it('rejects with the code of what went wrong', async () => {
    await expect(ask({ url: `http://127.0.0.1:${await freePort()}` })).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('ends when it is told to', async () => {
    service.handle(() => undefined);
    const leaving = new AbortController();
    const answer = ask({}, leaving.signal);
    leaving.abort(new Error('enough'));
    await expect(answer).rejects.toThrow('enough');
  });
});
