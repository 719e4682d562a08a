import { failureReasonSchema } from '@clawmesh/contracts';
import { providerFailureRules } from '@clawmesh/providers';
import { createRedact } from '@clawmesh/telemetry';
import { aRoute, seededRandom, testSeed } from '@clawmesh/testing';
import { wireApi } from '@clawmesh/wire';
import { bodyText, upstreamBodies } from './__fixtures__/upstream-bodies.js';
import { upstreamErrors, type UpstreamErrorFixture } from './__fixtures__/upstream-errors.js';
import { classifyFailure, type FailureEvidence } from './classify-failure.js';
import { createSanitize, describeFailure } from './describe-failure.js';
import { evidenceOfAnswer, evidenceOfError } from './evidence.js';
import * as tables from './failure-rules.js';

const now = Date.UTC(2026, 4, 31, 12);
const completions = 'openai-completions';

/** What an upstream told, in the three forms of ERR-P1; undefined: this form has lost too much. */
type Form = (row: UpstreamErrorFixture) => FailureEvidence | undefined;

const askedOf = ({ provider, api }: Pick<UpstreamErrorFixture, 'provider' | 'api'>) => ({
  wire: wireApi(api),
  route: aRoute({ provider, api }),
});

function evidenceOf(row: UpstreamErrorFixture, body: string): FailureEvidence {
  const { wire, route } = askedOf(row);
  const { status } = row;
  if (status === undefined) return evidenceOfError(wire.readError(body, {}), route);
  return evidenceOfAnswer({ status, headers: {}, body }, { wire, route });
}

const rawJson: Form = (row) => {
  const { message, code, type } = row;
  return evidenceOf(row, message === '' ? '' : JSON.stringify({ error: { message, code, type } }));
};

const messageAlone: Form = (row) => (row.needsName ? undefined : evidenceOf(row, row.message));

/** The status is only in the wrapper; the outer message begins with it. */
const wrapped: Form = (row) => {
  const { status, message, code, type } = row;
  if (status === undefined || message === '') return undefined;
  const text = JSON.stringify({ status, error: { message, code, type }, message: `${status} ${message}` });
  const { wire, route } = askedOf(row);
  return evidenceOfError(wire.readError(text, {}), route);
};

