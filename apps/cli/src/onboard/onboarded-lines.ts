import { agentModelChoice, defaultAgentId } from '@clawmesh/config';
import { factLines } from '../terminal/fact-lines.js';
import type { TableStyle } from '../terminal/table.js';
import type { BroughtUp } from './bring-up-gateway.js';
import type { SetupToWrite, WrittenSetup } from './write-setup.js';

export interface Onboarded {
  readonly provider?: NonNullable<SetupToWrite['provider']>;
  readonly written: WrittenSetup;
  readonly gateway: BroughtUp;
}

const modelOf = ({ written: { change } }: Onboarded): string => {
  const { config } = change.snapshot;
  return agentModelChoice(config, defaultAgentId(config) ?? '').primary;
};

/** For scripts; no secret that could be used again (CLI-23). */
export function onboardedDocument(outcome: Onboarded): object {
  const { provider, written, gateway } = outcome;
  const { surface } = provider?.verified ?? {};
  return {
    ok: true,
    ...(provider && { authChoice: provider.choice.id, provider: surface?.provider, verified: surface?.model }),
    defaultModel: modelOf(outcome),
    ...(written.profileId !== undefined && { profileId: written.profileId }),
    file: written.change.path,
    changed: written.change.hasChanged,
    workspace: written.workspace,
    gateway,
  };
}

export function onboardedLines(outcome: Onboarded, style: TableStyle): string[] {
  const { provider, written, gateway } = outcome;
  const { surface, said } = provider?.verified ?? {};
  const { workspace, files, change } = written;
  return factLines(
    [
      ['Tried', surface && `${surface.provider}/${surface.model} answers${said ? `: ${said}` : ''}`],
      ['Key', written.profileId && `stored as ${written.profileId}`],
      ['Default', modelOf(outcome)],
      ['Config', `${change.path}${change.hasChanged ? '' : ' (nothing had to be changed)'}`],
      ['Workspace', `${workspace}${files.length === 0 ? '' : ` (new: ${files.join(', ')})`}`],
      ['Gateway', gatewayText(gateway)],
      ['Token', '`clawmesh gateway auth-token --show` prints it'],
    ],
    style,
  );
}

function gatewayText({ state, url }: BroughtUp): string {
  if (state === 'running') return `${url}/v1`;
  return state === 'needs-restart'
    ? `${url}/v1, after \`clawmesh gateway restart\``
    : 'not running: `clawmesh gateway start`';
}
