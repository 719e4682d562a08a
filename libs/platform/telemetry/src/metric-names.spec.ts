import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../..', import.meta.url));

/** The metrics that the sources make. */
function madeMetrics(): string[] {
  const files = readdirSync(join(root, 'libs'), { recursive: true, encoding: 'utf8' });
  const sources = files.filter((file) =>
    /^(?:platform|features)\/\w+\/src\/.*(?<!\.(?:int-)?spec|\.contract)\.ts$/.test(file),
  );
  const texts = sources.map((file) => readFileSync(join(root, 'libs', file), 'utf8'));
  return texts.flatMap((text) => [...text.matchAll(/\bname: '((?:cm|clawmesh)_\w+)'/g)].map(([, name = '']) => name));
}

/** Those that operators are told of. */
function toldMetrics(): string[] {
  const text = readFileSync(join(root, 'docs/operations.md'), 'utf8');
  return [...text.matchAll(/^\| `((?:cm|clawmesh)_\w+)/gm)].map(([, name = '']) => name);
}

describe('docs/operations.md', () => {
  it('CLU-40, OBS-6 tells of every metric there is, and of no other', () => {
    expect(toldMetrics()).toContain('cm_keys');
    expect(toldMetrics().sort()).toEqual([...new Set(madeMetrics())].sort());
  });
});