describe('failures, whatever upstreams say', () => {
  it.each([
    ['raw JSON', rawJson],
    ['its message alone', messageAlone],
    ['the error of an SDK', wrapped],
  ])('ERR-P1 every example means the same as %s', (_, form) => {
    const told = upstreamErrors.flatMap((row) => ({ row, evidence: form(row) ?? [] }));
    const wrong = told.flatMap(({ row, evidence }) => {
      if (Array.isArray(evidence)) return [];
      const { reason, rotatesKey } = classifyFailure(evidence, now);
      return reason === row.reason && rotatesKey === row.rotates ? [] : [`${row.id}: ${reason}, not ${row.reason}`];
    });
    expect(wrong).toEqual([]);
  });

  it('ERR-P1 bodies of vendors mean the same with a wrapper around them', () => {
    const wrong = upstreamBodies.flatMap((row) => {
      const { body, status, headers = {}, reason } = row;
      if (typeof body !== 'object' || body === null || Array.isArray(body) || !('error' in body)) return [];
      const { wire, route } = askedOf(row);
      const text = JSON.stringify({ status, headers, ...body });
      const verdict = classifyFailure({ ...evidenceOfError(wire.readError(text, {}), route), headers }, now);
      return verdict.reason === reason ? [] : [`${row.id}: ${verdict.reason}, not ${reason}`];
    });
    expect(wrong).toEqual([]);
  });

  it('ERR-P2 every 429 rotates, whatever its text', () => {
    for (const row of upstreamErrors) {
      const evidence = rawJson({ ...row, status: 429 });
      expect(evidence && classifyFailure(evidence, now).rotatesKey).toBe(true);
    }
  });

  it('ERR-P2 no other status rotates, but for words that name a limit which comes back', () => {
    const aLimit = /quota limit exceeded|usage limit|service quota|throttl|rate limit|too many requests/i;
    const paid = (status: number | undefined) => status === 402 || status === undefined || status === 429;
    const rotating = [
      ...upstreamErrors,
      ...upstreamBodies.map((row) => ({ ...row, type: '', message: bodyText(row) })),
    ].filter(
      ({ status, rotates, message, type = '' }) => rotates && !paid(status) && !aLimit.test(`${type}: ${message}`),
    );
    expect(rotating.map(({ id }) => id)).toEqual([]);
    for (const { code, message, rotates } of upstreamErrors)
      if (code?.startsWith('E') || code?.startsWith('UND_')) expect([message, rotates]).toEqual([message, false]);
  });

  it('ERR-P2 a 401, 403 or 5xx rotates for no words but those of a quota or of throttling', () => {
    const excepted = /quota limit exceeded|usage limit for this billing cycle|Throttling|ServiceQuota/i;
    for (const { message } of upstreamErrors) {
      if (excepted.test(message)) continue;
      for (const status of [401, 403, 500, 502, 503]) {
        const told = { status, message, codes: [], provider: 'elsewhere', api: completions };
        expect([status, message, classifyFailure(told, now).rotatesKey]).toEqual([status, message, false]);
      }
    }
  });

  const seed = testSeed();

  it(`ERR-P3 ERR-P4 ERR-P5 any bytes give one of the reasons, without the key (seed ${seed})`, () => {
    const random = seededRandom(seed);
    const key = 'k3y-0f-the-request';
    const sanitize = createSanitize(aRoute(), createRedact([key]));
    for (let round = 0; round < 500; round++) {
      const { body, status, headers } = randomAnswer(random, key);
      const { provider, api } = pick(random, upstreamErrors);
      const { wire, route } = askedOf({ provider, api });
      const evidence = evidenceOfAnswer({ status, headers, body }, { wire, route });
      const told = random() < 0.5 ? evidence : { ...evidence, status: undefined };
      expect(failureReasonSchema.safeParse(classifyFailure(told, now).reason).success).toBe(true);
      const failed = describeFailure({ evidence: told, route, sanitize, now });
      expect(JSON.stringify(failed)).not.toContain(key);
      const { retryAfterMs = 0, message, overflow } = failed.failure;
      expect(retryAfterMs >= 0 && retryAfterMs <= 24 * 3_600_000).toBe(true);
      expect(Object.values(overflow ?? {}).every(Number.isFinite)).toBe(true);
      expect(message.length).toBeLessThanOrEqual(2_000);
    }
  });

  it('ERR-P3 ERR-7 no pattern repeats without a bound what can be many things', () => {
    const found = [...patternsIn(tables), ...providers().flatMap((id) => patternsIn(providerFailureRules(id)))];
    expect(found.length).toBeGreaterThan(50);
    // Without escapes and classes, what is left before `*`, `+` or `{n,}` is one letter, or more than that.
    const unbounded = found.filter(({ source }) => {
      const shape = source
        .replace(/\\[sdw]/g, 'c')
        .replace(/\\./g, 'x')
        .replace(/\[[^\]]*\]/g, '.');
      return /[.)](?:[*+]|\{\d+,\})/.test(shape);
    });
    expect(unbounded.map(({ source }) => source)).toEqual([]);
  });
});

const providers = (): string[] => [...new Set([...upstreamErrors, ...upstreamBodies].map(({ provider }) => provider))];

function patternsIn(value: unknown): RegExp[] {
  if (value instanceof RegExp) return [value];
  if (typeof value !== 'object' || value === null || value instanceof Set) return [];
  return Object.values(value).flatMap(patternsIn);
}

function pick<Item>(random: () => number, items: readonly Item[]): Item {
  return items[Math.floor(random() * items.length)] as Item;
}

/** Bytes, pieces of real errors, shapes that nobody sends, and the key somewhere among them. */
function randomAnswer(random: () => number, key: string) {
  const bytes = () => Buffer.from(Array.from({ length: random() * 300 }, () => random() * 256)).toString('utf8');
  const words = () => pick(random, upstreamErrors).message;
  const wait = () => pick(random, ['1e9', '-1', '99999999999999999999', 'soon', '1h2m', `${now}`, '86401']);
  const text = (): string => pick(random, [bytes, words, () => key, wait, () => `try again in ${wait()}s`])();
  const names = [
    'error',
    'errors',
    'message',
    'detail',
    'code',
    'type',
    'status',
    '__proto__',
    'constructor',
    'details',
  ];
  const some = (list: readonly string[]) => list.filter(() => random() < 0.3);
  const shape = (depth: number): unknown => {
    const kind = depth > 3 ? 0 : Math.floor(random() * 5);
    if (kind === 1) return [shape(depth + 1), shape(depth + 1)];
    if (kind === 2) return JSON.stringify(shape(depth + 1));
    if (kind > 2) return Object.fromEntries(some(names).map((name) => [name, shape(depth + 1)]));
    return pick(random, [text() + key + text(), Math.floor(random() * 600), null, 'toString', '4 2 9']);
  };
  const body = random() < 0.3 ? text() + key + text() : JSON.stringify(shape(0));
  const headers = { 'retry-after': wait(), 'x-ratelimit-reset': wait(), 'x-amzn-errortype': `${text()}${key}` };
  return { body, headers, status: pick(random, [302, 400, 401, 402, 403, 404, 409, 413, 429, 500, 503, 529]) };
}
