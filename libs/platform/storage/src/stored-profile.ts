/** Where a secret is kept instead of here: an object, or `${NAME}` or `$NAME` for a variable (PROF-7). */
export type SecretRef =
  string | { readonly source: 'env' | 'file' | 'exec' | 'store'; readonly provider?: string; readonly id: string };

/** A reference beats the plain text next to it (PROF-7). Times are epoch milliseconds. */
export type ProfileSecret =
  | { readonly type: 'api_key'; readonly key?: string; readonly keyRef?: SecretRef }
  | { readonly type: 'token'; readonly token?: string; readonly tokenRef?: SecretRef; readonly expires?: number }
  | {
      readonly type: 'oauth';
      readonly access: string;
      readonly refresh: string;
      readonly expires: number;
      readonly email?: string;
      readonly accountId?: string;
      readonly projectId?: string;
      readonly enterpriseUrl?: string;
    };

/** Where a profile belongs. */
export interface ProfilePlace {
  /** Absent: every agent has it that has none of its own with this id (PROF-4). */
  readonly agentId?: string | undefined;
  /** `<provider>:<name>` (PROF-2). */
  readonly profileId: string;
}

/** A named credential (PROF-1). */
export interface AuthProfile extends ProfilePlace {
  /** Canonical id. */
  readonly provider: string;
  readonly secret: ProfileSecret;
  /** Whether a new agent gets a copy; absent: as its type has it (PROF-4). */
  readonly copyToAgents?: boolean | undefined;
}

export interface StoredProfile extends ProfilePlace {
  readonly provider: string;
  readonly type: ProfileSecret['type'];
  /** Absent: none of the keys of this process decrypts it. */
  readonly secret?: ProfileSecret;
  readonly copyToAgents?: boolean | undefined;
  /** Differs after every write. */
  readonly generation: number;
  /** Epoch milliseconds. */
  readonly updatedAt: number;
}

/** The profiles to use of a provider, in order (ORD-1). */
export interface StoredOrder {
  /** Absent: of every agent that has no order of its own. */
  readonly agentId?: string | undefined;
  /** Canonical id. */
  readonly provider: string;
  readonly profileIds: readonly string[];
}

/** Whose account it is, as far as the credential itself says. */
export function identityOf(secret: ProfileSecret): string | undefined {
  return secret.type === 'oauth' ? (secret.accountId ?? secret.email) : undefined;
}
