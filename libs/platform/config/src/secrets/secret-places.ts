import type { ParsedConfig } from '../schema/config.schema.js';
import type { SecretRef } from './secret-ref.js';

/** Who needs a secret: only what a process uses is looked up there (CFG-23). */
export type SecretSurface = 'gateway' | 'providers';

/** One credential field of the config that holds something. */
export interface SecretPlace {
  /** As the file spells it. */
  readonly path: string;
  readonly surface: SecretSurface;
  /** Of what nothing can be used without this secret (CFG-24); absent where others can stand in. */
  readonly owner?: string;
  readonly value: string | SecretRef;
  /** Puts the secret in its place, or takes the field away. */
  set(secret: string | undefined): void;
}

/** Every credential field (CFG-20) of a config, which must not be frozen yet. */
export function secretPlaces(config: ParsedConfig): SecretPlace[] {
  const { auth } = config.gateway;
  return [
    ...fieldOf(auth, 'token', { path: 'gateway.auth', surface: 'gateway' }),
    ...fieldOf(auth, 'password', { path: 'gateway.auth', surface: 'gateway' }),
    ...Object.entries(config.models.providers).flatMap(([id, provider]) =>
      endpointPlaces(provider, `models.providers.${id}`),
    ),
    ...memories(config).flatMap(([path, memory]) =>
      memory?.search?.remote ? endpointPlaces(memory.search.remote, `${path}memory.search.remote`) : [],
    ),
    ...Object.entries(config.clawmesh.keys.additional).flatMap(([id, keys]) => listPlaces(keys, id)),
  ];
}

interface Holder {
  readonly path: string;
  readonly surface: SecretSurface;
  readonly owner?: string;
}

type Fields = Record<string, string | SecretRef | undefined>;

function fieldOf<K extends string>(
  fields: { [key in K]?: string | SecretRef | undefined },
  key: K,
  { path, ...holder }: Holder,
): SecretPlace[] {
  const value = fields[key];
  if (value === undefined) return [];
  const set = (secret: string | undefined): void => {
    if (secret === undefined) delete fields[key];
    else fields[key] = secret;
  };
  return [{ path: `${path}.${key}`, ...holder, value, set }];
}

interface Endpoint {
  apiKey?: string | SecretRef | undefined;
  headers?: Fields | undefined;
}

function endpointPlaces(endpoint: Endpoint, path: string): SecretPlace[] {
  const holder = { surface: 'providers', owner: path } as const;
  const headers = endpoint.headers ?? {};
  return [
    ...fieldOf(endpoint, 'apiKey', { path, ...holder }),
    ...Object.keys(headers).flatMap((name) => fieldOf(headers, name, { path: `${path}.headers`, ...holder })),
  ];
}

/** From the last to the first, so that one that is taken away moves no other. */
function listPlaces(keys: (string | SecretRef)[], provider: string): SecretPlace[] {
  const places = keys.map((value, index): SecretPlace => ({
    path: `clawmesh.keys.additional.${provider}[${index}]`,
    surface: 'providers',
    value,
    set: (secret) => keys.splice(index, 1, ...(secret === undefined ? [] : [secret])),
  }));
  return places.reverse();
}

function memories({ memory, agents }: ParsedConfig): [path: string, memory: ParsedConfig['memory']][] {
  return [
    ['', memory],
    ['agents.defaults.', agents.defaults.memory],
    ...agents.entries.map((agent): [string, ParsedConfig['memory']] => [`agents.entries.${agent.id}.`, agent.memory]),
  ];
}
