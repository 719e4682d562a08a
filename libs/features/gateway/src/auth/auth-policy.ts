import { createHash, timingSafeEqual } from 'node:crypto';
import { perSnapshot, type ConfigSnapshot, type GatewayAuth } from '@clawmesh/config';
import { Logger } from '@clawmesh/telemetry';

/** How callers prove who they are, with digests of secrets in place of the secrets. */
export type AuthPolicy =
  | { readonly mode: 'none' }
  | { readonly mode: 'token' | 'password'; readonly digest: Buffer }
  /** With a password for callers on this machine, perhaps (AUTH-30). */
  | { readonly mode: 'trusted-proxy'; readonly digest?: Buffer }
  /** The config in force has no usable credential: nobody gets in. */
  | { readonly mode: 'closed' };

/** What the config in force demands of callers, worked out once per config. */
export class AuthPolicies {
  readonly of: (snapshot: ConfigSnapshot) => AuthPolicy;
  /** The last that could be used. Its mode is that of the process: another one needs a restart (AUTH-80). */
  #inForce: AuthPolicy | undefined;

  constructor(
    private readonly resolve: (snapshot: ConfigSnapshot) => GatewayAuth,
    private readonly logger: Logger,
  ) {
    this.of = perSnapshot((snapshot) => this.#resolve(snapshot));
  }

  #resolve(snapshot: ConfigSnapshot): AuthPolicy {
    try {
      const policy = policyOf(this.resolve(snapshot));
      if (this.#inForce && this.#inForce.mode !== policy.mode) {
        const fields = { inForce: this.#inForce.mode, inConfig: policy.mode };
        this.logger.warn(
          fields,
          'gateway.auth.mode was changed, which needs a restart; until then all stays as it was',
        );
        return this.#inForce;
      }
      this.#inForce = policy;
      return policy;
    } catch (error) {
      // Start-up refuses such a config; one that arrives by reload must not open the gateway either.
      this.logger.error({ err: error }, 'the config has no usable credential; every request is refused');
      return { mode: 'closed' };
    }
  }
}

function policyOf(auth: GatewayAuth): AuthPolicy {
  switch (auth.mode) {
    case 'none':
      return auth;
    case 'token':
      return { mode: auth.mode, digest: digestOf(auth.token) };
    case 'password':
      return { mode: auth.mode, digest: digestOf(auth.password) };
    case 'trusted-proxy':
      return { mode: auth.mode, ...(auth.password !== undefined && { digest: digestOf(auth.password) }) };
    default:
      return auth satisfies never;
  }
}

/** Constant in time, and of one length for any guess (AUTH-9). */
export function matchesDigest(guess: string, digest: Buffer): boolean {
  return timingSafeEqual(digestOf(guess), digest);
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text, 'utf8').digest();
}
