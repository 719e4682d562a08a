/** What must not pass: file, code, the rule that has to say so. Grouped by the sentence of the house it stands for. */

const boundaries = '@nx/enforce-module-boundaries';
const imports = 'no-restricted-imports';
const syntax = 'no-restricted-syntax';
const properties = 'no-restricted-properties';

const use = (name) => `import { x } from '${name}';\nexport const y = x;\n`;

function each(files, names, rule) {
  return files.flatMap((file) => names.map((name) => ({ file, code: use(name), rule })));
}

const inCore = 'libs/core/contracts/src/probe.ts';
const inProviders = 'libs/core/providers/src/probe.ts';
const inWire = 'libs/core/wire/src/probe.ts';
const inOpenaiApi = 'libs/core/openai-api/src/probe.ts';
const inPlatform = 'libs/platform/config/src/probe.ts';
const inBus = 'libs/platform/bus/src/probe.ts';
const inGateway = 'libs/features/gateway/src/probe.ts';
const inRunner = 'libs/features/runner/src/probe.ts';
const inWorker = 'libs/features/worker/src/probe.ts';
const inDemo = 'libs/features/demo/src/probe.ts';
const inApp = 'apps/api-gateway/src/probe.ts';
const inTesting = 'libs/testing/src/probe.ts';
const inTest = 'libs/features/runner/src/probe.spec.ts';

const layers = [
  ...each([inCore, inWire], ['@clawmesh/config', '@clawmesh/gateway', '@clawmesh/cli'], boundaries),
  ...each([inPlatform, inBus], ['@clawmesh/worker', '@clawmesh/demo', '@clawmesh/standalone'], boundaries),
  ...each([inGateway], ['@clawmesh/runner', '@clawmesh/worker', '@clawmesh/api-gateway'], boundaries),
  ...each([inRunner], ['@clawmesh/gateway', '@clawmesh/demo'], boundaries),
  ...each([inWorker], ['@clawmesh/runner', '@clawmesh/demo'], boundaries),
  ...each([inApp], ['@clawmesh/provider-worker', '@clawmesh/runner', '@clawmesh/cli'], boundaries),
  ...each([inTesting], ['@clawmesh/gateway', '@clawmesh/wire'], boundaries),
  ...each([inCore, inPlatform, inGateway, inApp], ['@clawmesh/testing'], boundaries),
];

const finer = [
  ...each([inRunner, inWorker, inPlatform, inApp], ['@clawmesh/openai-api'], boundaries),
  ...each([inGateway, inRunner, inDemo, inPlatform, inApp, inTest], ['@clawmesh/wire'], boundaries),
  ...each([inGateway], ['@clawmesh/storage'], boundaries),
  ...each([inGateway, inRunner, inWorker], ['@clawmesh/adapters'], boundaries),
  ...each([inCore], ['@clawmesh/providers', '@clawmesh/wire', '@clawmesh/openai-api'], boundaries),
  ...each([inProviders], ['@clawmesh/wire', '@clawmesh/openai-api'], boundaries),
  ...each([inOpenaiApi], ['@clawmesh/contracts'], boundaries),
  { file: inGateway, code: use('../../runner/src/index.js'), rule: boundaries },
];

const thirdParty = [
  ...each([inRunner, inWire, inApp, inTest], ['@nats-io/transport-node', '@nats-io/jetstream', 'ioredis'], imports),
  ...each([inWorker, inCore, 'libs/platform/bus/src/nest/probe.ts'], ['@prisma/client', 'pg', 'pino'], imports),
  ...each([inGateway, inBus], ['@electric-sql/pglite', 'pglite-prisma-adapter', 'prom-client'], imports),
  ...each([inWorker, inWire, inDemo], ['undici'], imports),
  ...each([inGateway, inCore], ['jose'], imports),
  ...each([inWorker, inGateway, inProviders], ['eventsource-parser', 'eventsource-parser/stream'], imports),
  ...each([inGateway, inApp], ['json5', 'commander'], imports),
  ...each([inBus, inGateway, inWire], ['rxjs', 'rxjs/operators'], imports),
  ...each([inCore, inWire, inProviders, inOpenaiApi], ['@nestjs/common', 'node:http', 'node:fs', 'node:net'], imports),
  ...each([inCore, inWire], ['node:fs/promises', 'node:process', 'fs', 'undici'], imports),
  ...each(
    [
      'libs/features/gateway/src/http/serve-run.ts',
      'libs/features/runner/src/run/run-agent.ts',
      'libs/features/worker/src/attempt/run-attempt.ts',
    ],
    ['@nestjs/common', '@nats-io/transport-node'],
    imports,
  ),
  ...each([inGateway, inApp, inTest], ['@clawmesh/contracts/src/index.js', '@clawmesh/bus/dist/bus.nats.js'], imports),
];

