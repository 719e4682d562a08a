import type { ProfileSecret } from '@clawmesh/storage';
import { Command } from 'commander';
import { runCommand } from '../../../command-error.js';
import { placeOf, type Place, type PlaceOptions } from '../../../profiles/profile-place.js';
import { withProfiles } from '../../../profiles/with-profiles.js';
import { durationMs } from '../../../terminal/duration.js';
import { printAnswer } from '../../../terminal/print-answer.js';
import { readSecret } from '../../../terminal/read-secret.js';
import { withConfigOptions, type ConfigOptions } from '../../config/config-options.js';

interface PasteOptions extends PlaceOptions, ConfigOptions {
  readonly config?: string;
  readonly expiresIn?: number;
}

interface Paste {
  readonly name: string;
  readonly description: string;
  /** What it is called where it is asked for. */
  readonly what: string;
  secretOf(text: string, options: PasteOptions): ProfileSecret;
}

/** `clawmesh models auth paste-api-key`. */
export function pasteApiKeyCommand(): Command {
  return pasteCommand({
    name: 'paste-api-key',
    description: 'store an API key, read from stdin or typed unseen; ${NAME} stores a reference to a variable',
    what: 'API key',
    secretOf: (key) => ({ type: 'api_key', key }),
  });
}

/** `clawmesh models auth paste-token`. */
export function pasteTokenCommand(): Command {
  return pasteCommand({
    name: 'paste-token',
    description: 'store a bearer token, read from stdin or typed unseen; ${NAME} stores a reference to a variable',
    what: 'token',
    secretOf: (token, { expiresIn }) => ({
      ...{ type: 'token', token },
      ...(expiresIn !== undefined && { expires: Date.now() + expiresIn }),
    }),
  }).option('--expires-in <duration>', 'how long it is good for (12h, 30d)', durationMs);
}

function pasteCommand({ name, description, what, secretOf }: Paste): Command {
  const command = new Command(name)
    .description(description)
    .requiredOption('--provider <id>', 'whose credential it is')
    .option('--profile-id <provider:name>', 'what to call it (default: <provider>:default)')
    .option('--agent <id>', 'of this agent alone (default: of all)');
  return withConfigOptions(command).action((options: PasteOptions) =>
    runCommand(options, async () => {
      const place = await placeOf(options);
      const secret = secretOf(await readSecret(what), options);
      const { provider, profileId, agentId } = place;
      await withProfiles((access) =>
        access.put({ provider, profileId, secret, ...(agentId !== undefined && { agentId }) }),
      );
      const note = orderNote(place);
      if (note !== undefined) process.stderr.write(`clawmesh: ${note}\n`);
      printAnswer(options, { ok: true, profileId, provider, agent: agentId ?? null, type: secret.type }, [
        `Stored ${profileId}${agentId === undefined ? '' : ` of the agent ${agentId}`}.`,
      ]);
    }),
  );
}

/** A list in the config says which are used, and no others. */
function orderNote({ provider, profileId, snapshot }: Place): string | undefined {
  const order = snapshot.config.auth.order[provider] ?? [];
  if (order.length === 0 || order.includes(profileId)) return undefined;
  return `auth.order.${provider} of the config does not list ${profileId}: it is used only where it is named.`;
}
