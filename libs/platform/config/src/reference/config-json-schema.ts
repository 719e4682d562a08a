import { z } from 'zod';
import { configSchema } from '../schema/config.schema.js';

/** The part of a JSON schema that is read here. */
export interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly secret?: boolean;
  readonly reload?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly items?: JsonSchema;
  readonly [keyword: string]: unknown;
}

/** Made when it is first asked for: most processes never do. */
const made = new WeakMap<typeof configSchema, JsonSchema>();

/** The schema of the file as people write it: agents by id, everything with a default optional. */
export function configJsonSchema(): JsonSchema {
  const known = made.get(configSchema) ?? makeSchema();
  made.set(configSchema, known);
  return known;
}

function makeSchema(): JsonSchema {
  const schema = z.toJSONSchema(configSchema, { io: 'input', unrepresentable: 'any' }) as JsonSchema;
  return withProperty(schema, 'agents', (agents) => withProperty(agents, 'entries', agentsById));
}

/** The keys that are valid in the object at a path, whose numbers are places in lists. */
export function configKeysAt(path: readonly PropertyKey[]): readonly string[] {
  let schemas = [configJsonSchema()];
  for (const part of path) schemas = schemas.flatMap((schema) => schemasBelow(schema, part));
  return schemas.flatMap((schema) => Object.keys(schema.properties ?? {}));
}

/** What may stand at a key, or a place, of what a schema describes. */
export function schemasBelow(schema: JsonSchema, part: PropertyKey): JsonSchema[] {
  const named = typeof part === 'string' ? schema.properties?.[part] : schema.items;
  const found = named ?? schema.additionalProperties;
  return typeof found === 'object' ? [found, ...(found.anyOf ?? [])] : [];
}

/** Inside, agents are a list with ids; in the file they are an object by id (AGT-1). */
function agentsById(list: JsonSchema): JsonSchema {
  const properties = without(list.items?.properties, 'id');
  const agent: JsonSchema = { type: 'object', properties, additionalProperties: false };
  return { ...(list.description && { description: list.description }), type: 'object', additionalProperties: agent };
}

export function without(properties: JsonSchema['properties'], name: string): Readonly<Record<string, JsonSchema>> {
  return Object.fromEntries(Object.entries(properties ?? {}).filter(([key]) => key !== name));
}

function withProperty(schema: JsonSchema, name: string, change: (property: JsonSchema) => JsonSchema): JsonSchema {
  return { ...schema, properties: { ...schema.properties, [name]: change(schema.properties?.[name] ?? {}) } };
}