const environment = [inWorker, inBus, inCore, inApp].map((file) => ({
  file,
  code: 'export const port = process.env.PORT;\n',
  rule: properties,
}));

const syntaxes = [
  { file: inRunner, code: "export * from './a.js';\n", rule: syntax },
  { file: inRunner, code: 'let count = 0;\nexport const next = (): number => ++count;\n', rule: syntax },
  { file: inWorker, code: "export const subject = 'v1.runs';\n", rule: syntax },
  { file: inBus, code: 'export const subject = (id: string): string => `v1.frames.${id}`;\n', rule: syntax },
  { file: inWorker, code: "export const known = (id: string): boolean => id === 'openai';\n", rule: syntax },
  { file: inWire, code: "export const known = (id: string): boolean => id === 'anthropic';\n", rule: syntax },
  { file: inPlatform, code: 'export const f = (a: 1, b: 1, c: 1, d: 1): number => a + b + c + d;\n', rule: syntax },
  { file: inCore, code: 'export const now = (): Date => new Date();\n', rule: syntax },
  { file: inCore, code: 'export const now = (): number => Date.now();\n', rule: properties },
  { file: inWire, code: 'export const id = (): number => Math.random();\n', rule: properties },
  { file: inTest, code: "it.only('x', () => undefined);\n", rule: syntax },
  { file: inTest, code: "describe.skip('x', () => undefined);\n", rule: syntax },
];

const lines = (count) => `${Array.from({ length: count }, (_, i) => `export const a${i} = ${i};`).join('\n')}\n`;
const body = (text, count) => `export function f(a: number): number {\n${text.repeat(count)}  return a;\n}\n`;

const shapes = [
  { file: inRunner, code: lines(251), rule: 'max-lines' },
  { file: inTest, code: lines(401), rule: 'max-lines' },
  { file: inRunner, code: body('  a += 1;\n', 60), rule: 'max-lines-per-function' },
  { file: inRunner, code: body('  if (a > 1) a += 1;\n', 12), rule: 'complexity' },
  {
    file: inRunner,
    code: body('  if (a) { if (a > 1) { if (a > 2) { if (a > 3) a = 0; } } }\n', 1),
    rule: 'max-depth',
  },
  { file: inRunner, code: 'export const x: any = 1;\n', rule: '@typescript-eslint/no-explicit-any' },
  { file: inRunner, code: body('  try { a += 1; } catch {}\n', 1), rule: 'no-empty' },
  { file: inRunner, code: body('  console.log(a);\n', 1), rule: 'no-console' },
];

export const forbidden = [...layers, ...finer, ...thirdParty, ...environment, ...syntaxes, ...shapes];

/** What must pass, so that a rule which refuses everything is noticed too. */
export const allowed = [
  ...each([inWorker], ['@clawmesh/contracts', '@clawmesh/wire', '@clawmesh/storage', '@clawmesh/bus']),
  ...each([inGateway], ['@clawmesh/openai-api', '@clawmesh/coordination', '@nestjs/common']),
  ...each([inWire], ['@clawmesh/providers', '@clawmesh/contracts', 'eventsource-parser']),
  ...each([inBus], ['@nats-io/transport-node', '@clawmesh/contracts']),
  ...each(['libs/platform/bus/src/nest/probe.ts'], ['rxjs']),
  ...each(['libs/platform/coordination/src/probe.ts'], ['ioredis']),
  ...each(['apps/standalone/src/probe.ts'], ['@clawmesh/gateway', '@clawmesh/runner', '@clawmesh/adapters']),
  ...each([inTest, 'apps/e2e/src/probe.e2e.ts', 'libs/platform/bus/src/probe.int-spec.ts'], ['@clawmesh/testing']),
  { file: inPlatform, code: 'export const port = process.env.PORT;\n' },
  { file: inProviders, code: "export const id = 'openai';\n" },
  { file: inWire, code: "export const api = 'openai-completions';\n" },
  { file: 'libs/core/contracts/src/bus/channels.ts', code: "export const subject = 'v1.runs';\n" },
];
