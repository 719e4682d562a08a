import { createHmac } from 'node:crypto';
import { issuerAudience, startIssuer, waitUntil, type Issuer } from '@clawmesh/testing';
import { TokenVerifier, type TokenRules } from './token-verifier.js';

const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');

describe('TokenVerifier', () => {
  let issuer: Issuer;
  let now: number;
  let verifier: TokenVerifier;
  const open = (more: Partial<TokenRules> = {}): TokenVerifier => {
    const rules = { issuer: issuer.url, audience: issuerAudience, algorithms: ['RS256', 'ES256', 'EdDSA'] };
    return new TokenVerifier({ ...rules, requiredClaims: ['sub'], clockToleranceSeconds: 5, ...more }, () => now);
  };
  const asked = (path: string): number => issuer.upstream.requests.filter((request) => request.path === path).length;

  beforeEach(async () => {
    issuer = await startIssuer();
    now = Date.now();
    verifier = open();
  });
  afterEach(async () => {
    await verifier.close();
    await issuer.close();
  });

  it('believes what the issuer signed, and finds its keys by itself, once', async () => {
    const token = await issuer.sign({ sub: 'alice', scope: 'a b' });
    for (let time = 0; time < 3; time += 1) {
      expect(await verifier.verify(token)).toMatchObject({
        status: 'verified',
        claims: { sub: 'alice', scope: 'a b' },
      });
    }
    expect([asked('/.well-known/openid-configuration'), asked('/keys')]).toEqual([1, 1]);
  });

  it.each(['ES256', 'EdDSA'])('knows %s', async (alg) => {
    (await issuer.newKey(alg))();
    expect(await verifier.verify(await issuer.sign({ sub: 'alice' }))).toMatchObject({ status: 'verified' });
  });

  it('takes keys from where it is told', async () => {
    const told = open({ jwksUri: `${issuer.url}/keys` });
    expect(await told.verify(await issuer.sign({ sub: 'alice' }))).toMatchObject({ status: 'verified' });
    expect(asked('/.well-known/openid-configuration')).toBe(0);
    await told.close();
  });

  it.each([
    ['expired', { sub: 'a' }, { expiresIn: -6 }, 'ERR_JWT_EXPIRED exp'],
    ['without an end', { sub: 'a' }, { expiresIn: null }, 'ERR_JWT_CLAIM_VALIDATION_FAILED exp'],
    ['not valid yet', { sub: 'a', nbf: Date.now() / 1_000 + 60 }, {}, 'ERR_JWT_CLAIM_VALIDATION_FAILED nbf'],
    ['for somebody else', { sub: 'a', aud: 'other' }, {}, 'ERR_JWT_CLAIM_VALIDATION_FAILED aud'],
    ['for nobody', { sub: 'a', aud: undefined }, {}, 'ERR_JWT_CLAIM_VALIDATION_FAILED aud'],
    ['of another issuer', { sub: 'a', iss: 'https://evil.example' }, {}, 'ERR_JWT_CLAIM_VALIDATION_FAILED iss'],
    ['without a user', {}, {}, 'ERR_JWT_CLAIM_VALIDATION_FAILED sub'],
    ['of an algorithm that is not allowed', { sub: 'a' }, { header: { alg: 'RS512' } }, 'ERR_JOSE_ALG_NOT_ALLOWED'],
  ])('refuses a token that is %s', async (_what, claims, options, reason) => {
    const alg = 'header' in options ? options.header.alg : undefined;
    if (alg) (await issuer.newKey(alg))();
    expect(await verifier.verify(await issuer.sign(claims, options))).toEqual({ status: 'refused', reason });
  });

  it('lets clocks differ by as much as it is told', async () => {
    expect(await verifier.verify(await issuer.sign({ sub: 'a' }, { expiresIn: -3 }))).toMatchObject({
      status: 'verified',
    });
  });

  it('takes any of several audiences', async () => {
    const several = open({ audience: ['other', issuerAudience] });
    expect(await several.verify(await issuer.sign({ sub: 'a', aud: [issuerAudience, 'x'] }))).toMatchObject({
      status: 'verified',
    });
    await several.close();
  });

  it('refuses a token without a signature, and one signed with the public key as a secret', async () => {
    const claims = { iss: issuer.url, aud: issuerAudience, exp: Date.now() / 1_000 + 60, sub: 'root' };
    const none = `${encode({ alg: 'none' })}.${encode(claims)}.`;
    expect(await verifier.verify(none)).toEqual({ status: 'refused', reason: 'ERR_JOSE_ALG_NOT_ALLOWED' });
    const [key] = issuer.keys;
    const unsigned = `${encode({ alg: 'HS256', kid: key?.kid })}.${encode(claims)}`;
    const mac = createHmac('sha256', JSON.stringify(key)).update(unsigned).digest('base64url');
    const verdict = await verifier.verify(`${unsigned}.${mac}`);
    expect(verdict).toEqual({ status: 'refused', reason: 'ERR_JOSE_ALG_NOT_ALLOWED' });
  });

  it.each(['eyJ.e30.x', `${encode({ alg: 'RS256', crit: ['x'], x: 1 })}.e30.AAAA`])(
    'refuses what is no token: %s',
    async (text) => expect(await verifier.verify(text)).toMatchObject({ status: 'refused' }),
  );

  it('says of a changed token, and of one that another key signed, that it is forged', async () => {
    const [header, , signature] = (await issuer.sign({ sub: 'alice' })).split('.');
    const claims = { iss: issuer.url, aud: issuerAudience, exp: 1, sub: 'root' };
    const reason = 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED';
    const changed = `${String(header)}.${encode(claims)}.${String(signature)}`;
    expect(await verifier.verify(changed)).toEqual({ status: 'forged', reason });
    const { kid } = issuer.keys[0] ?? {};
    await issuer.newKey(); // never in the set
    const other = await issuer.sign({ sub: 'alice' }, { header: { kid } });
    expect(await verifier.verify(other)).toEqual({ status: 'forged', reason });
  });

  it('looks for a key that is not known, no more than once in thirty seconds', async () => {
    await verifier.verify(await issuer.sign({ sub: 'alice' }));
    const publish = await issuer.newKey();
    const token = await issuer.sign({ sub: 'alice' });
    const noKey = { status: 'refused', reason: 'ERR_JWKS_NO_MATCHING_KEY' };
    for (let time = 0; time < 3; time += 1) expect(await verifier.verify(token)).toEqual(noKey);
    expect(asked('/keys')).toBe(1); // read a moment ago
    publish();
    now += 30_000;
    expect(await verifier.verify(token)).toMatchObject({ status: 'verified' });
    expect(asked('/keys')).toBe(2);
  });

  it('goes on with the keys it knows while the issuer is away, and learns when it is back', async () => {
    const token = await issuer.sign({ sub: 'alice' });
    await verifier.verify(token);
    issuer.goAway();
    now += 600_001;
    expect(await verifier.verify(token)).toMatchObject({ status: 'verified' });
    await waitUntil(() => asked('/keys') === 2);
    (await issuer.newKey())();
    issuer.comeBack();
    now += 30_001;
    expect(await verifier.verify(token)).toMatchObject({ status: 'verified' });
    await waitUntil(async () => (await verifier.verify(token)).status === 'refused');
    expect(await verifier.verify(await issuer.sign({ sub: 'alice' }))).toMatchObject({ status: 'verified' });
  });

  it('says that it cannot tell while it has no keys, and leaves the issuer alone for five seconds', async () => {
    issuer.goAway();
    const token = await issuer.sign({ sub: 'alice' });
    for (let time = 0; time < 3; time += 1)
      expect(await verifier.verify(token)).toMatchObject({ status: 'unavailable' });
    expect(issuer.upstream.requests).toHaveLength(1);
    issuer.comeBack();
    now += 5_000;
    expect(await verifier.verify(token)).toMatchObject({ status: 'verified' });
  });

  it.each([
    ['another issuer', { issuer: 'https://evil.example', jwks_uri: 'https://evil.example/keys' }],
    ['no place of keys', {}],
    ['no JSON object', null],
  ])('believes no configuration of %s', async (_what, body) => {
    issuer.upstream.handle((_request, response) => void response.end(JSON.stringify(body)));
    expect(await verifier.verify(await issuer.sign({ sub: 'alice' }))).toMatchObject({ status: 'unavailable' });
  });

  it('follows no redirect', async () => {
    issuer.upstream.handle((_request, response) => void response.writeHead(302, { location: '/keys' }).end());
    expect(await verifier.verify(await issuer.sign({ sub: 'alice' }))).toMatchObject({ status: 'unavailable' });
    expect(issuer.upstream.requests).toHaveLength(1);
  });
});
