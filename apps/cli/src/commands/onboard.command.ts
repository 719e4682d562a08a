import {
  agentModelChoice,
  defaultAgentId,
  processEnvironment,
  readBootSettings,
  refuseIfReadonly,
  type ConfigSnapshot,
  type Environment,
} from '@clawmesh/config';
import { Command } from 'commander';
import { CommandError, runCommand } from '../command-error.js';
import { loadOwnConfig, recordOf } from '../gateway/gateway-target.js';
import { bringUpGateway } from '../onboard/bring-up-gateway.js';
import { chooseSetup } from '../onboard/choose-setup.js';
import { findKey } from '../onboard/find-key.js';
import { onboardedDocument, onboardedLines } from '../onboard/onboarded-lines.js';
import { withOnboardOptions, type OnboardOptions } from '../onboard/onboard-options.js';
import { verifySetup, type Verified } from '../onboard/verify-setup.js';
import { writeSetup, type SetupToWrite } from '../onboard/write-setup.js';
import { askYesNo } from '../terminal/ask.js';
import { printAnswer } from '../terminal/print-answer.js';
import { terminalStyle } from '../terminal/terminal-style.js';

/** `clawmesh onboard` (CLI-20…24). */
export function onboardCommand(): Command {
  const command = new Command('onboard')
    .description('set up a provider and the gateway: a key is tried out before anything is written')
    .option('--config <file>', 'config file (JSON5)')
    .option('--json', 'print JSON');
  return withOnboardOptions(command).action((options: OnboardOptions) =>
    runCommand({ json: options.json === true }, () => onboard(options)),
  );
}

async function onboard(options: OnboardOptions): Promise<void> {
  const env = processEnvironment();
  refuseIfReadonly(env);
  checkTokenVariable(options, env);
  const isInteractive = options.nonInteractive !== true && process.stdin.isTTY;
  await acceptRisk(options, isInteractive);
  const boot = readBootSettings({ config: options.config }, env);
  const snapshot = await loadOwnConfig(boot);
  const ownToken = (await recordOf(boot))?.token;

  const provider = await setUpProvider({ options, snapshot, env, isInteractive });
  const written = await writeSetup({ options, env, ownToken, ...(provider && { provider }) });
  const { change } = written;
  const gateway = await bringUpGateway({ options, boot, env, change, isInteractive });
  const outcome = { written, gateway, ...(provider && { provider }) };
  printAnswer({ json: options.json === true }, onboardedDocument(outcome), onboardedLines(outcome, terminalStyle()));
}

interface ProviderQuestion {
  readonly options: OnboardOptions;
  readonly snapshot: ConfigSnapshot;
  readonly env: Environment;
  readonly isInteractive: boolean;
}

/** Chosen, with its key, and tried out. Undefined: only the gateway is set up. */
async function setUpProvider(question: ProviderQuestion): Promise<SetupToWrite['provider']> {
  const { options, snapshot, env, isInteractive } = question;
  const choice = await chooseSetup(options, isInteractive);
  if (!choice) return undefined;
  // As the gateway sees them: `.env` of the state directory counts, too.
  const key = await findKey({ choice, options, env: { ...snapshot.env, ...env }, isInteractive });
  const verified = await verifySetup({ choice, key, snapshot, env });
  return { choice, key, verified, takesDefault: isInteractive && (await isDefaultWanted(verified, snapshot)) };
}

/** Only a person changes an explicit default on the way (CLI-21). */
async function isDefaultWanted({ surface }: Verified, { config, report }: ConfigSnapshot): Promise<boolean> {
  const wanted = `${surface.provider}/${surface.model}`;
  const current = agentModelChoice(config, defaultAgentId(config) ?? '').primary;
  if (report.file === undefined || config.agents.defaults.model === undefined || current === wanted) return false;
  return askYesNo(`The default model is ${current}. Make ${wanted} the default?`, false);
}

async function acceptRisk({ nonInteractive, acceptRisk: accepted }: OnboardOptions, isInteractive: boolean) {
  if (!isInteractive) {
    if (nonInteractive && accepted) return;
    throw new CommandError('without a terminal, or with --non-interactive, say --non-interactive --accept-risk.');
  }
  const risk = 'Whoever has the token of the gateway spends the credit of your provider. Go on?';
  if (!accepted && !(await askYesNo(risk, true))) throw new CommandError('left: nothing was changed.');
}

function checkTokenVariable({ gatewayTokenRefEnv: name }: OnboardOptions, env: Environment): void {
  if (name !== undefined && !env[name]?.trim()) throw new CommandError(`--gateway-token-ref-env: ${name} is not set.`);
}
