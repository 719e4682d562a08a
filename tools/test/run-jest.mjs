import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { addResults, failedResult, resultsOf } from './results.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

const lingerMs = 10_000;

/**
 * Jest leaves a core free unless it is told otherwise, which halves it where there are two. Real services and real
 * processes compete for the machine: fewer files at a time there.
 */
const layerArguments = { unit: ['--maxWorkers=100%'], int: ['--maxWorkers=2'], e2e: ['--runInBand'] };

export async function runJest(layer, environment) {
  const directory = await mkdtemp(join(tmpdir(), 'clawmesh-jest-'));
  const reportFile = join(directory, 'report.json');
  const jest = spawn(
    process.execPath,
    [
      ...['--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js'],
      ...['--json', '--outputFile', reportFile, ...layerArguments[layer]],
    ],
    {
      cwd: root,
      env: { ...process.env, ...environment, TEST_LAYER: layer },
      // Its JSON goes to the file; what people read goes to standard error.
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );
  console.log(`\n— ${layer} —`);
  const stop = () => jest.kill();
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, stop);
  const watch = setInterval(() => void endWhenLingering(jest, reportFile), 1_000);
  const [code] = await once(jest, 'exit');
  clearInterval(watch);
  for (const signal of ['SIGINT', 'SIGTERM']) process.off(signal, stop);
  try {
    return await readResults(reportFile, code);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** Jest never exits when a test left something open. Its report is there by then: it is ended, which counts as a failure. */
async function endWhenLingering(jest, reportFile) {
  const report = await stat(reportFile).catch(() => undefined);
  if (report === undefined || Date.now() - report.mtimeMs < lingerMs) return;
  console.log('jest did not exit: a test left a socket, a timer or a process open (--detectOpenHandles names it)');
  jest.kill();
}

async function readResults(reportFile, code) {
  const report = await readFile(reportFile, 'utf8').catch(() => undefined);
  if (report === undefined) return failedResult; // jest ended without a report, and has said why
  const results = resultsOf(JSON.parse(report));
  // E.g. a failed global teardown: no test failed, jest did.
  return code !== 0 && results.failed === 0 ? addResults(results, failedResult) : results;
}
