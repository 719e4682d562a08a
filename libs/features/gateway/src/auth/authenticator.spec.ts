import type { IncomingMessage } from 'node:http';
import type { ConfigSnapshot } from '@clawmesh/config';
import { fullScopes, type Requester } from '@clawmesh/contracts';
import { InProcessFailedAuthLimiter } from '@clawmesh/coordination';
import { testAuthenticator, testSnapshot, testToken } from '../__fixtures__/gateway-under-test.js';
import { RequestError } from '../http/request-error.js';
import type { Attempt } from './authenticator.js';

const right = { authorization: `Bearer ${testToken}` };
const wrong = { authorization: 'Bearer wrong' };
const auth = (more: object) => testSnapshot({ gateway: { auth: { mode: 'token', token: testToken, ...more } } });

/** An authenticator, and what it says to a caller from far away unless told otherwise. */
class Door {
  snapshot: ConfigSnapshot = testSnapshot();
  now = 1_000_000;
  readonly authenticator = testAuthenticator(new InProcessFailedAuthLimiter(() => this.now));

  knock(headers: Record<string, string>, address?: string): Promise<Requester> {
    return this.authenticator.authenticate(this.attempt(headers, address));
  }

  attempt(headers: Record<string, string>, address = '203.0.113.7'): Attempt {
    // Only what authentication reads of a request; `|` stands between the values of a repeated header.
    const distinct = Object.entries(headers).map(([name, value]) => [name, value.split('|')]);
    const request = { headers, headersDistinct: Object.fromEntries(distinct) } as unknown as IncomingMessage;
    const caller = { kind: 'direct-remote', address, peer: address } as const;
    return { request, caller, snapshot: this.snapshot };
  }

  /** The kind and details of the refusal. */
  async refusal(headers: Record<string, string>, address?: string): Promise<unknown> {
    try {
      await this.knock(headers, address);
    } catch (error) {
      if (error instanceof RequestError) return [error.kind, error.details.retryAfterSeconds];
    }
    return 'admitted';
  }
}

const unauthorized = ['unauthorized', undefined];

describe('Authenticator', () => {
  it('AUTH-50, AUTH-54, AUTH-56 a shared secret is the owner with every scope, whatever it declares', async () => {
    const requester = await new Door().knock({ ...right, 'x-openclaw-scopes': '' });
    expect(requester).toMatchObject({ method: 'token', isOwner: true, scopes: [...fullScopes] });
  });

  it.each(['', 'x', testToken.slice(0, -1), `${testToken}x`, testToken.toUpperCase(), 'é\u0000'.repeat(5_000)])(
    'AUTH-9 refuses a guess of any length: %j',
    async (guess) => expect(await new Door().refusal({ authorization: `Bearer ${guess}` })).toEqual(unauthorized),
  );

  it('AUTH-40, AUTH-43, HTTP-31 locks out after ten wrong secrets, even for the right one', async () => {
    const door = new Door();
    for (let attempt = 0; attempt < 10; attempt += 1) expect(await door.refusal(wrong)).toEqual(unauthorized);
    door.now += 500;
    expect(await door.refusal(right)).toEqual(['rate-limited', 300]);
    expect(await door.refusal(right, '203.0.113.8')).toBe('admitted');
    door.now += 299_500;
    expect(await door.refusal(right)).toBe('admitted');
  });

  it('AUTH-41 does not count missing credentials', async () => {
    const door = new Door();
    for (let attempt = 0; attempt < 20; attempt += 1) expect(await door.refusal({})).toEqual(unauthorized);
    expect(await door.refusal(right)).toBe('admitted');
  });

  it('AUTH-45 does not exempt this machine when told so', async () => {
    const door = new Door();
    door.snapshot = auth({ rateLimit: { maxAttempts: 2, exemptLoopback: false } });
    for (let attempt = 0; attempt < 2; attempt += 1) await door.refusal(wrong, '127.0.0.1');
    expect(await door.refusal(right, '127.0.0.1')).toEqual(['rate-limited', 300]);
  });

  it('AUTH-47 keeps failures and locks over a change of the limits', async () => {
    const door = new Door();
    for (let attempt = 0; attempt < 5; attempt += 1) await door.refusal(wrong);
    door.snapshot = auth({ rateLimit: { maxAttempts: 3, lockoutMs: 60_000 } });
    await door.refusal(wrong);
    expect(await door.refusal(right)).toEqual(['rate-limited', 60]);
    door.snapshot = auth({ rateLimit: { maxAttempts: 100 } });
    expect(await door.refusal(right)).toEqual(['rate-limited', 60]);
  });

  it('HTTP-164 a wrong secret at a probe hides the details and counts', async () => {
    const door = new Door();
    for (let attempt = 0; attempt < 10; attempt += 1) {
      expect(await door.authenticator.provesItself(door.attempt(wrong))).toBe(false);
    }
    expect(await door.authenticator.provesItself(door.attempt(right))).toBe(false);
    expect(await door.authenticator.provesItself(door.attempt(right, '203.0.113.8'))).toBe(true);
  });

  it('AUTH-10, AUTH-55 mode none asks for nothing and takes what is declared', async () => {
    const door = new Door();
    door.snapshot = testSnapshot({ gateway: { auth: { mode: 'none' } } });
    expect(await door.knock(wrong)).toMatchObject({ method: 'none', isOwner: true });
    expect(await door.knock({ 'x-openclaw-scopes': ' operator.read,, made.up ' })).toMatchObject({
      scopes: ['operator.read', 'made.up'],
      isOwner: false,
    });
    expect(await door.knock({ 'x-openclaw-scopes': 'operator.read|operator.admin' })).toMatchObject({
      scopes: ['operator.read'],
    });
    expect(await door.authenticator.provesItself(door.attempt({}))).toBe(false);
  });

  it('HTTP-165 admits nobody while the config has no usable credential', async () => {
    const door = new Door();
    door.snapshot = testSnapshot({ gateway: { auth: { mode: 'token' } } });
    expect(door.authenticator.admitsNobody(door.snapshot)).toBe(true);
    expect(await door.refusal({ authorization: 'Bearer undefined' })).toEqual(unauthorized);
  });
});
