import { isRawObject } from '../load/raw-config.js';
import { redactionMark } from '../redaction-mark.js';
import { configJsonSchema, type JsonSchema, schemasBelow } from './config-json-schema.js';

/** Keys of secrets where no schema speaks for them: older forms, sections of other tools. */
const secretKey = /^(?:.*(?:api_?key|token|password|secret)|authorization|cookie)$/i;
/** `${NAME}` and `$NAME` name a secret and are none. */
const reference = /^\$(?:\{[A-Z_][A-Z0-9_]*\}|[A-Z_][A-Z0-9_]*)$/;

/**
 * A copy of a config, as written or validated, that can be shown: every secret is a mark (CFG-25). `path` says where the
 * value stands if it is only a part of the config.
 */
export function maskSecrets(value: unknown, path: readonly (string | number)[] = []): unknown {
  const schemas = path.reduce<JsonSchema[]>(
    (found, key) => found.flatMap((schema) => inherited(schema, key)),
    [configJsonSchema()],
  );
  return masked(value, schemas, secretKey.test(String(path.at(-1) ?? '')));
}

/** What is below a secret is secret. */
const inherited = (schema: JsonSchema, key: PropertyKey): JsonSchema[] =>
  schemasBelow(schema, key).map((below) => (schema.secret === true ? { ...below, secret: true } : below));

function masked(value: unknown, schemas: readonly JsonSchema[], isSecret: boolean): unknown {
  const hides = isSecret || schemas.some(({ secret }) => secret === true);
  if (typeof value === 'string') return hides && !reference.test(value) && value !== '' ? redactionMark : value;
  if (Array.isArray(value)) {
    return value.map((item, index) =>
      masked(
        item,
        schemas.flatMap((schema) => inherited(schema, index)),
        isSecret,
      ),
    );
  }
  if (!isRawObject(value)) return value;
  // A reference to a secret (CFG-20) has nothing to hide.
  if (hides && typeof value.source === 'string' && typeof value.id === 'string') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      masked(
        item,
        schemas.flatMap((schema) => inherited(schema, key)),
        isSecret || secretKey.test(key),
      ),
    ]),
  );
}
