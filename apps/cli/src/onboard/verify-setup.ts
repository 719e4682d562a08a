import { type ConfigSnapshot, type Environment } from '@clawmesh/config';
import type { AuthChoice, Surface } from '@clawmesh/providers';
import { CommandError } from '../command-error.js';
import { withProgress } from '../terminal/progress.js';
import type { FoundKey } from './find-key.js';
import { verifySurface } from './verify-surface.js';

export interface Verified {
  readonly surface: Surface;
  readonly said: string;
}

export interface SetupInQuestion {
  readonly choice: AuthChoice;
  readonly key: FoundKey | undefined;
  readonly snapshot: ConfigSnapshot;
  readonly env: Environment;
}

/** The first endpoint where the key works. Throws `CommandError` with what each of them said if none does. */
export async function verifySetup({ choice, key, snapshot, env }: SetupInQuestion): Promise<Verified> {
  refuseDenied(choice.surfaces[0].provider, snapshot);
  const failures: string[] = [];
  for (const surface of choice.surfaces) {
    const name = `${surface.provider}/${surface.model}`;
    const asked = await withProgress(`Asking ${name}`, () =>
      verifySurface({ surface, key: key?.value, snapshot, env }),
    );
    if (asked.ok) return { surface, said: asked.text };
    failures.push(`  ${name}${choice.surfaces.length > 1 ? ` at ${surface.settings?.baseUrl}` : ''}: ${asked.text}`);
  }
  throw new CommandError(['the model did not answer, so nothing was written:', ...failures].join('\n'), 'not-verified');
}

/** What the operator of this file keeps out of use is not for a wizard to bring in. */
function refuseDenied(provider: string, { config }: ConfigSnapshot): void {
  if (!config.plugins.deny.includes(provider)) return;
  throw new CommandError(`plugins.deny names ${provider}: take it out of that list first.`);
}
