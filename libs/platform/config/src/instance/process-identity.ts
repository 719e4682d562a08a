import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * What tells a process from a later one with the same id; undefined when there is no such process. A process that has
 * ended and waits for its parent to notice is none.
 */
export function processIdentity(pid: number): string | undefined {
  if (!exists(pid)) return undefined;
  const boot = read('/proc/sys/kernel/random/boot_id');
  return boot === undefined ? fromPs(pid) : fromProc(pid, boot.trim());
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It is another user's, but it is there.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

const ended = new Set(['Z', 'X']);

/** Linux: the start in ticks since the boot, and which boot that was. */
function fromProc(pid: number, boot: string): string | undefined {
  const stat = read(`/proc/${pid}/stat`);
  // The name, in brackets, may hold anything.
  const [state = '', ...fields] = stat?.slice(stat.lastIndexOf(')') + 2).split(' ') ?? [];
  return stat === undefined || ended.has(state) ? undefined : `${boot}:${fields[18]}`;
}

function fromPs(pid: number): string | undefined {
  const { stdout, error } = spawnSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], { encoding: 'utf8' });
  if (error) return 'unknown'; // a system without ps: its id is all that is known of it
  const [state = '', ...start] = stdout.trim().split(/\s+/);
  return state === '' || ended.has(state.charAt(0)) ? undefined : start.join(' ');
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
