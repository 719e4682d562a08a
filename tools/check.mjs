// `npm run check`: format, lint with boundaries, types, unit tests, stale generated files.
// `--without-tests` (CI, where `npm test` follows and runs them): all but the unit tests.
// `--changed` (the commit hook): format and lint of what is about to be committed.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const bin = (path) => `node_modules/${path}`;
const prettier = bin('prettier/bin/prettier.cjs');
const eslint = bin('eslint/bin/eslint.js');
const nx = bin('nx/dist/bin/nx.js');

/** Each step is a name and the arguments of one Node process. */
const everything = [
  ['format', [prettier, '--check', '--log-level', 'warn', '.']],
  ['generated files', ['tools/generate/generate.mjs', '--check']],
  ['boundaries bite', ['tools/boundaries/verify.mjs']],
  ['audit bites', ['tools/audit/verify.mjs']],
  ['dependencies', ['tools/audit/audit.mjs', '--offline']],
  ['lint', [nx, 'run-many', '-t', 'lint', '--outputStyle=static']],
  ['lint of tools', [eslint, '--max-warnings', '0', 'tools', 'eslint.config.mjs', 'jest.config.mjs']],
  ['types', [bin('typescript/bin/tsc'), '-p', 'tsconfig.json']],
  ['unit tests', ['tools/test.mjs', 'unit']],
];

function stagedFiles() {
  const args = ['diff', '--cached', '--name-only', '--diff-filter=ACMR', '-z'];
  const { status, stdout, stderr } = spawnSync('git', args, { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new Error(`git diff failed: ${stderr}`);
  return stdout.split('\0').filter((file) => file !== '');
}

function stepsForChanged() {
  const files = stagedFiles();
  const code = files.filter((file) => /\.(ts|mjs)$/.test(file));
  const format = ['format', [prettier, '--check', '--ignore-unknown', '--log-level', 'warn', ...files]];
  // Makes the project graph, without which the boundary rule would be skipped.
  const graph = ['project graph', [nx, 'show', 'projects']];
  const lint = ['lint', [eslint, '--max-warnings', '0', '--no-warn-ignored', ...code]];
  return [...(files.length > 0 ? [format] : []), ...(code.length > 0 ? [graph, lint] : [])];
}

/** Runs one step quietly; what it printed is shown only if it failed. */
function passes([name, args]) {
  const startedAt = Date.now();
  const env = { ...process.env, NX_DAEMON: 'false' };
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: root,
    encoding: 'utf8',
    env,
    maxBuffer: 2 ** 28,
  });
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
  process.stdout.write(`${status === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)\n`);
  if (status !== 0) process.stdout.write(`${stdout}${stderr}\n`);
  return status === 0;
}

function chosenSteps() {
  if (process.argv.includes('--changed')) return stepsForChanged();
  if (process.argv.includes('--without-tests')) return everything.filter(([name]) => name !== 'unit tests');
  return everything;
}

const steps = chosenSteps();
const failed = steps.filter((step) => !passes(step));
if (failed.length > 0) process.stderr.write(`Failed: ${failed.map(([name]) => name).join(', ')}\n`);
process.exitCode = failed.length === 0 ? 0 : 1;
