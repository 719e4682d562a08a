import { CommandError } from '../command-error.js';
import { askSecret } from './ask.js';

/** A secret from a pipe, or typed unseen: never from the command line, which others can read (CLI-34). */
export async function readSecret(name: string): Promise<string> {
  const text = process.stdin.isTTY ? await askSecret(`${name}:`) : await piped();
  const secret = text.trim();
  if (secret === '') throw new CommandError(`there is no ${name} on stdin.`);
  if (/\s/.test(secret)) throw new CommandError(`what came on stdin is no ${name}: there are blanks in it.`);
  return secret;
}

/** More than this is no secret. */
const mostBytes = 65_536;

async function piped(): Promise<string> {
  let text = '';
  for await (const part of process.stdin.setEncoding('utf8') as AsyncIterable<string>) {
    text += part;
    if (text.length > mostBytes) throw new CommandError('what came on stdin is too long to be a secret.');
  }
  return text;
}
