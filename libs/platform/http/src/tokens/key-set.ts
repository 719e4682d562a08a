import { createRemoteJWKSet, customFetch, errors, type FlattenedJWSInput, type JWSHeaderParameters } from 'jose';
import { Agent, fetch } from 'undici';

const timeoutMs = 5_000;
const mostBytes = 1_048_576;
/** Keys are looked at anew after this, while the ones that are known go on. */
const freshMs = 600_000;
/** At most one look in such a time, whatever keys tokens name. */
const cooldownMs = 30_000;
/** While there are no keys. */
const failureCooldownMs = 5_000;

export interface KeySetOptions {
  readonly issuer: string;
  /** Found through the issuer's OpenID configuration when absent. */
  readonly jwksUri?: string | undefined;
  readonly now: () => number;
}

type RemoteKeys = ReturnType<typeof createRemoteJWKSet>;

/** The public keys of an issuer. What is known goes on while the issuer cannot be reached. */
export class KeySet {
  readonly #options: KeySetOptions;
  readonly #agent = new Agent({ connect: { timeout: timeoutMs }, maxResponseSize: mostBytes });
  #keys: Promise<RemoteKeys> | undefined;
  #readAt = -Infinity;
  #triedAt = -Infinity;
  #failedAt = -Infinity;

  constructor(options: KeySetOptions) {
    this.#options = options;
  }

  /** The key of a token. Rejects with what jose says of a key that is not there, and with other errors of the network. */
  readonly keyFor = async (header: JWSHeaderParameters, token: FlattenedJWSInput) => {
    const keys = await this.#remoteKeys();
    const isOld = this.#options.now() - this.#readAt >= freshMs;
    if (isOld && keys.jwks()) this.#reload(keys)?.catch(() => undefined); // nobody waits for keys that are only old
    try {
      return await keys(header, token);
    } catch (error) {
      const reloading = error instanceof errors.JWKSNoMatchingKey ? this.#reload(keys) : undefined;
      if (!reloading) throw error;
      await reloading;
      return keys(header, token);
    }
  };

  close(): Promise<void> {
    return this.#agent.close();
  }

  /** Undefined while the last time is too near. */
  #reload(keys: RemoteKeys): Promise<void> | undefined {
    const now = this.#options.now();
    if (now - Math.max(this.#readAt, this.#triedAt) < cooldownMs) return undefined;
    this.#triedAt = now;
    return keys.reload();
  }

  #remoteKeys(): Promise<RemoteKeys> {
    this.#keys ??= this.#find().catch((error: unknown) => {
      this.#keys = undefined;
      throw error;
    });
    return this.#keys;
  }

  async #find(): Promise<RemoteKeys> {
    const { issuer, jwksUri } = this.#options;
    const url = new URL(jwksUri ?? (await this.#discover(issuer)));
    return createRemoteJWKSet(url, {
      timeoutDuration: timeoutMs,
      // `keyFor` looks after both.
      cooldownDuration: Infinity,
      cacheMaxAge: Infinity,
      [customFetch]: async (href, { headers, signal }) => {
        const answer = await this.#get(href, [...headers], signal);
        this.#readAt = this.#options.now();
        return answer;
      },
    });
  }

  async #discover(issuer: string): Promise<string> {
    const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
    const answer = await this.#get(url, [['accept', 'application/json']], AbortSignal.timeout(timeoutMs));
    const found: unknown = await answer.json();
    const { issuer: named, jwks_uri: uri } = (found ?? {}) as {
      readonly issuer?: unknown;
      readonly jwks_uri?: unknown;
    };
    if (named !== issuer) throw new Error('the OpenID configuration is of another issuer');
    if (typeof uri !== 'string' || !URL.canParse(uri)) throw new Error('the OpenID configuration names no jwks_uri');
    const isWeaker = new URL(issuer).protocol === 'https:' && new URL(uri).protocol !== 'https:';
    if (isWeaker) throw new Error('the jwks_uri of the OpenID configuration is not https');
    return uri;
  }

  /** An issuer that failed a moment ago is left alone: every token would ask it. */
  async #get(url: string, headers: [string, string][], signal: AbortSignal): Promise<Response> {
    const { now } = this.#options;
    if (now() - this.#failedAt < failureCooldownMs) throw new Error('the issuer could not be reached a moment ago');
    try {
      const answer = await fetch(url, { headers, signal, redirect: 'error', dispatcher: this.#agent });
      if (answer.status !== 200) throw new Error(`the issuer answered with status ${String(answer.status)}`);
      const body = await answer.text(); // within the limit of the agent
      return new Response(body, { status: 200 });
    } catch (error) {
      this.#failedAt = now();
      throw error;
    }
  }
}
