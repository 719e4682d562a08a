import { spawn } from 'node:child_process';
import { lstat } from 'node:fs/promises';
import { isAbsolute, normalize, relative } from 'node:path';
import { z } from 'zod';
import type { Environment } from '../config-snapshot.js';
import { errorCode } from '../load/environment.js';
import type { SecretSettings } from '../schema/secrets.schema.js';
import { SecretUnavailable } from './secret-file.js';

type CommandSettings = SecretSettings['providers'][string];

export interface CommandQuestion {
  readonly alias: string;
  readonly settings: CommandSettings;
  readonly ids: readonly string[];
  readonly env: Environment;
}

const answerSchema = z.object({ protocolVersion: z.literal(1), values: z.record(z.string(), z.string()) });

const writableByOthers = 0o022;

/**
 * Asks a command for secrets: one question as JSON on its standard input, one answer on its output (CFG-22). It sees no
 * variable but those in `passEnv`, and what it says on standard error goes nowhere. Throws `SecretUnavailable`.
 */
export async function askSecretCommand(question: CommandQuestion): Promise<ReadonlyMap<string, string>> {
  const command = question.settings.command ?? '';
  await checkCommand(command, question.settings.trustedDirs);
  const output = await run(command, question);
  const answer = answerSchema.safeParse(parsed(output));
  if (!answer.success) throw new SecretUnavailable(`${command} did not answer as protocol version 1 asks`);
  return new Map(Object.entries(answer.data.values));
}

async function checkCommand(command: string, trustedDirs: readonly string[] | undefined): Promise<void> {
  if (!isAbsolute(command) || normalize(command) !== command) {
    throw new SecretUnavailable(`${command}: a command must be an absolute path`);
  }
  if (trustedDirs && !trustedDirs.some((dir) => isBelow(dir, command))) {
    throw new SecretUnavailable(`${command} is in none of the trustedDirs`);
  }
  const found = await lstat(command).catch((error: unknown) => {
    throw new SecretUnavailable(`${command} cannot be run (${errorCode(error)})`);
  });
  if (!found.isFile()) throw new SecretUnavailable(`${command} is a link or no file`);
  if ((found.mode & writableByOthers) !== 0) throw new SecretUnavailable(`${command}: others may write to it`);
  // What root put there is as trusted as this process itself.
  if (![process.getuid?.(), 0].includes(found.uid)) throw new SecretUnavailable(`${command} belongs to another user`);
}

function isBelow(dir: string, command: string): boolean {
  const way = relative(dir, command);
  return way !== '' && !way.startsWith('..') && !isAbsolute(way);
}

function run(command: string, { alias, settings, ids, env }: CommandQuestion): Promise<string> {
  const passed = (settings.passEnv ?? []).flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]]));
  const child = spawn(command, settings.args ?? [], {
    env: Object.fromEntries(passed) as NodeJS.ProcessEnv,
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const chunks: Buffer[] = [];
  let size = 0;
  const result = new Promise<string>((resolve, reject) => {
    const fail = (reason: string): void => reject(new SecretUnavailable(`${command} ${reason}`));
    const timer = setTimeout(() => fail(`took longer than ${settings.timeoutMs} ms`), settings.timeoutMs);
    child.once('error', (error) => fail(`cannot be run (${errorCode(error)})`));
    child.stdout.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > settings.maxOutputBytes) fail(`said more than ${settings.maxOutputBytes} bytes`);
      else chunks.push(chunk);
    });
    child.once('close', (code) => {
      clearTimeout(timer);
      if (code === 0) resolve(Buffer.concat(chunks).toString('utf8'));
      else fail(`ended with ${code ?? 'a signal'}`);
    });
  });
  // A command may end without having read its question.
  child.stdin.on('error', () => undefined);
  child.stdin.end(JSON.stringify({ protocolVersion: 1, provider: alias, ids }));
  return result.finally(() => {
    child.kill('SIGKILL');
    child.stdout.destroy();
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
