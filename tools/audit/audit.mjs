/**
 * `node tools/audit/audit.mjs [--offline]`: what the image carries of others. Writes its bill of materials to
 * `tmp/sbom.cdx.json` (CycloneDX), and fails on a licence, an install script or an origin that tools/audit/policy.mjs
 * does not allow, and on severe known vulnerabilities, if the registry answers.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { licenceMistakes, originMistakes, scriptMistakes, vulnerabilities } from './checks.mjs';
import * as policy from './policy.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** As the Dockerfile installs. */
const shipped = ['--omit=dev', '--omit=optional', '--omit=peer'];
const patienceMs = 60_000;

function npm(...args) {
  const options = { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 26, timeout: patienceMs };
  return spawnSync('npm', args, options);
}

function billOfMaterials() {
  const { stdout, stderr } = npm(
    'sbom',
    '--sbom-format=cyclonedx',
    '--sbom-type=application',
    '--package-lock-only',
    ...shipped,
  );
  if (!stdout.startsWith('{')) throw new Error(`npm sbom failed:\n${stderr}`);
  mkdirSync(join(root, 'tmp'), { recursive: true });
  writeFileSync(join(root, 'tmp/sbom.cdx.json'), stdout);
  return JSON.parse(stdout);
}

function knownVulnerabilities() {
  const { stdout, error } = npm('audit', '--audit=true', '--json', '--fetch-retries=1', ...shipped);
  return vulnerabilities(stdout?.startsWith('{') ? JSON.parse(stdout) : { message: error?.message });
}

const read = (file) => readFileSync(join(root, file), 'utf8');
const lock = JSON.parse(read('package-lock.json'));
const sbom = billOfMaterials();
const mistakes = [
  ...licenceMistakes(sbom, policy),
  ...scriptMistakes(lock, policy, read('.npmrc')),
  ...originMistakes(lock),
];
console.log(`audit: ${sbom.components.length} components in tmp/sbom.cdx.json`);
if (!process.argv.includes('--offline')) {
  const { found = [], skipped } = knownVulnerabilities();
  mistakes.push(...found);
  if (skipped !== undefined)
    console.log(`skipped: known vulnerabilities, for the registry does not tell them (${skipped})`);
}
for (const mistake of mistakes) console.error(`audit: ${mistake}`);
process.exitCode = mistakes.length === 0 ? 0 : 1;
