import { type ConfigSnapshot, perSnapshot } from './config-snapshot.js';

/** Names of variables whose values are secrets, whatever provider they belong to. */
const secretName = /(?:^|_)(?:API_KEYS?|KEYS?|TOKENS?|SECRETS?|PASSWORDS?|PASSWD)(?:_|$)/;
const secretHeader = /authorization|cookie|key|token|secret/i;

/** Shorter values would hide ordinary words. */
const shortestSecret = 8;

/** Every secret this process knows from its config and environment, for exact redaction (CFG-25). Longest first. */
export const secretValues = perSnapshot((snapshot: ConfigSnapshot): readonly string[] => {
  const found = [...configSecrets(snapshot), ...snapshot.referencedSecrets, ...environmentSecrets(snapshot)]
    .map((value) => value.trim())
    .filter((value) => value.length >= shortestSecret);
  return [...new Set(found)].sort((a, b) => b.length - a.length);
});

function configSecrets({ config }: ConfigSnapshot): string[] {
  const { token, password } = config.gateway.auth;
  const memories = [config, config.agents.defaults, ...config.agents.entries].map(({ memory }) => memory);
  const remotes = memories.flatMap((memory) => memory?.search?.remote ?? []);
  const perEndpoint = [...Object.values(config.models.providers), ...remotes].flatMap(({ apiKey, headers }) => [
    apiKey ?? '',
    ...Object.entries(headers ?? {}).flatMap(([name, value]) => (secretHeader.test(name) ? [value] : [])),
  ]);
  const additional = Object.values(config.clawmesh.keys.additional).flat();
  return [token ?? '', password ?? '', ...additional, ...perEndpoint];
}

/** Key lists hold several (KEY-1), some after a name (`id:key`). File names are not secrets. */
function environmentSecrets({ env }: ConfigSnapshot): string[] {
  return Object.entries(env).flatMap(([name, value]) => {
    if (!value) return [];
    if (!secretName.test(name) || /_(?:FILE|PATH)$/.test(name)) return urlPasswords(value);
    return [value, ...value.split(/[\s,;]+/).flatMap((item) => [item, item.slice(item.indexOf(':') + 1)])];
  });
}

/** `DATABASE_URL` and its like carry a password, `NATS_URL` one for each server, or a token. */
function urlPasswords(value: string): string[] {
  const logins = [...value.matchAll(/([a-z+]+):\/\/([^/\s@,]*)@/gi)];
  return logins.flatMap(([, scheme = '', login = '']) => {
    const colon = login.indexOf(':');
    // A login without a password is a name, to all but NATS.
    if (colon === -1 && !/^(?:nats|tls|wss?)$/i.test(scheme)) return [];
    const written = login.slice(colon + 1);
    return [written, decoded(written)];
  });
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // not an encoded text, then
  }
}
