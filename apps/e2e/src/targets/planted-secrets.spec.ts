import { replyJson, startUpstream } from '@clawmesh/testing';
import { SecretWatch, secretsOf, withPassword } from './planted-secrets.js';
import { ResponseWatch } from './watch-responses.js';

const password = 'p@ss"w\\rd';
const secrets = secretsOf({
  A_KEY: 'first-key,2026:second-key',
  REDIS_URL: `redis://default:${encodeURIComponent(password)}@h`,
  HOME: '/home/e2e',
});

const watchOf = (text: string) => {
  const watch = new SecretWatch(secrets);
  watch.look('a text', text);
  return () => watch.expectNoLeak();
};

describe('SecretWatch (AUTH-81)', () => {
  it.each([
    ['as it is', `key first-key.`],
    ['without its name', 'second-key'],
    ['in JSON', JSON.stringify({ password })],
    ['in JSON in JSON', JSON.stringify({ body: JSON.stringify({ password }) })],
    ['in a URL', `redis://:${encodeURIComponent(password)}@h`],
    ['in base64', Buffer.from('first-key').toString('base64')],
  ])('sees a secret %s, and says where', (_, text) => {
    expect(watchOf(`before ${text} after`)).toThrow(/(?:A_KEY|REDIS_URL) in a text: …before/);
  });

  it('sees none where there is none', () => {
    expect(watchOf('/home/e2e 2026 first second default')).not.toThrow();
  });

  it('sees headers of every response, and bodies of errors', async () => {
    for (const [reply, leaks] of [
      [replyJson(200, {}, { 'x-trace': 'first-key' }), true],
      [replyJson(401, { error: 'first-key' }), true],
      [replyJson(200, { text: 'first-key' }), false],
    ] as const) {
      const upstream = await startUpstream(reply);
      const watch = new SecretWatch(secrets);
      const responses = new ResponseWatch(watch);
      await (await fetch(upstream.url)).text();
      await responses.stop();
      await upstream.close();
      if (leaks) expect(() => watch.expectNoLeak()).toThrow('A_KEY in');
      else watch.expectNoLeak();
    }
  });

  it('plants a password where a service has none', () => {
    const url = withPassword('REDIS_URL', 'redis://127.0.0.1:6379');
    expect(url).toMatch(/^redis:\/\/default:[^@]+@127\.0\.0\.1:6379/);
    expect(secretsOf({ REDIS_URL: url })).toEqual([{ name: 'REDIS_URL', value: 'planted-redis-"p@ss\\w/rd' }]);
    expect(withPassword('NATS_URL', 'nats://a:b@h')).toBe('nats://a:b@h');
  });
});
