import { configJsonSchema, type JsonSchema, schemasBelow } from '../reference/config-json-schema.js';
import type { FieldNotes } from '../schema/field.js';
import type { ConfigPath } from '../write/config-path.js';

export type ReloadRule = NonNullable<FieldNotes['reload']>;

/** What a change at a path takes: the rule of the longest part of it that has one; none is a restart (CFG-32). */
export function reloadRule(path: ConfigPath): ReloadRule {
  let schemas: JsonSchema[] = [configJsonSchema()];
  let rule: string = 'restart';
  for (const key of path) {
    schemas = schemas.flatMap((schema) => schemasBelow(schema, key));
    rule = schemas.find(({ reload }) => reload !== undefined)?.reload ?? rule;
  }
  return rule as ReloadRule; // it stands in the schema, where the compiler checks it
}
