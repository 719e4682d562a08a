import { configJsonSchema, type JsonSchema, without } from './config-json-schema.js';

interface Row {
  readonly key: string;
  readonly type: string;
  readonly fallback: string;
  readonly text: string;
  readonly reload: string;
}

/** The reference page, one table per section, derived from the schema. */
export function renderConfigReference(): string {
  const keys = without(configJsonSchema().properties, '$schema');
  const sections = Object.entries(keys).map(([name, schema]) => section(name, schema));
  const rules = Object.entries(keys).flatMap(([name, schema]) => rulesOf(name, schema));
  return [...intro, ...rules.map(([path, rule]) => `| \`${path}\` | ${rule} |`), '', ...sections].join('\n');
}

const intro = [
  '# Configuration reference',
  '',
  'One JSON5 file. `${VAR}` in any string is replaced from the environment. Unknown keys are errors. Editors complete',
  'and check it with [config.schema.generated.json](config.schema.generated.json), if `$schema` leads there.',
  '',
  '## What a change takes',
  '',
  'The file is followed while a process runs. Of a changed key the longest path below counts: `hot` applies to the next',
  'request, `none` changes nothing, `restart` waits for a new process.',
  '',
  '| Path | Change |',
  '|---|---|',
];

/** Paths that have a rule of their own which is not that of what they are in (CFG-32). */
function rulesOf(path: string, schema: JsonSchema, inherited = 'restart'): [path: string, rule: string][] {
  const rule = schema.reload ?? inherited;
  const own: [string, string][] = rule === inherited && path.includes('.') ? [] : [[path, rule]];
  const value = schema.additionalProperties;
  return [
    ...own,
    ...Object.entries(schema.properties ?? {}).flatMap(([key, below]) => rulesOf(`${path}.${key}`, below, rule)),
    ...(typeof value === 'object' ? rulesOf(`${path}.<id>`, value, rule) : []),
  ];
}

function section(name: string, schema: JsonSchema): string {
  const rows = rowsOf(name, schema, schema.reload ?? '');
  if (rows.length === 0) rows.push(rowOf(name, schema, schema.reload ?? ''));
  const lines = rows.map(({ key, type, fallback, text, reload }) =>
    [`\`${key}\``, type, fallback, text, reload].map(cell).join(' | '),
  );
  return [
    `## ${name}`,
    '',
    ...(schema.description ? [schema.description, ''] : []),
    '| Key | Type | Default | | Change |',
    '|---|---|---|---|---|',
    ...lines.map((line) => `| ${line} |`),
    '',
  ].join('\n');
}

function rowsOf(path: string, schema: JsonSchema, reload: string): Row[] {
  const rows: Row[] = [];
  for (const [key, property] of Object.entries(schema.properties ?? {})) {
    const at = `${path}.${key}`;
    const applies = property.reload ?? reload;
    const below = belowOf(at, property, applies);
    // An object without a text of its own is only a path.
    if (property.description || below.length === 0) rows.push(rowOf(at, property, applies));
    rows.push(...below);
  }
  return rows;
}

function belowOf(path: string, schema: JsonSchema, reload: string): Row[] {
  const value = schema.additionalProperties;
  return [
    ...rowsOf(path, schema, reload),
    ...(typeof value === 'object' ? rowsOf(`${path}.<id>`, value, reload) : []),
    ...(schema.items ? rowsOf(`${path}[]`, schema.items, reload) : []),
  ];
}

function rowOf(key: string, schema: JsonSchema, reload: string): Row {
  const text = [schema.description ?? '', schema.secret ? '(secret)' : ''].filter(Boolean).join(' ');
  const fallback = schema.default === undefined || isStructure(schema.default) ? '' : code(schema.default);
  return { key, type: typeOf(schema), fallback, text, reload };
}

const isStructure = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);

function typeOf(schema: JsonSchema): string {
  if (schema.enum) return schema.enum.map(code).join(', ');
  if (schema.const !== undefined) return code(schema.const);
  if (schema.anyOf) return schema.anyOf.map(typeOf).join(' or ');
  if (schema.type === 'array') return schema.items?.properties ? 'list' : `list of ${typeOf(schema.items ?? {})}`;
  return typeof schema.type === 'string' ? schema.type : 'any';
}

const code = (value: unknown): string => `\`${JSON.stringify(value)}\``;

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
