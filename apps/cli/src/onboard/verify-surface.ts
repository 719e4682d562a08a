import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { firstGateway, stopGateway, type ConfigSnapshot, type Environment } from '@clawmesh/config';
import type { Surface } from '@clawmesh/providers';
import { askOnce, type Asked } from '../gateway/ask-once.js';
import { startGateway } from '../service/start-gateway.js';

export interface Verification {
  readonly surface: Surface;
  readonly key: string | undefined;
  readonly snapshot: ConfigSnapshot;
  readonly env: Environment;
}

const keyVariable = 'CLAWMESH_VERIFIED_KEY';

/**
 * Whether a model answers with this key: asked by a gateway of its own in an empty state directory, as clients will ask,
 * and gone after that (CLI-20).
 */
export async function verifySurface(question: Verification): Promise<Asked> {
  const stateDir = await mkdtemp(join(tmpdir(), 'clawmesh-verify-'));
  const token = randomBytes(24).toString('hex');
  const config = join(stateDir, 'openclaw.json');
  try {
    await writeFile(config, JSON.stringify(configOf(question, token)), { mode: 0o600 });
    const flags = { config, port: await freePort() };
    const { record } = await startGateway({ stateDir, flags, env: quietEnvironment(question), attached: true });
    try {
      return await askOnce({ url: record.url, token: { value: token, origin: '' } }, 'openclaw/default');
    } finally {
      await stopGateway({ stateDir, record, graceMs: 0 });
    }
  } finally {
    await rm(stateDir, { recursive: true, force: true });
  }
}

/** The provider as it will be, with this key and no other. */
function configOf({ surface, key, snapshot }: Verification, token: string): object {
  const { provider, model = '', settings } = surface;
  const known = { ...snapshot.config.models.providers[provider] };
  delete known.apiKey;
  const { api, ...placed } = settings ?? {};
  const apiKey = key === undefined ? {} : { apiKey: `\${${keyVariable}}` };
  return {
    gateway: firstGateway(token),
    agents: { defaults: { model: { primary: `${provider}/${model}`, fallbacks: [] }, timeoutSeconds: 90 } },
    models: { providers: { [provider]: { ...known, ...placed, ...(api && { api }), ...apiKey } } },
    clawmesh: { retry: { maxAttempts: 0 } },
  };
}

/** Another key of the environment would come before this one, and this gateway belongs to no cluster. */
function quietEnvironment({ key, env, snapshot }: Verification): Environment {
  const unwanted =
    /^(?:OPENCLAW_|CLAWMESH_|KUBERNETES_)|(?:KEYS?|TOKENS?|SECRETS?|PASSWORDS?)(?:_|$)|^(?:NATS|REDIS|DATABASE)_URL$/;
  const names = Object.keys({ ...env, ...snapshot.env }).filter((name) => unwanted.test(name));
  return {
    ...Object.fromEntries(names.map((name) => [name, undefined])),
    ...(key !== undefined && { [keyVariable]: key }),
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}
