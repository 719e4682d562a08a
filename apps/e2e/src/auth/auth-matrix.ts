/** The whole of AUTH-60: who comes how, and what is open then. */
export type Mode = 'token' | 'password' | 'trusted-proxy' | 'none';

export const secrets = { token: 'e2e-token-0123456789abcdef', password: 'e2e-password-0123456789abcdef' } as const;

/** The proxy of these tests runs on this machine; this other address of it is nobody's. */
export const nobodysProxy = '127.0.0.2';

export interface Row {
  readonly modes: readonly Mode[];
  readonly name: string;
  /** `client` is an address that no other row comes from, as a proxy tells it. */
  headers(row: { readonly mode: Mode; readonly client: string }): Readonly<Record<string, string>>;
  /** The address of the socket, if it is not the proxy's. */
  readonly from?: string;
  /** Statuses, with what a refusal says: a scope that is missing, or a type. */
  readonly models: Expected;
  /** Chat completions, responses and embeddings. */
  readonly post: Expected;
  /** Chat completions with `x-openclaw-model`. */
  readonly override: Expected;
}

export type Expected = readonly [status: number, says?: string];

const ok = [200] as const;
const unauthorized = [401, 'unauthorized'] as const;
const missing = (scope: string): Expected => [403, `missing scope: operator.${scope}`];
const attribution = [403, 'proxy_attribution_required'] as const;

const all = (expected: Expected) => ({ models: expected, post: expected, override: expected });
const shared: readonly Mode[] = ['token', 'password'];
const every: readonly Mode[] = ['token', 'password', 'trusted-proxy', 'none'];

const secretOf = (mode: Mode): string => (mode === 'token' ? secrets.token : secrets.password);
const bearer = (text: string) => ({ authorization: `Bearer ${text}` });
const forwarded = (client: string) => ({ 'x-forwarded-for': client });
/** As the proxy of a team sends it. */
const proxied = (client: string) => ({ ...forwarded(client), 'x-user': 'alice', 'x-sso': 'yes' });
const without = (name: string, headers: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(headers).filter(([key]) => key !== name));

const sharedSecrets: readonly Row[] = [
  {
    ...{ modes: shared, name: 'right bearer', ...all(ok) },
    headers: ({ mode, client }) => ({ ...forwarded(client), ...bearer(secretOf(mode)) }),
  },
  {
    ...{ modes: shared, name: 'right bearer, without any forwarded evidence', ...all(ok) },
    headers: ({ mode }) => bearer(secretOf(mode)),
  },
  {
    ...{ modes: shared, name: 'right bearer that declares no scopes', ...all(ok) },
    headers: ({ mode, client }) => ({ ...forwarded(client), ...bearer(secretOf(mode)), 'x-openclaw-scopes': '' }),
  },
  {
    ...{ modes: shared, name: 'wrong bearer', ...all(unauthorized) },
    headers: ({ client }) => ({ ...forwarded(client), ...bearer('wrong') }),
  },
  {
    ...{ modes: shared, name: 'the secret of the other mode', ...all(unauthorized) },
    headers: ({ mode, client }) => ({
      ...forwarded(client),
      ...bearer(secretOf(mode === 'token' ? 'password' : 'token')),
    }),
  },
  {
    ...{ modes: shared, name: 'no header', ...all(unauthorized) },
    headers: ({ client }) => forwarded(client),
  },
  {
    ...{ modes: shared, name: 'another scheme', ...all(unauthorized) },
    headers: ({ mode, client }) => ({ ...forwarded(client), authorization: `Token ${secretOf(mode)}` }),
  },
  {
    ...{ modes: shared, name: 'x-api-key, where OpenAI’s clients ask', ...all(unauthorized) },
    headers: ({ mode, client }) => ({ ...forwarded(client), 'x-api-key': secretOf(mode) }),
  },
];

