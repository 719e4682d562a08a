import {
  defaultAgentId,
  readBootSettings,
  resolveGatewayAuth,
  workspaceDir,
  type ConfigSnapshot,
  type Environment,
} from '@clawmesh/config';
import { credentialProviderId, type AuthChoice } from '@clawmesh/providers';
import { changeConfig, type ConfigChange, type Edits } from '../config/change-config.js';
import { withProfiles } from '../profiles/with-profiles.js';
import { bootstrapWorkspace } from './bootstrap-workspace.js';
import type { FoundKey } from './find-key.js';
import { onboardEdits, reference } from './onboard-edits.js';
import type { OnboardOptions } from './onboard-options.js';
import type { Verified } from './verify-setup.js';

export interface SetupToWrite {
  readonly options: OnboardOptions;
  readonly env: Environment;
  readonly ownToken: string | undefined;
  /** Absent: only the gateway is set up. */
  readonly provider?: {
    readonly choice: AuthChoice;
    readonly key: FoundKey | undefined;
    readonly verified: Verified;
    readonly takesDefault: boolean;
  };
}

export interface WrittenSetup {
  readonly change: ConfigChange;
  /** Absent: no key was stored. */
  readonly profileId?: string;
  readonly workspace: string;
  readonly files: readonly string[];
}

/** Writes what was verified: first is found out whether all of it can be. */
export async function writeSetup({ options, env, ownToken, provider }: SetupToWrite): Promise<WrittenSetup> {
  const config = options.config === undefined ? {} : { config: options.config };
  const edits: Edits = ({ root }) =>
    onboardEdits({
      ...{ root, options, env, ownToken },
      ...(provider && {
        provider: {
          ...{ choice: provider.choice, surface: provider.verified.surface, takesDefault: provider.takesDefault },
          hasProfile: provider.key !== undefined,
        },
      }),
    });
  const { snapshot } = await changeConfig(edits, { ...config, dryRun: true });
  // A gateway that could not start with it had better be told of now.
  resolveGatewayAuth(snapshot, readBootSettings(config, env));
  const profileId = provider?.key && (await storeKey(provider.verified, provider.key));
  const change = await changeConfig(edits, config);
  const workspace = workspaceOf(change.snapshot);
  const files = options.skipBootstrap ? [] : await bootstrapWorkspace(workspace);
  return { change, workspace, files, ...(profileId !== undefined && { profileId }) };
}

async function storeKey({ surface }: Verified, { value, variable }: FoundKey): Promise<string> {
  const provider = credentialProviderId(surface.provider);
  const profileId = `${provider}:default`;
  const secret = variable === undefined ? { key: value } : { keyRef: reference(variable) };
  await withProfiles((access) => access.put({ provider, profileId, secret: { type: 'api_key', ...secret } }));
  return profileId;
}

const workspaceOf = (snapshot: ConfigSnapshot): string =>
  workspaceDir(snapshot, defaultAgentId(snapshot.config) ?? snapshot.config.agents.entries[0]?.id ?? 'main');
