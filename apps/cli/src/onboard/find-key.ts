import type { Environment } from '@clawmesh/config';
import type { AuthChoice } from '@clawmesh/providers';
import { CommandError } from '../command-error.js';
import { askSecret, askYesNo } from '../terminal/ask.js';
import { optionName, type OnboardOptions } from './onboard-options.js';

/** The key of a provider, and the variable it is kept in, if only that is to be stored. */
export interface FoundKey {
  readonly value: string;
  readonly variable?: string;
}

export interface KeyQuestion {
  readonly choice: AuthChoice;
  readonly options: OnboardOptions;
  readonly env: Environment;
  readonly isInteractive: boolean;
}

/** From its flag, else a variable, else by asking (CLI-21). Undefined: it needs none. Throws `CommandError`. */
export async function findKey(question: KeyQuestion): Promise<FoundKey | undefined> {
  const { choice, options, env, isInteractive } = question;
  const variable = choice.envKeys.find((name) => env[name]?.trim());
  const set = variable === undefined ? undefined : { value: env[variable]?.trim() ?? '', variable };
  if (options.secretInputMode === 'ref') return set ?? noVariable(choice);
  const given = options[optionName(choice.flag)];
  if (typeof given === 'string') return keyOf(given, `--${choice.flag}`);
  if (set && (!isInteractive || (await askYesNo(`Use the key in ${set.variable}?`, true)))) return { value: set.value };
  return choice.keyOptional ? undefined : askedKey(choice, isInteractive);
}

async function askedKey({ label, flag, envKeys }: AuthChoice, isInteractive: boolean): Promise<FoundKey> {
  if (isInteractive) return keyOf(await askSecret(`The key of ${label}:`), 'the key');
  throw new CommandError(`there is no key of ${label}: use --${flag}, or set ${envKeys.join(' or ')}.`);
}

function noVariable({ envKeys }: AuthChoice): never {
  throw new CommandError(
    `--secret-input-mode ref stores the name of a variable that is set: set ${envKeys.join(' or ')}.`,
  );
}

function keyOf(text: string, source: string): FoundKey {
  const value = text.trim();
  if (value !== '' && !/\s/.test(value)) return { value };
  throw new CommandError(`${source} is ${value === '' ? 'empty' : 'no key: there are blanks in it'}.`);
}
