import { perSnapshot, type ConfigSnapshot } from '@clawmesh/config';
import { hasScope, knownScopes, type Requester } from '@clawmesh/contracts';
import { TokenVerifier, type TokenRules, type TokenVerdict } from '@clawmesh/http';

type Settings = NonNullable<ConfigSnapshot['config']['gateway']['auth']['jwt']>;

export type JwtVerdict = { readonly requester: Requester } | Exclude<TokenVerdict, { readonly status: 'verified' }>;

const mostUserChars = 256;

/** The id is equal for rules that are. */
interface NamedRules {
  readonly id: string;
  readonly rules: TokenRules;
}

const rulesOf = perSnapshot(({ config }): NamedRules | undefined => {
  const { jwt } = config.gateway.auth;
  if (!jwt) return undefined;
  const { issuer, audience, jwksUri, algorithms, userClaim, clockToleranceSeconds } = jwt;
  const rules = { issuer, audience, jwksUri, algorithms, requiredClaims: [userClaim], clockToleranceSeconds };
  return { id: JSON.stringify(rules), rules };
});

/** Users who come with a token of an identity provider. */
export class JwtIdentities {
  /** Keeps the keys of its issuer: it goes on over configs that say the same of tokens. */
  #current: { readonly id: string; readonly verifier: TokenVerifier } | undefined;

  /** Whether what a request presents is to be verified: a token by its form, where there are rules for tokens. */
  takes(bearer: string, { config }: ConfigSnapshot): boolean {
    return config.gateway.auth.jwt !== undefined && /^eyJ[\w-]*\.[\w-]+\.[\w-]*$/.test(bearer);
  }

  async identify(token: string, snapshot: ConfigSnapshot): Promise<JwtVerdict> {
    const settings = snapshot.config.gateway.auth.jwt;
    const rules = rulesOf(snapshot);
    if (!settings || !rules) return { status: 'refused', reason: 'jwt_config_missing' };
    const verdict = await this.#verifier(rules).verify(token);
    return verdict.status === 'verified' ? userOf(verdict.claims, settings) : verdict;
  }

  #verifier({ id, rules }: NamedRules): TokenVerifier {
    if (this.#current?.id === id) return this.#current.verifier;
    void this.#current?.verifier.close();
    this.#current = { id, verifier: new TokenVerifier(rules) };
    return this.#current.verifier;
  }
}

type Claims = Extract<TokenVerdict, { readonly status: 'verified' }>['claims'];

function userOf(claims: Claims, settings: Settings): JwtVerdict {
  const user = claims[settings.userClaim];
  if (typeof user !== 'string' || !isName(user)) return { status: 'refused', reason: `jwt_user ${settings.userClaim}` };
  // Whoever may write down any address must not become its owner. Some providers say so in a text.
  if (settings.userClaim === 'email' && String(claims['email_verified']) === 'false') {
    return { status: 'refused', reason: 'jwt_email_not_verified' };
  }
  const scopes = scopesOf(claims[settings.scopesClaim], settings);
  return { requester: { method: 'jwt', subject: user.trim(), scopes, isOwner: hasScope(scopes, 'operator.admin') } };
}

function isName(user: string): boolean {
  return user.trim() !== '' && user.length <= mostUserChars && !/[\x00-\x1f\x7f]/.test(user);
}

/** A list, or words in one text (RFC 8693). What nobody knows grants nothing. */
function scopesOf(claim: unknown, { scopeMap }: Settings): string[] {
  const said = typeof claim === 'string' ? claim.split(/\s+/) : Array.isArray(claim) ? claim.map(String) : [];
  const meant = said.flatMap((word) => {
    if (!scopeMap) return [word];
    return Object.hasOwn(scopeMap, word) ? (scopeMap[word] ?? []) : [];
  });
  return knownScopes.filter((scope) => meant.includes(scope));
}
