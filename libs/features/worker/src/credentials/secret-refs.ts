import type { ConfigSnapshot } from '@clawmesh/config';
import type { SecretRef } from '@clawmesh/storage';
import type { ReadSecretFile } from './env-keys.js';

export interface SecretPlaces {
  readonly snapshot: ConfigSnapshot;
  readonly readFile: ReadSecretFile;
}

const builtIn = 'default';
const variableName = /^[A-Z][A-Z0-9_]{0,127}$/;

/** What a reference stands for (PROF-7). Undefined: nothing, and nothing else may stand in for it. */
export function resolveSecretRef(ref: SecretRef, places: SecretPlaces): string | undefined {
  if (typeof ref === 'string') {
    const name = /^\$(?:\{(.+)\}|([^{].*))$/.exec(ref);
    return name ? variable(name[1] ?? name[2] ?? '', places) : undefined;
  }
  switch (ref.source) {
    case 'env':
      return fromEnvironment(ref, places);
    case 'file':
      return fromFile(ref, places);
    case 'exec':
    case 'store':
      return undefined;
    default:
      return ref.source satisfies never;
  }
}

type StructuredRef = Exclude<SecretRef, string>;

function fromEnvironment({ provider, id }: StructuredRef, places: SecretPlaces): string | undefined {
  const { providers, defaults } = places.snapshot.config.secrets;
  const alias = provider ?? defaults.env ?? builtIn;
  const declared = Object.hasOwn(providers, alias) ? providers[alias] : undefined;
  if (!declared) return alias === builtIn ? variable(id, places) : undefined;
  if (declared.source !== 'env') return undefined;
  // CFG-22: an empty list allows nothing.
  return declared.allowlist && !declared.allowlist.includes(id) ? undefined : variable(id, places);
}

function variable(name: string, { snapshot }: SecretPlaces): string | undefined {
  return variableName.test(name) ? snapshot.env[name]?.trim() || undefined : undefined;
}

function fromFile({ provider, id }: StructuredRef, { snapshot, readFile }: SecretPlaces): string | undefined {
  const { providers, defaults } = snapshot.config.secrets;
  const alias = provider ?? defaults.file ?? builtIn;
  const declared = Object.hasOwn(providers, alias) ? providers[alias] : undefined;
  if (declared?.source !== 'file' || declared.path === undefined) return undefined;
  const text = readFile(declared.path);
  if (text === undefined || Buffer.byteLength(text) > declared.maxBytes) return undefined;
  return (declared.mode === 'json' ? at(id, text) : whole(id, text))?.trim() || undefined;
}

const whole = (id: string, text: string): string | undefined => (id === 'value' ? text : undefined);

/** The text at a JSON pointer (RFC 6901); undefined if there is none. */
function at(pointer: string, text: string): string | undefined {
  if (!pointer.startsWith('/')) return undefined;
  const names = pointer.slice(1).split('/');
  const steps = names.map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'));
  const found = steps.reduce<unknown>(
    (value, step) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, step)
        ? (value as Record<string, unknown>)[step]
        : undefined,
    parsed(text),
  );
  return typeof found === 'string' ? found : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
