import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { root } from '../targets/running-process.js';

export interface CommandResult {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** `clawmesh …` to its end, with nothing of the environment but what is given. */
export async function clawmesh(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<CommandResult> {
  const { PATH = '' } = process.env;
  const command = spawn(process.execPath, ['bin/clawmesh', ...args], {
    ...{ cwd: root, env: { PATH, ...env } },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [stdout, stderr] = await Promise.all([text(command.stdout), text(command.stderr), once(command, 'exit')]);
  return { status: command.exitCode, stdout, stderr };
}