const anyMode: readonly Row[] = [
  {
    ...{ modes: every, name: 'forwarded evidence of a source that is no trusted proxy', ...all(attribution) },
    from: nobodysProxy,
    headers: ({ mode, client }) => ({ ...proxied(client), ...bearer(secretOf(mode)) }),
  },
  {
    ...{ modes: every, name: 'a trusted proxy that names no client', ...all(attribution) },
    headers: ({ mode }) => ({ ...proxied('127.0.0.1'), ...bearer(secretOf(mode)) }),
  },
];

/** Whoever has a name of their own, or none: what they declare is what they may. */
const declared: readonly (readonly [declares: string | undefined, what: Pick<Row, 'models' | 'post' | 'override'>])[] =
  [
    [undefined, all(ok)],
    ['operator.read', { models: ok, post: missing('write'), override: missing('write') }],
    ['operator.write', { models: ok, post: ok, override: missing('admin') }],
    ['operator.admin', all(ok)],
    ['', { models: missing('read'), post: missing('write'), override: missing('write') }],
    ['made.up, operator.everything', { models: missing('read'), post: missing('write'), override: missing('write') }],
    ['operator.approvals', { models: missing('read'), post: missing('write'), override: missing('write') }],
  ];

const scopes = (scope: string | undefined): Record<string, string> =>
  scope === undefined ? {} : { 'x-openclaw-scopes': scope };

const identities: readonly Row[] = declared.flatMap(([scope, expected]) => [
  {
    ...{ modes: ['trusted-proxy'], name: `all checks pass, scopes ${JSON.stringify(scope)}`, ...expected },
    headers: ({ client }) => ({ ...proxied(client), ...scopes(scope) }),
  } satisfies Row,
  {
    ...{ modes: ['none'], name: `scopes ${JSON.stringify(scope)}`, ...expected },
    headers: () => scopes(scope),
  } satisfies Row,
]);

const trustedProxy = { modes: ['trusted-proxy'] } as const;
const refusals: readonly Row[] = [
  {
    ...{ ...trustedProxy, name: 'user missing', ...all(unauthorized) },
    headers: ({ client }) => without('x-user', proxied(client)),
  },
  {
    ...{ ...trustedProxy, name: 'user not allowed', ...all(unauthorized) },
    headers: ({ client }) => ({ ...proxied(client), 'x-user': 'mallory' }),
  },
  {
    ...{ ...trustedProxy, name: 'required header missing', ...all(unauthorized) },
    headers: ({ client }) => without('x-sso', proxied(client)),
  },
  {
    ...{ ...trustedProxy, name: 'untrusted source without forwarded evidence', ...all(unauthorized) },
    from: nobodysProxy,
    headers: () => ({ 'x-user': 'alice', 'x-sso': 'yes' }),
  },
  {
    ...{ ...trustedProxy, name: 'untrusted source with a spoofed user', ...all(attribution) },
    from: nobodysProxy,
    headers: () => ({ 'x-forwarded-user': 'alice', 'x-user': 'alice', 'x-sso': 'yes' }),
  },
  {
    ...{ ...trustedProxy, name: 'bearer = password, remote', ...all(unauthorized) },
    headers: ({ client }) => ({ ...forwarded(client), ...bearer(secrets.password) }),
  },
  {
    ...{ ...trustedProxy, name: 'bearer = password, direct and local', ...all(ok) },
    headers: () => bearer(secrets.password),
  },
  {
    ...{ ...trustedProxy, name: 'no bearer, direct and local', ...all(unauthorized) },
    headers: () => ({}),
  },
  {
    ...{ ...trustedProxy, name: 'a page of another site', ...all(unauthorized) },
    headers: ({ client }) => ({ ...proxied(client), origin: 'https://evil.example' }),
  },
  {
    ...{ modes: ['none'], name: 'a page of another site', ...all(unauthorized) },
    headers: () => ({ origin: 'https://evil.example' }),
  },
];

export const authMatrix: readonly Row[] = [...sharedSecrets, ...anyMode, ...identities, ...refusals];
