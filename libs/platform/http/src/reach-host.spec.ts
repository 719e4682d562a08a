import { freePort, startUpstream, type Upstream } from '@clawmesh/testing';
import { reachHost } from './reach-host.js';

describe('reachHost', () => {
  let service: Upstream;
  beforeAll(async () => {
    service = await startUpstream((_, response) => {
      response.writeHead(405, { date: 'Sat, 28 Nov 2026 15:00:00 GMT' }).end();
    });
  });
  afterAll(() => service.close());

  it('is content with any answer, and tells what time it is there', async () => {
    expect(await reachHost(`${service.url}/v1`, 5_000)).toEqual({ status: 405, date: Date.UTC(2026, 10, 28, 15) });
  });

  it('rejects with the code of what went wrong', async () => {
    const nobody = `http://127.0.0.1:${await freePort()}`;
    await expect(reachHost(nobody, 5_000)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});
