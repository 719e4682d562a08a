/**
 * One library owns each third-party client. A ban stands in every folder but the ones named in `in`;
 * a trailing `/**` is added, so a folder means all below it.
 */

export const owned = [
  {
    group: ['@nats-io/*'],
    in: ['libs/platform/bus'],
    because:
      'Only libs/platform/bus speaks NATS; everything else uses its Bus port, so that embedded mode stays equal.',
  },
  {
    group: ['ioredis', 'ioredis/*'],
    in: ['libs/platform/coordination'],
    because: 'Only libs/platform/coordination speaks Redis; use KeyRing or another of its ports.',
  },
  {
    group: ['@prisma/*', 'prisma', 'pg', 'pglite-prisma-adapter', '@electric-sql/*'],
    in: ['libs/platform/storage'],
    because: 'Only libs/platform/storage speaks SQL; use one of its stores.',
  },
  {
    group: ['pino', 'pino/*'],
    in: ['libs/platform/telemetry'],
    because: 'Only libs/platform/telemetry makes loggers, because it redacts secrets.',
  },
  {
    group: ['prom-client'],
    in: ['libs/platform/telemetry'],
    because: 'Only libs/platform/telemetry registers metrics, so that names and labels stay one list.',
  },
  {
    group: ['undici', 'undici/*'],
    in: ['libs/platform/http'],
    because: 'Only libs/platform/http opens outgoing connections: pools, time limits and egress rules live there.',
  },
  {
    group: ['jose', 'jose/*'],
    in: ['libs/platform/http', 'libs/testing'],
    because: 'Only libs/platform/http verifies tokens: it fetches the keys of issuers, and decides what counts as one.',
  },
  {
    group: ['ws'],
    in: ['libs/platform/http', 'libs/testing'],
    because: 'Only libs/platform/http opens outgoing connections, WebSockets too.',
  },
  {
    group: ['@hyzyla/pdfium', '@hyzyla/pdfium/*', 'pngjs', 'heic-convert'],
    in: ['libs/platform/documents'],
    because: 'Only libs/platform/documents opens the files of strangers: in a thread of its own, within limits.',
  },
  {
    group: ['@smithy/*', 'gpt-tokenizer', 'gpt-tokenizer/*'],
    in: ['libs/core/wire'],
    because: 'Only libs/core/wire knows framings and token counts of upstreams.',
  },
  {
    group: ['eventsource-parser', 'eventsource-parser/*'],
    in: ['libs/core/wire'],
    because: 'Only libs/core/wire reads server-sent events; after it there are run events.',
  },
  {
    group: ['json5'],
    in: ['libs/platform/config'],
    because: 'Only libs/platform/config reads the config file; take a ConfigSnapshot.',
  },
  {
    group: ['commander'],
    in: ['apps/cli', 'libs/platform/adapters'],
    because: 'Only apps/cli, and adapters for the flags that every service has, parse a command line.',
  },
  {
    group: ['@clack/*'],
    in: ['apps/cli'],
    because: 'Only apps/cli asks a person anything.',
  },
  {
    group: ['testcontainers', '@testcontainers/*'],
    in: ['libs/testing'],
    because: 'Only libs/testing starts services for tests.',
  },
  {
    group: ['rxjs', 'rxjs/*'],
    in: ['libs/platform/bus/src/nest'],
    because: 'rxjs stays inside bus/src/nest; use promises and async iterables.',
  },
];

export const deepImports = {
  group: ['@clawmesh/*/*'],
  because: "Import a library by its name only: what its index.ts does not name is not another library's business.",
};

export const nest = {
  group: ['@nestjs/*', 'reflect-metadata'],
  because: 'Core and the three spines are plain functions; Nest belongs in modules and controllers.',
};

export const inputOutput = {
  group: [
    ...['net', 'tls', 'dgram', 'dns', 'http', 'https', 'http2', 'fs', 'child_process', 'worker_threads', 'process'],
    ...['os', 'readline', 'timers'],
  ].flatMap((name) => [`node:${name}`, `node:${name}/*`, name, `${name}/*`]),
  because: 'Core is pure: it decides, and libs/platform acts. Take what you need as an argument.',
};

/** Each spine reads like the diagram in docs/architecture.md. */
export const spines = [
  'libs/features/gateway/src/http/serve-run.ts',
  'libs/features/runner/src/run/run-agent.ts',
  'libs/features/worker/src/attempt/run-attempt.ts',
];

const pattern = ({ group, because }) => ({ group, message: because });

/** The option of `no-restricted-imports` for files of one folder. */
function restrictedIn(folder, alsoBanned = []) {
  const ownedElsewhere = owned.filter(
    (ban) => !ban.in.includes(folder) && !ban.in.some((own) => folder.startsWith(`${own}/`)),
  );
  return ['error', { patterns: [...ownedElsewhere, deepImports, ...alsoBanned].map(pattern) }];
}

function entry(name, files, alsoBanned, folder) {
  return {
    name: `clawmesh/third-party/${name}`,
    files,
    rules: { 'no-restricted-imports': restrictedIn(folder, alsoBanned) },
  };
}

const parentOf = (folder) =>
  owned.flatMap((ban) => ban.in).find((own) => folder !== own && folder.startsWith(`${own}/`));
const owners = [...new Set(owned.flatMap((ban) => ban.in))];
/** An owner's folder inside another owner's comes after it: the last entry that names a file decides. */
const outerFirst = [...owners.filter((folder) => !parentOf(folder)), ...owners.filter(parentOf)];

export const thirdParty = [
  entry('everywhere', ['apps/**/*.ts', 'libs/**/*.ts'], [], ''),
  ...outerFirst
    .filter((folder) => !folder.startsWith('libs/core/'))
    .map((folder) => entry(folder, [`${folder}/**/*.ts`], [], folder)),
  ...['contracts', 'openai-api', 'providers', 'wire']
    .map((library) => `libs/core/${library}`)
    .map((folder) => entry(folder, [`${folder}/**/*.ts`], [nest, inputOutput], folder)),
  // Tests of core read their fixtures from files.
  {
    name: 'clawmesh/third-party/core-tests',
    files: ['libs/core/**/*.{spec,contract}.ts'],
    rules: { 'no-restricted-imports': restrictedIn('libs/core/wire', [nest]) },
  },
  ...spines.map((file) => entry(file, [file], [nest], file)),
];
