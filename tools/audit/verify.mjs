/** Does the audit bite? Each mistake it is to find, in the smallest files that have it. */
import { deepStrictEqual } from 'node:assert';
import { licenceMistakes, originMistakes, scriptMistakes, vulnerabilities } from './checks.mjs';

const npmrc = 'ignore-scripts=true\n';
const policy = { licences: ['MIT', 'ISC'], exceptions: {}, unusedScripts: { known: 'a reason' } };
const lockOf = (packages) => ({ packages: { '': {}, 'libs/ours': {}, ...packages } });
const known = { 'node_modules/known': { version: '1.0.0', dev: true, hasInstallScript: true } };
const script = { version: '1.0.0', hasInstallScript: true };
const component = (name, license, more = {}) => ({
  name,
  version: '1.0.0',
  purl: `pkg:npm/${name}@1.0.0`,
  licenses: license,
  ...more,
});
const licence = (id) => [{ license: { id } }];
const sbomOf = (...components) => ({ components });

const probes = [
  [() => scriptMistakes(lockOf(known), policy, npmrc), []],
  [
    () => scriptMistakes(lockOf({ ...known, 'node_modules/a/node_modules/@b/c': script }), policy, npmrc),
    [/@b\/c 1\.0\.0 would run/],
  ],
  [
    () => scriptMistakes(lockOf({ ...known, 'node_modules/b': { ...script, dev: true } }), policy, npmrc),
    [/b 1\.0\.0 would run/],
  ],
  [() => scriptMistakes(lockOf({ 'node_modules/known': script }), policy, npmrc), [/known 1\.0\.0 would run/]],
  [() => scriptMistakes(lockOf({}), policy, npmrc), [/known is in unusedScripts/]],
  [() => scriptMistakes(lockOf(known), policy, ''), [/ignore-scripts/]],
  [() => originMistakes(lockOf({ 'node_modules/a': { integrity: 'sha512-x' }, 'node_modules/b': { link: true } })), []],
  [() => originMistakes(lockOf({ 'node_modules/a': {}, 'node_modules/b': { dev: true } })), [/^a has no hash/]],
  [
    () => originMistakes(lockOf({ 'node_modules/a': { integrity: 'x', resolved: 'git+ssh://x' } })),
    [/^a comes from git/],
  ],
  [
    () =>
      licenceMistakes(
        sbomOf(component('a', licence('MIT')), component('ours', undefined, { purl: 'pkg:npm/%40c/ours@0.0.0' })),
        policy,
      ),
    [],
  ],
  [() => licenceMistakes(sbomOf(component('a', [{ expression: '(MIT OR GPL-3.0)' }])), policy), []],
  [
    () => licenceMistakes(sbomOf(component('a', [{ expression: 'MIT AND GPL-3.0' }])), policy),
    [/a 1\.0\.0 has the licence MIT AND GPL/],
  ],
  [() => licenceMistakes(sbomOf(component('a', licence('AGPL-3.0'))), policy), [/AGPL-3\.0/]],
  [() => licenceMistakes(sbomOf(component('a')), policy), [/licence none/]],
  [
    () =>
      licenceMistakes(sbomOf(component('c', licence('LGPL-3.0'))), {
        ...policy,
        exceptions: { c: { licence: 'LGPL-3.0' } },
      }),
    [],
  ],
  [() => licenceMistakes(sbomOf(), { ...policy, exceptions: { c: { licence: 'LGPL-3.0' } } }), [/c is in exceptions/]],
  [() => vulnerabilities({ vulnerabilities: { a: { name: 'a', severity: 'low', range: '*' } } }).found, []],
  [
    () => vulnerabilities({ vulnerabilities: { a: { name: 'a', severity: 'high', range: '<2' } } }).found,
    [/a <2 has a high/],
  ],
  [() => [vulnerabilities({ message: '405 Method Not Allowed' }).skipped], [/405/]],
];

for (const [find, expected] of probes) {
  const found = find();
  deepStrictEqual(
    found.map((sentence, at) => (expected[at]?.test(sentence) ? 'expected' : sentence)),
    expected.map(() => 'expected'),
    String(find),
  );
}
console.log(`audit: ${probes.length} probes`);
