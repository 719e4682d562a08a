import { CommandError } from '../command-error.js';

type Prompts = typeof import('@clack/prompts');

const usual = { columns: 80, rows: 24 };

/** Not before somebody is asked: most commands ask nothing. */
function prompts(): Promise<Prompts> {
  // A console that does not tell its size would be written to a letter a line.
  process.stdout.columns ||= usual.columns;
  process.stdout.rows ||= usual.rows;
  return import('@clack/prompts');
}

/** Typed unseen. Throws `CommandError` when the person leaves. */
export async function askSecret(message: string): Promise<string> {
  const { password, isCancel } = await prompts();
  return answered(await password({ message, mask: '•' }), isCancel);
}

export async function askText(message: string, initialValue = ''): Promise<string> {
  const { text, isCancel } = await prompts();
  return answered(await text({ message, initialValue }), isCancel);
}

export async function askYesNo(message: string, initialValue: boolean): Promise<boolean> {
  const { confirm, isCancel } = await prompts();
  return answered(await confirm({ message, initialValue }), isCancel);
}

export interface Choice {
  readonly value: string;
  readonly label: string;
  readonly hint?: string;
}

export async function askChoice(message: string, options: readonly Choice[], initialValue?: string): Promise<string> {
  const { select, isCancel } = await prompts();
  const question = {
    message,
    options: [...options],
    maxItems: 12,
    ...(initialValue !== undefined && { initialValue }),
  };
  return answered(await select(question), isCancel);
}

function answered<T>(answer: T | symbol, isCancel: Prompts['isCancel']): T {
  if (isCancel(answer)) throw new CommandError('left: nothing was changed.');
  return answer as T; // what is no cancel is an answer
}
