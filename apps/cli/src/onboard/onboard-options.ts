import { authChoices, customCompatibilities } from '@clawmesh/providers';
import { Option, type Command } from 'commander';

export interface OnboardOptions {
  readonly authChoice?: string;
  readonly nonInteractive?: boolean;
  readonly acceptRisk?: boolean;
  readonly mode?: string;
  readonly workspace?: string;
  readonly gatewayPort?: string;
  readonly gatewayBind?: string;
  readonly gatewayAuth?: 'token' | 'password';
  readonly gatewayToken?: string;
  readonly gatewayTokenRefEnv?: string;
  readonly gatewayPassword?: string;
  readonly secretInputMode: 'plaintext' | 'ref';
  readonly skipHealth?: boolean;
  readonly skipDaemon?: boolean;
  readonly installDaemon?: boolean;
  readonly skipBootstrap?: boolean;
  readonly customBaseUrl?: string;
  readonly customModelId?: string;
  readonly customApiKey?: string;
  readonly customProviderId?: string;
  readonly customCompatibility: string;
  readonly customImageInput?: boolean;
  readonly customTextInput?: boolean;
  readonly config?: string;
  readonly json?: boolean;
  /** `--openai-api-key` and its kin, by the name commander gives them. */
  readonly [flag: string]: unknown;
}

/** The name of a flag among the options: `openai-api-key` is `openaiApiKey`. */
export const optionName = (flag: string): string =>
  flag.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());

const compatibilities = Object.keys(customCompatibilities);

/** CLI-22, CLI-24. */
export function withOnboardOptions(command: Command): Command {
  command
    .option('--auth-choice <choice>', 'the provider to set up; an unknown one lists them all')
    .option('--non-interactive', 'ask nothing; needs --accept-risk')
    .option('--accept-risk', 'a shared endpoint spends the credit of its owner')
    .addOption(new Option('--mode <mode>', 'where the gateway runs').choices(['local']))
    .option('--workspace <directory>', "the folder of the agents' own files")
    .option('--gateway-port <port>', 'port of the gateway')
    .addOption(new Option('--gateway-bind <where>', 'who reaches it').choices(['loopback', 'lan', 'auto', 'custom']))
    .addOption(new Option('--gateway-auth <mode>', 'how clients prove who they are').choices(['token', 'password']))
    .addOption(
      new Option('--gateway-token <token>', 'its token (default: a random one)').conflicts('gatewayTokenRefEnv'),
    )
    .option('--gateway-token-ref-env <NAME>', 'the variable that holds its token')
    .option('--gateway-password <password>', 'its password')
    .addOption(
      new Option('--secret-input-mode <mode>', 'keep the key itself, or the name of its variable')
        .choices(['plaintext', 'ref'])
        .default('plaintext'),
    )
    .option('--skip-health', 'do not wait for the gateway')
    .option('--skip-daemon', 'do not start the gateway')
    .option('--install-daemon', 'start the gateway in the background (no system service is installed)')
    .option('--skip-bootstrap', 'write no files into the workspace')
    .option('--custom-base-url <url>', 'the endpoint; with another choice instead of its own')
    .option('--custom-model-id <id>', 'the model to begin with')
    .option('--custom-api-key <key>', 'the key of custom-api-key (default: CUSTOM_API_KEY)')
    .option('--custom-provider-id <id>', 'what to call the provider (default: from the host)')
    .addOption(
      new Option('--custom-compatibility <api>', 'what the endpoint speaks')
        .choices(compatibilities)
        .default(compatibilities[0]),
    )
    .addOption(new Option('--custom-image-input', 'its model reads images').conflicts('customTextInput'))
    .option('--custom-text-input', 'its model reads text alone');
  for (const { flag, envKeys } of new Map(authChoices.map((choice) => [choice.flag, choice])).values()) {
    command.addOption(new Option(`--${flag} <key>`, `the key (default: ${envKeys.join(' or ')})`));
  }
  return command;
}
