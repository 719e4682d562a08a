import { randomUUID } from 'node:crypto';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK } from 'jose';
import { replyJson } from './upstream-replies.js';
import { startUpstream, type Upstream } from './upstream-server.js';

export interface TokenOptions {
  /** Overrides and further parts of the header. */
  readonly header?: Readonly<Record<string, unknown>>;
  /** Seconds from now; one minute when absent, none for `null`. */
  readonly expiresIn?: number | null;
}

/** An identity provider: a real HTTP server with an OpenID configuration and a key set that the test changes. */
export interface Issuer {
  readonly url: string;
  readonly upstream: Upstream;
  /** With the newest key. `iss`, `aud` and `exp` are what is expected unless told otherwise. */
  sign(claims: Readonly<Record<string, unknown>>, options?: TokenOptions): Promise<string>;
  /** A new key that is not in the set yet. Resolves to what puts it there, in the place of the others. */
  newKey(alg?: string): Promise<() => void>;
  /** The public keys of the set, as they are served. */
  readonly keys: readonly JWK[];
  /** From now on nobody gets an answer. */
  goAway(): void;
  comeBack(): void;
  close(): Promise<void>;
}

export const issuerAudience = 'clawmesh';

export async function startIssuer(firstAlg = 'RS256'): Promise<Issuer> {
  const upstream = await startUpstream(replyJson(500, {}));
  const { url } = upstream;
  let keys: JWK[] = [];
  let signing: { readonly key: CryptoKey; readonly kid: string; readonly alg: string };
  const serve = (): void =>
    upstream.handle((request, response) => {
      const isKeys = request.path === '/keys';
      const body = isKeys ? { keys } : { issuer: url, jwks_uri: `${url}/keys` };
      return replyJson(200, body)(request, response);
    });
  const newKey = async (alg = firstAlg): Promise<() => void> => {
    const pair = await generateKeyPair(alg, { extractable: true });
    const kid = randomUUID();
    const jwk = { ...(await exportJWK(pair.publicKey)), kid, alg, use: 'sig' };
    signing = { key: pair.privateKey, kid, alg };
    return () => {
      keys = [jwk];
    };
  };
  (await newKey())();
  serve();
  return {
    url,
    upstream,
    newKey,
    get keys() {
      return keys;
    },
    sign: (claims, { header = {}, expiresIn = 60 } = {}) => {
      const seconds = Math.floor(Date.now() / 1_000);
      const expiry = expiresIn === null ? {} : { exp: seconds + expiresIn };
      const { key, kid, alg } = signing;
      return new SignJWT({ iss: url, aud: issuerAudience, ...expiry, ...claims })
        .setProtectedHeader({ alg, kid, ...header })
        .sign(key);
    },
    goAway: () => upstream.handle((_request, response) => void response.destroy()),
    comeBack: serve,
    close: () => upstream.close(),
  };
}
