import { createSnapshot, readBootSettings, resolveGatewayAuth } from '@clawmesh/config';
import { firstConfig, firstStart } from './first-start.js';

const none = {};

describe('firstStart', () => {
  it('takes the first provider that has a key', () => {
    const first = firstStart({ ANTHROPIC_API_KEY: 'k' }, 'demo/demo-chat', none);
    expect(first.model).toMatch(/^anthropic\//);
    expect(first.usesDemo).toBe(false);
  });
  it('KEY-1 sees a key under any of its names', () => {
    expect(firstStart({ OPENAI_API_KEY_2: 'k' }, 'demo/demo-chat', none).model).toMatch(/^openai\//);
    expect(firstStart({ OPENCLAW_LIVE_OPENAI_KEY: 'k' }, 'demo/demo-chat', none).usesDemo).toBe(false);
  });
  it('answers from the demo without a key', () => {
    expect(firstStart({}, 'demo/demo-chat', none)).toMatchObject({ model: 'demo/demo-chat', usesDemo: true });
  });
  it('AM-13 makes a new token each time, or takes the one in the environment', () => {
    const [one, two] = [firstStart({}, 'demo/x', none).token, firstStart({}, 'demo/x', none).token];
    expect(one).toMatch(/^[\da-f]{48}$/);
    expect(one).not.toBe(two);
    expect(firstStart({ OPENCLAW_GATEWAY_TOKEN: 'mine' }, 'demo/x', none).token).toBe('mine');
  });
  it.each([
    [{}, {}, 'token'],
    [{ password: 'pass-word' }, {}, 'password'],
    [{ password: 'pass-word' }, { OPENCLAW_GATEWAY_TOKEN: 'to-ken' }, 'password'],
    [{}, { OPENCLAW_GATEWAY_PASSWORD: 'pass-word' }, 'password'],
    [{}, { OPENCLAW_GATEWAY_PASSWORD: 'pass-word', OPENCLAW_GATEWAY_TOKEN: 'to-ken' }, 'token'],
    [{ token: 'to-ken' }, { OPENCLAW_GATEWAY_PASSWORD: 'pass-word' }, 'token'],
    [{ auth: 'token', password: 'pass-word' }, {}, 'token'],
    [{ auth: 'none' }, {}, 'none'],
  ])('AUTH-2, AUTH-3 with %j and %j in the environment the mode is right', (flags, env, mode) => {
    const boot = readBootSettings(flags, { HOME: '/home/u' });
    const raw = firstConfig(firstStart(env, 'demo/demo-chat', boot), 'http://127.0.0.1:1/v1');
    const snapshot = createSnapshot({ raw, env, stateDir: '/tmp' });
    expect(resolveGatewayAuth(snapshot, boot).mode).toBe(mode);
  });
  it('a variable that is set to nothing is no token', () => {
    expect(firstStart({ OPENCLAW_GATEWAY_TOKEN: ' ' }, 'demo/x', none).token).toMatch(/^[\da-f]{48}$/);
  });
  it('makes a config that loads', () => {
    const first = firstStart({}, 'demo/demo-chat', none);
    const { config } = createSnapshot({ raw: firstConfig(first, 'http://127.0.0.1:1/v1'), env: {}, stateDir: '/tmp' });
    expect(config.gateway.bind).toBe('loopback');
    expect(config.gateway.http.endpoints.chatCompletions.enabled).toBe(true);
    expect(config.agents.defaults.model).toBe('demo/demo-chat');
  });
});
