import { spawn, type ChildProcess } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import {
  processEnvironment,
  readGatewayRecord,
  type BootFlags,
  type Environment,
  type GatewayRecord,
} from '@clawmesh/config';
import { askJson } from '@clawmesh/http';
import { CommandError } from '../command-error.js';
import { flagWords } from './flag-words.js';
import { logFileOf, openLog, type OpenedLog } from './log-file.js';

export interface StartOrder {
  readonly stateDir: string;
  /** Of `gateway run`. */
  readonly flags: BootFlags;
  /** Beside the environment of this process. */
  readonly env?: Environment;
  /** It ends with this process's terminal, too: it is of no use after it. */
  readonly attached?: boolean;
}

export interface StartedGateway {
  readonly record: ListeningGateway;
  /** Somebody else was faster. */
  readonly wasRunning: boolean;
}

/** One that can be asked. */
export type ListeningGateway = GatewayRecord & { readonly url: string };

/** At the same distance from sources and builds. */
const program = fileURLToPath(new URL('../../../../bin/clawmesh', import.meta.url));

const longestStartMs = 60_000;
const pollMs = 100;

/** Runs a gateway in the background until it is ready. Throws `CommandError` with what it said when it is not. */
export async function startGateway(order: StartOrder): Promise<StartedGateway> {
  const { stateDir, flags, env = {}, attached = false } = order;
  const logFile = logFileOf(stateDir);
  const log = await openLog(logFile);
  try {
    const gateway = spawn(process.execPath, [program, 'gateway', 'run', ...flagWords(flags)], {
      detached: !attached,
      stdio: ['ignore', log.descriptor, log.descriptor],
      env: { ...processEnvironment(), ...env, CLAWMESH_STATE_DIR: stateDir, CLAWMESH_OUTPUT_FILE: logFile },
    });
    gateway.unref();
    return await untilReady(gateway, { stateDir, logFile, log });
  } finally {
    await log.close();
  }
}

interface Place {
  readonly stateDir: string;
  readonly logFile: string;
  readonly log: OpenedLog;
}

async function untilReady(gateway: ChildProcess, { stateDir, logFile, log }: Place): Promise<StartedGateway> {
  let failure: Error | undefined;
  gateway.once('error', (error) => (failure = error));
  const until = Date.now() + longestStartMs;
  while (Date.now() < until) {
    if (failure) throw failure;
    const record = await readGatewayRecord(stateDir);
    const isOurs = record !== undefined && record.pid === gateway.pid;
    if (isListening(record) && (await isReady(record.url))) return { record, wasRunning: !isOurs };
    const hasEnded = gateway.exitCode !== null || gateway.signalCode !== null;
    // Two were started at once, and the other one is it: wait for that one.
    if (hasEnded && (!record || isOurs)) throw new CommandError(`${lastWords(await log.newText())}\n(${logFile})`);
    await delay(pollMs);
  }
  gateway.kill();
  throw new CommandError(`the gateway did not become ready in ${longestStartMs / 1_000} s; see ${logFile}`);
}

export const isListening = (record: GatewayRecord | undefined): record is ListeningGateway => record?.url !== undefined;

/** Whether it takes requests. */
export function isReady(url: string): Promise<boolean> {
  return askJson({ method: 'GET', url: `${url}/readyz`, headers: {}, timeoutMs: 2_000 }).then(
    ({ status }) => status === 200,
    () => false,
  );
}

const refusal = 'clawmesh did not start: ';

/** Of what a gateway wrote that is no more: why, if it said so. */
function lastWords(text: string): string {
  const at = text.lastIndexOf(refusal);
  if (at !== -1) return `the gateway did not start: ${text.slice(at + refusal.length).trim()}`;
  const lines = text.trim().split('\n').slice(-5);
  return ['the gateway ended right after its start. Its last words:', ...lines].join('\n');
}
