import { replyJson, type UpstreamHandler } from '@clawmesh/testing';
import { errorReply, inTurn } from '../__fixtures__/worker-under-test.js';
import { startRotation, type RotationUnderTest } from '../__fixtures__/rotation-under-test.js';

const limited = errorReply(429, 'Rate limit reached');
const overloaded = errorReply(503, 'Overloaded');
const fine = replyJson(200, {});
const says =
  (status: number): UpstreamHandler =>
  (_request, response) =>
    void response.writeHead(status).end();
const cut: UpstreamHandler = (_request, response) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.write('{', () => response.destroy());
};
const cooldowns = (settings: object) => ({ auth: { cooldowns: settings } });

describe('rotateKeys over profiles', () => {
  let rotation: RotationUnderTest | undefined;

  async function started(names: readonly string[], raw?: object): Promise<RotationUnderTest> {
    rotation = await startRotation(names, raw);
    return rotation;
  }

  afterEach(() => rotation?.close());

  it.each([
    ['ERR-33 auth', errorReply(401, 'no')],
    ['ERR-34 auth_permanent', errorReply(401, 'This key has been revoked')],
    ['ERR-32 billing', errorReply(402, 'Insufficient credits')],
    ['ERR-36 server_error', errorReply(500, 'oops')],
    ['ERR-42 session_expired', errorReply(410, 'session expired')],
    ['ERR-30 rate_limit', limited],
    ['ERR-31 overloaded', overloaded],
    ['ERR-35 timeout, after the answer began', cut],
  ])('ORD-5 %s goes through the profiles, then the plain keys, once each', async (_, handler) => {
    const { rotate, upstream, used } = await started(['P1', 'P2', 'k1']);
    upstream.handle(inTurn(handler, handler, fine));
    expect(await rotate()).toMatchObject({ status: 'completed' });
    expect(used()).toEqual(['P1', 'P2', 'k1']);
  });

  it.each([
    ['ERR-38 format', errorReply(400, 'odd'), 'format'],
    ['ERR-39 context_overflow', errorReply(400, 'prompt is too long'), 'context_overflow'],
    ['ERR-40 refusal', errorReply(400, 'rejected by our safety system'), 'format'],
    ['ERR-45 unclassified', says(400), 'unclassified'],
    ['ERR-48 a region that is blocked', errorReply(400, 'User location is not supported for the API use.'), 'auth'],
  ])('ORD-7 %s is the same with every profile', async (_, handler, reason) => {
    const { rotate, upstream, used } = await started(['P1', 'P2', 'k1']);
    upstream.handle(handler);
    expect(await rotate()).toMatchObject({ status: 'failed', failure: { reason } });
    expect(used()).toEqual(['P1']);
  });

  it('ERR-35 a connection that was refused says nothing about the profile', async () => {
    const { rotate, upstream, rotations } = await started(['P1', 'P2']);
    await upstream.close();
    expect(await rotate()).toMatchObject({ status: 'failed', failure: { reason: 'timeout', code: 'ECONNREFUSED' } });
    expect(rotations).toEqual([]);
  });

  it('ERR-41 a model that is not there is asked for with one other credential at the most', async () => {
    const { rotate, upstream, used } = await started(['P1', 'P2', 'P3']);
    upstream.handle(errorReply(404, 'The model does not exist'));
    expect(await rotate()).toMatchObject({ failure: { reason: 'model_not_found' } });
    expect(used()).toEqual(['P1', 'P2']);
  });

  it('ROT-2 the last credential’s error is the answer, and every rotation is told with its reason', async () => {
    const { rotate, upstream, rotations } = await started(['P1', 'P2', 'P3']);
    upstream.handle(inTurn(errorReply(401, 'no'), errorReply(500, 'oops'), errorReply(402, 'no credits')));
    expect(await rotate()).toMatchObject({ failure: { reason: 'billing', message: 'no credits' } });
    expect(rotations).toEqual(['auth', 'server_error']);
  });

  describe('caps', () => {
    it.each([
      ['rate_limit', 'once when the run has fallbacks', limited, true, ['P1', 'P2']],
      ['overloaded', 'once when the run has fallbacks', overloaded, true, ['P1', 'P2']],
      ['rate_limit', 'to the end when it has none', limited, false, ['P1', 'P2', 'P3']],
      ['overloaded', 'to the end when it has none', overloaded, false, ['P1', 'P2', 'P3']],
    ])('ORD-6 %s moves on %s', async (reason, _howFar, handler, hasFallbacks, expected) => {
      const { rotate, upstream, used } = await started(['P1', 'P2', 'P3']);
      upstream.handle(handler);
      expect(await rotate({ hasFallbacks })).toMatchObject({ failure: { reason } });
      expect(used()).toEqual(expected);
    });

    it.each([
      ['rate_limit', limited, { rateLimitedProfileRotations: 0 }, ['P1']],
      ['rate_limit', limited, { rateLimitedProfileRotations: 2 }, ['P1', 'P2', 'P3']],
      ['overloaded', overloaded, { overloadedProfileRotations: 0 }, ['P1']],
      ['overloaded', overloaded, { overloadedProfileRotations: 2 }, ['P1', 'P2', 'P3']],
    ])('ORD-6 %s: the config says how often (%#)', async (_reason, handler, settings, expected) => {
      const { rotate, upstream, used } = await started(['P1', 'P2', 'P3', 'P4'], cooldowns(settings));
      upstream.handle(handler);
      await rotate({ hasFallbacks: true });
      expect(used()).toEqual(expected);
    });

    it('ORD-6 ROT-6 plain keys are not capped: a limit goes past the other profiles to all of them', async () => {
      const { rotate, upstream, used } = await started(['P1', 'P2', 'P3', 'k1', 'k2']);
      upstream.handle(limited);
      await rotate({ hasFallbacks: true });
      expect(used()).toEqual(['P1', 'P2', 'k1', 'k2']);
    });

    it('ORD-6 a busy provider gets its pause before the next profile', async () => {
      const { rotate, upstream, waits } = await started(['P1', 'P2'], cooldowns({ overloadedBackoffMs: 700 }));
      upstream.handle(inTurn(overloaded, fine));
      expect(await rotate()).toMatchObject({ status: 'completed' });
      expect(waits).toEqual([700]);
    });

    it('ROT-7 whoever leaves during that pause is not answered with another credential', async () => {
      const underTest = await started(['P1', 'P2'], cooldowns({ overloadedBackoffMs: 700 }));
      underTest.upstream.handle(overloaded);
      underTest.onWait = () => underTest.abort.abort();
      await underTest.rotate();
      expect(underTest.used()).toEqual(['P1']);
    });

    it('ORD-6 there is no pause when there is nothing left to try', async () => {
      const { rotate, upstream, waits } = await started(['P1'], cooldowns({ overloadedBackoffMs: 700 }));
      upstream.handle(overloaded);
      await rotate();
      expect(waits).toEqual([]);
    });
  });

  describe('behind a plain key', () => {
    it.each([
      ['401', errorReply(401, 'no')],
      ['402', errorReply(402, 'no credits')],
      ['500', errorReply(500, 'oops')],
      ['503', overloaded],
    ])('ERR-46 a %s of a plain key ends the rotation, though there are more keys', async (_, handler) => {
      const { rotate, upstream, used } = await started(['P1', 'k1', 'k2']);
      upstream.handle(inTurn(errorReply(401, 'no'), handler));
      expect(await rotate()).toMatchObject({ status: 'failed' });
      expect(used()).toEqual(['P1', 'k1']);
    });

    it('ROT-1 a limit of a plain key goes to the next plain key', async () => {
      const { rotate, upstream, used } = await started(['k1', 'k2']);
      upstream.handle(inTurn(limited, fine));
      expect(await rotate()).toMatchObject({ status: 'completed' });
      expect(used()).toEqual(['k1', 'k2']);
    });
  });

  describe('ceilings', () => {
    const tooLarge =
      'Request too large for gpt-5.4 on tokens per min (TPM): Limit 30000, Requested 43211. The input or output tokens must be reduced';

    it('ERR-21 OA-04 a key of a higher tier may take what another cannot, and no key has to rest', async () => {
      const { rotate, upstream, used } = await started(['k1', 'k2']);
      upstream.handle(inTurn(errorReply(429, tooLarge, { code: 'rate_limit_exceeded' }), fine));
      expect(await rotate()).toMatchObject({ status: 'completed' });
      await rotate();
      expect(used()).toEqual(['k1', 'k2', 'k1']);
    });

    it.each([
      ['k1', 'k2'],
      ['P1', 'P2'],
    ])('ERR-21 GQ-03 told as 413, no other credential is tried: %s', async (...names) => {
      const { rotate, upstream, used } = await started(names);
      upstream.handle(
        errorReply(413, 'Request too large (TPM): Limit 6000, Requested 8098, please reduce your message size'),
      );
      expect(await rotate()).toMatchObject({ failure: { reason: 'rate_limit', ceiling: true } });
      expect(used()).toEqual([names[0]]);
    });

    it('ERR-21 keys that are known to allow less are passed over, once the size of the request is known', async () => {
      const { rotate, upstream, used } = await started(['k1', 'k2', 'k3']);
      const refusing = errorReply(429, tooLarge, { code: 'rate_limit_exceeded' });
      upstream.handle((request, response) =>
        (request.headers.authorization === 'k3' ? fine : refusing)(request, response),
      );
      expect(await rotate()).toMatchObject({ status: 'completed' });
      expect(await rotate()).toMatchObject({ status: 'completed' });
      expect(used()).toEqual(['k1', 'k2', 'k3', 'k1', 'k3']);
    });

    it('ERR-21 AM-6 nobody is told to come back when waiting cannot help', async () => {
      const { rotate, upstream } = await started(['k1']);
      upstream.handle(errorReply(429, tooLarge));
      const result = await rotate();
      expect(result.status === 'failed' && result.failure.retryAfterMs).toBeUndefined();
    });
  });

  describe('sessions', () => {
    it('ORD-3 ORD-8 K6 a session stays on its profile, while others take turns', async () => {
      const { rotate, used } = await started(['P1', 'P2']);
      for (const stickySession of ['a', 'b', 'a', 'a', 'b', 'a']) await rotate({ stickySession });
      expect(used()).toEqual(['P1', 'P2', 'P1', 'P1', 'P2', 'P1']);
    });

    it('K6 it moves once when its profile is limited, and stays where it went', async () => {
      const { rotate, upstream, used } = await started(['P1', 'P2', 'P3']);
      upstream.handle(inTurn(fine, limited, fine));
      for (let turn = 0; turn < 4; turn++) await rotate({ stickySession: 'a' });
      expect(used()).toEqual(['P1', 'P1', 'P2', 'P2', 'P2']);
    });
  });

  it('ROT-7 a call that was given up while it waited for a key is stopped, and makes no call', async () => {
    const underTest = await started(['P1']);
    underTest.abort.abort();
    expect(await underTest.rotate()).toEqual({ status: 'stopped' });
    expect(underTest.used()).toEqual([]);
    expect(await underTest.ring.board()).toMatchObject([{ inFlight: 0, state: 'usable' }]);
  });
});
