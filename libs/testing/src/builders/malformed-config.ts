/** Every secret of the base; none may show in a message. */
export const plantedSecrets = [
  'planted-token-0123456789',
  'planted-password-0123456789',
  'planted-key-0123456789',
  'planted-header-0123456789',
  'planted-variable-0123456789',
  'planted-remote-0123456789',
  'planted-additional-0123456789',
] as const;

const [token, password, key, header, variable, remote, additional] = plantedSecrets;

/** A valid config with something of everything. */
export const richConfig = () => ({
  gateway: {
    mode: 'local',
    port: 18_789,
    bind: 'loopback',
    auth: { mode: 'token', token, password, rateLimit: { maxAttempts: 5 } },
    http: { endpoints: { chatCompletions: { enabled: true, images: { maxBytes: 1000 } } } },
    trustedProxies: ['10.0.0.1'],
    reload: { mode: 'hybrid' },
  },
  env: { vars: { MINE: variable } },
  models: {
    mode: 'merge',
    providers: {
      mine: {
        baseUrl: 'https://models.example/v1',
        api: 'openai-completions',
        apiKey: key,
        headers: { 'x-auth-token': header },
        models: [{ id: 'm', contextWindow: 1000, input: ['text'], cost: { input: 1 } }],
      },
    },
  },
  memory: { search: { provider: 'mine', remote: { apiKey: remote } } },
  secrets: { providers: { mounted: { source: 'file', path: '/run/secrets/x' } } },
  auth: { profiles: { 'mine:a': { provider: 'mine', mode: 'api_key' } }, order: { mine: ['mine:a'] } },
  agents: {
    defaults: { model: { primary: 'mine/m', fallbacks: [] }, maxConcurrent: 4, compaction: { mode: 'safeguard' } },
    entries: { main: { default: true }, second: { systemPrompt: 'x' } },
  },
  logging: { level: 'info', redactPatterns: ['emp-\\d+'] },
  clawmesh: { keys: { additional: { mine: [additional] } }, retry: { maxAttempts: 1 } },
});

type Json = Record<string, unknown>;
type Random = () => number;

const pick = <T>(random: Random, items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;

interface Spot {
  readonly holder: Json;
  readonly key: string;
}

/** Every key of every object and place of every list. */
function spotsOf(value: unknown): Spot[] {
  if (typeof value !== 'object' || value === null) return [];
  const holder = value as Json;
  return Object.keys(holder).flatMap((name) => [{ holder, key: name }, ...spotsOf(holder[name])]);
}

const objectsOf = (root: Json): Json[] => [
  root,
  ...spotsOf(root).flatMap(({ holder, key: name }) => {
    const value = holder[name];
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? [value as Json] : [];
  }),
];

function deep(levels: number): unknown {
  let value: unknown = 'end';
  for (let level = 0; level < levels; level++) value = level % 2 ? [value] : { next: value };
  return value;
}

/** New ones each time: what is in them may be broken further. */
const strangers = (): unknown[] => [
  null,
  true,
  -1,
  0.5,
  1e308,
  '',
  'x',
  [],
  {},
  [[]],
  [null],
  { source: 'env', id: 'bad id' },
];

/** Ways to break a config's structure. */
const structural: readonly ((root: Json, random: Random) => void)[] = [
  (root, random) => {
    const { holder, key: name } = pick(random, spotsOf(root));
    holder[name] = pick(random, strangers());
  },
  (root, random) => {
    const { holder, key: name } = pick(random, spotsOf(root));
    // As somebody mistypes it.
    const at = Math.floor(random() * name.length);
    holder[name.slice(0, at) + pick(random, ['x', '_', 'aa', ' ', '.']) + name.slice(at + 1)] = holder[name];
    delete holder[name];
  },
  (root, random) => {
    const [one, two] = [pick(random, spotsOf(root)), pick(random, spotsOf(root))];
    // A secret in a wrong place, too.
    one.holder[one.key] = structuredClone(two.holder[two.key]);
  },
  (root, random) => {
    const names = ['__proto__', 'constructor', 'toString', '$include', '$ref', '', 'length', 'enabledd', '\u0000'];
    const value = pick(random, [...strangers(), 'nope.json5', ['nope.json5'], '../../../etc/passwd', deep(200)]);
    Object.defineProperty(pick(random, objectsOf(root)), pick(random, names), {
      ...{ value, enumerable: true, configurable: true, writable: true },
    });
  },
  (root, random) => {
    const { holder, key: name } = pick(random, spotsOf(root));
    holder[name] = pick(random, [deep(500), 'y'.repeat(100_000), Array.from({ length: 2_000 }, () => ({ z: 1 }))]);
  },
];

const marks = [...'{}[],:"\'\\/*\u0000\uFEFF#;='];

/** Ways to break a text. */
const textual: readonly ((text: string, random: Random) => string)[] = [
  (text, random) => text.slice(0, Math.floor(random() * text.length)),
  (text, random) => {
    const at = Math.floor(random() * text.length);
    return text.slice(0, at) + pick(random, marks) + text.slice(at);
  },
  (text, random) => {
    const at = Math.floor(random() * text.length);
    return text.slice(0, at) + text.slice(at + 1 + Math.floor(random() * 20));
  },
  (_, random) => Array.from({ length: 200 }, () => String.fromCharCode(Math.floor(random() * 0xffff))).join(''),
  (_, random) => pick(random, ['', 'null', '[]', '"text"', '42', '{', '}', '<config/>', '---\na: 1', '{"a":1}{"b":2}']),
  (text, random) => '['.repeat(1 + Math.floor(random() * 3_000)) + text,
];

/** A text that somebody could have saved by mistake. None is valid. */
export function malformedConfig(random: Random): string {
  const text = mistakenText(random);
  try {
    const root: unknown = JSON.parse(text);
    const isObject = typeof root === 'object' && root !== null && !Array.isArray(root);
    // What turned out valid, or may have, has one mistake more.
    return isObject ? JSON.stringify({ ...root, nonsense: true }) : text;
  } catch {
    return `${text}]`;
  }
}

function mistakenText(random: Random): string {
  if (random() < 0.3) return pick(random, textual)(JSON.stringify(richConfig(), null, 2), random);
  const root: Json = richConfig();
  const mistakes = 1 + Math.floor(random() * 4);
  for (let made = 0; made < mistakes; made++) pick(random, structural)(root, random);
  return JSON.stringify(root);
}
