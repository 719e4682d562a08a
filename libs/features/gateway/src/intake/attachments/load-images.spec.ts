import type { ContentPart, Message } from '@clawmesh/contracts';
import { remoteHosts } from '../../__fixtures__/remote-hosts.js';
import { testSnapshot } from '../../__fixtures__/gateway-under-test.js';
import { tinyHeic } from '../../__fixtures__/tiny-heic.js';
import { unauthorized } from '../../http/request-error.js';
import { RequestImages, type ImageRules } from '../images.js';
import { loadImages } from './load-images.js';

const { images: defaults } = testSnapshot().config.gateway.http.endpoints.chatCompletions;
const limits = { ...defaults, allowUrl: true };
const requestImages = (more: Partial<ImageRules> = {}) => new RequestImages({ limits, refusal: 'no image', ...more });

const png = Buffer.from('\x89PNG\r\n\x1a\n and more', 'latin1');
const inline = (bytes: Buffer, mediaType = 'image/png') => ({
  kind: 'inline',
  mediaType,
  data: bytes.toString('base64'),
});

const user = (...content: ContentPart[]): Message => ({ role: 'user', content });
const at = (images: RequestImages, url: string): ContentPart => ({ type: 'image', source: images.fromUrl(url) });
const sources = (messages: readonly Message[]): unknown[] =>
  messages.flatMap(({ content }) =>
    typeof content === 'string' ? [] : content.map((part) => (part.type === 'image' ? part.source : part.type)),
  );

describe('loadImages', () => {
  it('HTTP-83 fetches what was given by URL, in any turn, and leaves the rest alone', async () => {
    const hosts = await remoteHosts({ 'https://a.example/1': { bytes: png, contentType: 'text/html' } });
    const images = requestImages();
    const messages: Message[] = [
      { role: 'system', content: 'be brief' },
      user({ type: 'text', text: 'look' }, { ...at(images, 'https://a.example/1'), detail: 'low' } as ContentPart),
      { role: 'tool', toolCallId: 'c1', content: [at(images, `data:;base64,${png.toString('base64')}`)] },
    ];
    const loaded = await loadImages(messages, images, hosts.intake());
    expect(sources(loaded)).toEqual(['text', inline(png), inline(png)]);
    expect(loaded[1]).toMatchObject({ content: [{ type: 'text' }, { detail: 'low' }] });
    expect(hosts.requests).toEqual([
      { runId: 'r1', url: 'https://a.example/1', maxBytes: 10_485_760, maxRedirects: 3, timeoutMs: 10_000 },
    ]);
  });

  it('HTTP-107 hands the allowlist on', async () => {
    const hosts = await remoteHosts({ 'https://a.example/1': { bytes: png } });
    const images = requestImages({ limits: { ...limits, urlAllowlist: ['a.example'] } });
    await loadImages([user(at(images, 'https://a.example/1'))], images, hosts.intake());
    expect(hosts.requests[0]).toMatchObject({ urlAllowlist: ['a.example'] });
  });

  it('HTTP-82 makes JPEG of HEIC, fetched or inline', async () => {
    const hosts = await remoteHosts({ 'https://a.example/1': { bytes: tinyHeic } });
    const images = requestImages();
    const messages = [
      user(at(images, 'https://a.example/1'), at(images, `data:;base64,${tinyHeic.toString('base64')}`)),
    ];
    const loaded = sources(await loadImages(messages, images, hosts.intake()));
    const jpeg = { kind: 'inline', mediaType: 'image/jpeg', data: expect.stringMatching(/^\/9j\//) };
    expect(loaded).toEqual([jpeg, jpeg]);
  });

  it('HTTP-81 lets the next image be as large as the earlier ones leave room for', async () => {
    const hosts = await remoteHosts({ 'https://a.example/1': { bytes: png }, 'https://a.example/2': { bytes: png } });
    const images = requestImages({ maxTotalBytes: png.length * 2 - 1 });
    const messages = [user(at(images, 'https://a.example/1'), at(images, 'https://a.example/2'))];
    await expect(loadImages(messages, images, hosts.intake())).rejects.toThrow('no image');
    expect(hosts.requests.map(({ maxBytes }) => maxBytes)).toEqual([png.length * 2 - 1, png.length - 1]);
  });

  it.each([
    ['what is not there', undefined, /status 404/],
    ['what is no image', { bytes: Buffer.from('<html>'), contentType: 'image/png' }, /unknown content/],
    ['broken HEIC', { bytes: tinyHeic.subarray(0, 40) }, /./],
    ['a type that is not allowed', { bytes: Buffer.from('GIF89a…') }, /image\/gif is not allowed/],
  ])('HTTP-84 refuses %s with one text, and keeps the reason for the log', async (_, answer, reason) => {
    const hosts = await remoteHosts({ 'https://a.example/1': answer });
    const allowedMimes = limits.allowedMimes.filter((type) => type !== 'image/gif');
    const images = requestImages({ limits: { ...limits, allowedMimes } });
    const loading = loadImages([user(at(images, 'https://a.example/1'))], images, hosts.intake());
    const error: unknown = await loading.catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ kind: 'invalid-request', message: 'no image', cause: expect.stringMatching(reason) });
  });

  it('HTTP-20 stops when the credential was rotated during a download', async () => {
    const hosts = await remoteHosts({ 'https://a.example/1': { bytes: png }, 'https://a.example/2': { bytes: png } });
    const images = requestImages();
    const messages = [user(at(images, 'https://a.example/1'), at(images, 'https://a.example/2'))];
    const checkAuthority = () => Promise.reject(unauthorized('rotated'));
    await expect(loadImages(messages, images, hosts.intake({ checkAuthority }))).rejects.toThrow('Unauthorized');
    expect(hosts.requests).toHaveLength(1);
  });

  it('HTTP-94a stops when the client has left', async () => {
    const hosts = await remoteHosts({});
    const images = requestImages();
    const left = new Error('left');
    const intake = hosts.intake({ signal: () => AbortSignal.abort(left) });
    await expect(loadImages([user(at(images, 'https://a.example/1'))], images, intake)).rejects.toBe(left);
    expect(hosts.requests).toEqual([]);
  });
});
