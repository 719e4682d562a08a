import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { malformedConfig, plantedSecrets, richConfig, seededRandom, testSeed } from '@clawmesh/testing';
import { ConfigError } from '../config-error.js';
import { SecretResolver } from '../secrets/secret-resolver.js';
import { loadConfig } from './load-config.js';

const seed = testSeed();
const wanted = 100;

describe(`malformed configs (TEST_SEED=${seed})`, () => {
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'clawmesh-malformed-'));
  });
  afterAll(() => rm(directory, { recursive: true }));

  const load = (text: string) => {
    const secrets = new SecretResolver({ surfaces: ['gateway', 'providers'], allowCommands: false });
    return loadConfig({
      path: join(directory, 'c.json5'),
      text,
      stateDir: directory,
      cwd: directory,
      env: {},
      secrets,
    });
  };
  async function refusalOf(text: string): Promise<ConfigError> {
    const refusal: unknown = await load(text).catch((error: unknown) => error);
    if (refusal instanceof ConfigError) return refusal;
    throw new Error(`not refused as it should be: ${text.slice(0, 2_000)}`, { cause: refusal });
  }

  it('starts from one that is valid', async () => {
    expect((await load(JSON.stringify(richConfig()))).config.gateway.mode).toBe('local');
  });

  it('CFG-11 CFG-25 each is refused with a path and a reason for every mistake, without a secret or a stack', async () => {
    const random = seededRandom(seed);
    for (let refused = 0; refused < wanted;) {
      const text = malformedConfig(random);
      const refusal = await refusalOf(text);
      if (!refusal) continue;
      refused++;
      expect(refusal.issues.length).toBeGreaterThan(0);
      for (const { path, reason } of refusal.issues) {
        expect(reason).not.toBe('');
        // Only the text as a whole has no path.
        if (path === '') expect(reason).toMatch(/^(?:is not JSON5: |expected one object)/);
        expect(`${path}: ${reason}`).not.toMatch(/\n|\bat \S+:\d+:\d+|undefined|\[object/);
      }
      for (const secret of plantedSecrets) expect(refusal.message).not.toContain(secret);
    }
  });
});
