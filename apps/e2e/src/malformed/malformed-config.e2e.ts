import { rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { malformedConfig, plantedSecrets, richConfig, seededRandom, testSeed, waitUntil } from '@clawmesh/testing';
import { clawmesh } from '../client/clawmesh.js';
import { startEmbedded } from '../targets/embedded.js';
import { useTarget } from '../targets/use-target.js';
import { EventLoop } from './event-loop.js';

const seed = testSeed();
const count = 100;
/** Each of these is a process of its own. */
const starts = 4;

const stack = /\n\s+at |\(node:|node_modules|\.js:\d+/;

function expectClean(output: string): void {
  expect(output).not.toMatch(stack);
  for (const secret of plantedSecrets) expect(output).not.toContain(secret);
}

describe(`malformed configs (TEST_SEED=${seed})`, () => {
  const used = useTarget(() => startEmbedded(richConfig));
  const check = (body: () => Promise<void>) => used.check(body);
  const random = seededRandom(seed);

  async function write(text: string): Promise<void> {
    await writeFile(`${used.target.configFile}.next`, text, { mode: 0o600 });
    await rename(`${used.target.configFile}.next`, used.target.configFile);
  }

  const output = () => used.target.processes.map((process) => process.output).join('');
  const skipped = () => output().split('config reload skipped (invalid config)').length - 1;
  const status = async () =>
    (
      await fetch(`${used.target.url}/v1/models`, {
        headers: { authorization: `Bearer ${richConfig().gateway.auth.token}` },
      })
    ).status;

  it(
    `CFG-11 CFG-25 a gateway outlives ${count} of them, tells of each, and never stands still`,
    check(async () => {
      const loop = new EventLoop(used.target);
      await loop.longestPauseMs();
      const pauses: number[] = [];
      for (let broken = 1; broken <= count; broken++) {
        await write(malformedConfig(random));
        await waitUntil(() => skipped() >= broken);
        pauses.push(await loop.longestPauseMs());
      }
      expect(Math.max(...pauses)).toBeLessThan(50);
      expect(await status()).toBe(200);
      expectClean(output());
      await write(JSON.stringify({ ...richConfig(), meta: { note: 'mended' } }));
      await waitUntil(() => output().includes('config reloaded'));
      expect(await status()).toBe(200);
    }),
    240_000,
  );

  it(
    'CFG-11 CFG-25 a start is refused with a path and a reason for every mistake',
    check(async () => {
      for (let start = 0; start < starts; start++) {
        await write(malformedConfig(random));
        const {
          status: exit,
          stdout,
          stderr,
        } = await clawmesh(['gateway', 'run', '--config', used.target.configFile], {
          HOME: dirname(used.target.configFile),
          NODE_ENV: 'test',
        });
        expect({ exit, stdout }).toEqual({ exit: 1, stdout: '' });
        expect(stderr).toMatch(/^clawmesh did not start: invalid configuration in [^\n]+\n(?: {2}[^\n]+: [^\n]+\n)+$/);
        expectClean(stderr);
      }
    }),
    60_000,
  );
});
