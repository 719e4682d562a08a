import type { Failure, FailureReason } from '@clawmesh/contracts';
import { failureOf, inOrder, minute, openStage, profiles, second, type Stage } from './key-ring.caller.contract.js';
import { settingsFrom, type CreateHarness } from './key-ring.harness.contract.js';
import type { KeyCandidate } from './key-ring.js';

/** Failures at these seconds since the first, each with the window that it is to open. */
type Course = readonly (readonly [at: number, seconds: number])[];

const [envKey, otherKey, thirdKey] = inOrder('env:a', 'env:b', 'env:c') as [KeyCandidate, KeyCandidate, KeyCandidate];
const [profile] = profiles('p:me@example.com') as [KeyCandidate];
const hour = 60 * minute;

/** COOL: what failures do to a key, and for how long. */
export function describeWindows(create: CreateHarness): void {
  describe('windows', () => {
    let stage: Stage;
    beforeEach(async () => {
      stage = await openStage(create);
    });
    afterEach(() => stage.harness.close());

    async function expectWindows(key: KeyCandidate, failure: Failure, course: Course, on: Stage = stage) {
      let now = 0;
      for (const [at, seconds] of course) {
        await on.elapse(at - now);
        now = at;
        await on.caller.cool(key, failure);
        expect([at, await on.other.secondsOf(key)]).toEqual([at, seconds]);
      }
    }

    /** With another config. */
    async function expectWith(clawmesh: object, cooldowns: object, expected: readonly [Failure, Course][]) {
      const other = await openStage(create, settingsFrom(clawmesh, cooldowns));
      try {
        for (const [index, [failure, course]] of expected.entries())
          await expectWindows({ ...profile, keyId: `p:${String(index)}` }, failure, course, other);
      } finally {
        await other.harness.close();
      }
    }

    it.each<[string, Failure, KeyCandidate, Course]>([
      [
        'COOL-4 30 s, 60 s, 300 s',
        failureOf('rate_limit'),
        envKey,
        [
          [0, 30],
          [31, 60],
          [92, 300],
          [393, 300],
        ],
      ],
      [
        'COOL-4 the same for other reasons',
        failureOf('auth'),
        profile,
        [
          [0, 30],
          [31, 60],
          [92, 300],
          [393, 300],
        ],
      ],
      [
        'COOL-10 billing doubles for a profile',
        failureOf('billing'),
        profile,
        [
          [0, 600],
          [601, 1_200],
          [1_802, 2_400],
        ],
      ],
      [
        'COOL-13 but not for a plain key',
        failureOf('billing'),
        envKey,
        [
          [0, 600],
          [601, 600],
        ],
      ],
      [
        'COOL-11 auth_permanent doubles up to an hour',
        failureOf('auth_permanent'),
        profile,
        [
          [0, 600],
          [601, 1_200],
          [1_802, 2_400],
          [4_203, 3_600],
          [7_804, 3_600],
        ],
      ],
      [
        'COOL-13 and is the same each time for a plain key',
        failureOf('auth_permanent'),
        envKey,
        [
          [0, 600],
          [601, 600],
        ],
      ],
      [
        'COOL-5 a day later it counts from one',
        failureOf('rate_limit'),
        envKey,
        [
          [0, 30],
          [90_000, 30],
        ],
      ],
      [
        'COOL-19 a longer wait of the upstream wins',
        failureOf('rate_limit', { retryAfterMs: 90_000 }),
        envKey,
        [[0, 90]],
      ],
      ['COOL-19 a shorter one does not', failureOf('rate_limit', { retryAfterMs: 5_000 }), envKey, [[0, 30]]],
      ['COOL-19 a long one without a time', failureOf('rate_limit', { longWindow: true }), envKey, [[0, 300]]],
      ['RA-6 a day at most', failureOf('rate_limit', { retryAfterMs: 24 * hour }), envKey, [[0, 86_400]]],
      ['RA-6 longer is no wait at all', failureOf('rate_limit', { retryAfterMs: 25 * hour }), envKey, [[0, 30]]],
      [
        'COOL-16 a subscription that is used up is blocked until it resets, without counting',
        failureOf('rate_limit', { code: 'usage_limit_reached', retryAfterMs: 72 * hour }),
        profile,
        [
          [0, 259_200],
          [259_201, 259_200],
        ],
      ],
    ])('%s', (_, failure, key, course) => expectWindows(key, failure, course));

    it('COOL-10 billing doubles up to a day', () =>
      expectWindows(profile, failureOf('billing'), [
        ...([
          [0, 600],
          [601, 1_200],
          [1_802, 2_400],
          [4_203, 4_800],
          [9_004, 9_600],
          [18_605, 19_200],
        ] as const),
        ...([
          [37_806, 38_400],
          [76_207, 76_800],
          [153_008, 86_400],
        ] as const),
      ]));

    it('COOL-4 the exponential schedule of rate limits, and a table of its own for the rest', () =>
      expectWith({ auth: { rateLimitSchedule: 'exponential', cooldownScheduleMs: [10_000, 20_000] } }, {}, [
        [
          failureOf('rate_limit'),
          [
            [0, 30],
            [31, 60],
            [92, 120],
            [213, 240],
            [454, 480],
          ],
        ],
        [
          failureOf('auth'),
          [
            [0, 10],
            [11, 20],
            [32, 20],
          ],
        ],
        [
          failureOf('rate_limit', { longWindow: true }),
          [
            [0, 30],
            [31, 60],
          ],
        ],
      ]));

    it('RA-6 the upstream is trusted when it asks for less, if the config says so', () =>
      expectWith({ auth: { trustShortRetryAfter: true } }, {}, [
        [
          failureOf('rate_limit', { retryAfterMs: 5_000 }),
          [
            [0, 5],
            [6, 5],
          ],
        ],
        [failureOf('rate_limit'), [[0, 30]]],
      ]));

    it('COOL-25 every number is in the config', () =>
      expectWith(
        {},
        {
          ...{ billingBackoffHours: 5, billingMaxHours: 12, failureWindowHours: 30 },
          ...{ authPermanentBackoffMinutes: 1, authPermanentMaxMinutes: 3 },
        },
        [
          [
            failureOf('billing'),
            [
              [0, 18_000],
              [18_001, 36_000],
              [54_002, 43_200],
            ],
          ],
          [
            failureOf('auth_permanent'),
            [
              [0, 60],
              [61, 120],
              [182, 180],
            ],
          ],
          [
            failureOf('rate_limit'),
            [
              [0, 30],
              [90_000, 60],
            ],
          ],
        ],
      ));

    it('COOL-10 a provider may have a first step of its own', () =>
      expectWith({}, { billingBackoffHoursByProvider: { p: 1, q: 2 } }, [[failureOf('billing'), [[0, 3_600]]]]));

    it('COOL-6 COOL-7 a burst counts once and extends nothing', async () => {
      const burst = await Promise.all(stage.callers.map((caller) => caller.take([envKey])));
      for (const lease of burst.slice(0, 4)) {
        await stage.caller.fail(lease, failureOf('rate_limit'));
        await stage.elapse(1);
      }
      expect(await stage.other.secondsOf(envKey)).toBe(26);
      await stage.elapse(27);
      await stage.caller.cool(envKey, failureOf('rate_limit'));
      expect(await stage.other.secondsOf(envKey)).toBe(60);
    });

    it('COOL-6 a longer wait of the provider extends an active window, a shorter one does not shorten it', async () => {
      const leases = await Promise.all([0, 1, 2].map(() => stage.caller.take([envKey])));
      for (const [index, lease] of leases.entries()) {
        const retryAfterMs = [0, 120_000, 40_000][index] ?? 0;
        await stage.callers[index]?.fail(lease, failureOf('rate_limit', { retryAfterMs }));
      }
      expect(await stage.other.secondsOf(envKey)).toBe(120);
    });

    it('COOL-6 an unpaid key is disabled although it cools already', async () => {
      const [first, last] = [await stage.caller.take([envKey]), await stage.caller.take([envKey])];
      await stage.caller.fail(first, failureOf('rate_limit'));
      await stage.caller.fail(last, failureOf('billing'));
      expect(await stage.other.secondsOf(envKey)).toBe(600);
      expect(await stage.other.secondsOf(envKey, 'm2')).toBe(600);
    });

    it('COOL-2 COOL-8 a limit covers its model, COOL-9 and all models when a second one is limited', async () => {
      await stage.caller.cool(envKey, failureOf('rate_limit'));
      expect(await stage.other.secondsOf(envKey, 'm2')).toBe(0);
      await stage.caller.cool(envKey, failureOf('rate_limit'), 'm2');
      expect(await stage.other.secondsOf(envKey, 'm3')).toBe(30);
    });

    it('COOL-9 a failure of the whole key widens the window of one model', async () => {
      await stage.caller.cool(envKey, failureOf('rate_limit'));
      await stage.elapse(10);
      await stage.caller.cool(envKey, failureOf('auth'), 'm2');
      expect(await stage.other.secondsOf(envKey, 'm3')).toBe(20);
    });

    it('COOL-9 or each model has its own, if the config says so', async () => {
      const own = await openStage(create, settingsFrom({ auth: { modelScope: 'per-model' } }));
      await own.caller.cool(envKey, failureOf('rate_limit', { retryAfterMs: 90_000 }));
      await own.caller.cool(envKey, failureOf('model_not_found'), 'm2');
      expect(await own.other.secondsOf(envKey)).toBe(90);
      expect(await own.other.secondsOf(envKey, 'm2')).toBe(60);
      expect(await own.other.secondsOf(envKey, 'm3')).toBe(0);
      await own.harness.close();
    });

    it.each(['auth', 'session_expired'] as const)('COOL-8 %s covers all models', async (reason) => {
      await stage.caller.cool(envKey, failureOf(reason));
      expect(await stage.other.secondsOf(envKey, 'm2')).toBe(30);
    });

    it('ERR-48 a refusal that is about one model leaves the others usable', async () => {
      await stage.caller.cool(envKey, failureOf('auth', { isOfModel: true }));
      expect(await stage.other.secondsOf(envKey)).toBe(30);
      expect(await stage.other.secondsOf(envKey, 'm2')).toBe(0);
    });

    it('COOL-3 what says nothing about the key opens no window', async () => {
      const harmless: readonly FailureReason[] = [
        ...(['overloaded', 'server_error', 'tls_certificate', 'empty_response', 'no_error_details'] as const),
        ...(['context_overflow', 'format', 'unclassified', 'unknown', 'timeout'] as const),
      ];
      for (const reason of harmless) await stage.caller.cool(envKey, failureOf(reason));
      await stage.caller.cool(envKey, failureOf('rate_limit', { ceiling: true }));
      await stage.caller.cool(envKey, failureOf('auth', { origin: 'local' }));
      expect(await stage.other.secondsOf(envKey)).toBe(0);
    });

    it('COOL-3 a timeout counts once the provider had started answering, for its model', async () => {
      await stage.caller.fail(await stage.caller.take([envKey]), failureOf('timeout'), true);
      expect(await stage.other.secondsOf(envKey)).toBe(30);
      expect(await stage.other.secondsOf(envKey, 'm2')).toBe(0);
    });

    it('COOL-12 a success starts the count anew', async () => {
      await stage.caller.cool(envKey, failureOf('rate_limit'));
      await stage.elapse(31);
      await stage.caller.succeed(envKey);
      await stage.elapse(1);
      await stage.caller.cool(envKey, failureOf('rate_limit'));
      expect(await stage.other.secondsOf(envKey)).toBe(30);
    });

    it('COOL-17 a gateway to many upstreams keeps no windows', async () => {
      const own = await openStage(create, { ...settingsFrom(), keepsWindows: (provider) => provider !== 'gateway' });
      const question = { provider: 'gateway' };
      await own.caller.fail(await own.caller.take([envKey], question), failureOf('billing'));
      expect(await own.other.leased([envKey], question)).toBe('env:a');
      await own.harness.close();
    });

    it('COOL-20 the soonest end: limits of this model count as one, with the latest', async () => {
      await stage.caller.cool(envKey, failureOf('rate_limit'));
      await stage.caller.cool(otherKey, failureOf('rate_limit', { retryAfterMs: 90 * second }));
      expect(await stage.other.lease([envKey, otherKey])).toMatchObject({ soonestInMs: 90 * second });
      await stage.caller.cool(thirdKey, failureOf('auth'));
      expect(await stage.other.lease([envKey, otherKey, thirdKey])).toMatchObject({ soonestInMs: 30 * second });
    });

    it('PROBE-1 the reason most keys have, the graver one on a tie', async () => {
      await stage.caller.cool(envKey, failureOf('rate_limit'));
      await stage.caller.cool(otherKey, failureOf('billing'));
      expect(await stage.other.lease([envKey, otherKey])).toMatchObject({ reason: 'billing' });
      await stage.caller.cool(thirdKey, failureOf('rate_limit'));
      expect(await stage.other.lease([envKey, otherKey, thirdKey])).toMatchObject({ reason: 'rate_limit' });
    });
  });
}
