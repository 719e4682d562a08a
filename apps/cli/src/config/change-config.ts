import {
  ConfigWriteRefused,
  editRawConfig,
  formatConfigPath,
  maskSecrets,
  processEnvironment,
  readBootSettings,
  readRawConfig,
  writeRawConfig,
  type ConfigEdit,
  type ConfigSnapshot,
  type RawConfigFile,
} from '@clawmesh/config';
import { CommandError } from '../command-error.js';
import { recordOf } from '../gateway/gateway-target.js';
import { withProgress } from '../terminal/progress.js';
import { firstEdits } from './first-edits.js';
import { revisionOf, usesChange, type WrittenChange } from './applied-revision.js';

export interface ChangeOptions {
  readonly config?: string | undefined;
  /** Also what would lose settings (CFG-15). */
  readonly force?: boolean;
  readonly dryRun?: boolean;
  /** Where there is no config yet, make one that a gateway can start with. */
  readonly begins?: boolean;
}

export interface ConfigChange {
  readonly path: string;
  /** What the file means now. */
  readonly snapshot: ConfigSnapshot;
  readonly hasChanged: boolean;
  /** There was no file. */
  readonly isNew: boolean;
  /** When the change counts. */
  readonly applies: 'now' | 'after-restart' | 'at-start';
}

/** What is to be changed in a file as it stands. */
export type Edits = (file: RawConfigFile) => readonly ConfigEdit[];

/** Changes the config file, or nothing at all, and finds out when that counts (CLI-4, CLI-40). */
export async function changeConfig(edits: Edits, options: ChangeOptions): Promise<ConfigChange> {
  const env = processEnvironment();
  const boot = readBootSettings({ config: options.config }, env);
  const running = await recordOf(boot);
  const before = await readRawConfig(boot.configPath);
  const isNew = before.text === undefined;
  const changes = edits(before);
  const first = isNew && options.begins ? firstEdits(env, running) : [];
  const written = [...first, ...changes];
  const after = editRawConfig(before, written);
  const revision = await revisionOf(running);
  const { force = false, dryRun = false } = options;
  const snapshot = await writeRawConfig(before, after, { env, stateDir: boot.stateDir, force, dryRun }).catch(
    (error: unknown) => {
      throw refusalOf(error, changes);
    },
  );
  const hasChanged = after.text !== before.text;
  const applies =
    hasChanged && !dryRun ? await appliedBy(running?.url, { before: revision, edits: written }) : 'at-start';
  return { path: boot.configPath, snapshot, hasChanged, isNew, applies };
}

async function appliedBy(url: string | undefined, change: WrittenChange): Promise<ConfigChange['applies']> {
  if (url === undefined) return 'at-start';
  const isUsed = await withProgress('Waiting for the running gateway', () => usesChange(url, change));
  return isUsed ? 'now' : 'after-restart';
}

/** Where the file must be changed by other means, at least what is to be changed (CLI-4, CFG-16). */
function refusalOf(error: unknown, changes: readonly ConfigEdit[]): unknown {
  if (!(error instanceof ConfigWriteRefused)) return error;
  const isElsewhere = error.reason === 'read-only' || error.reason === 'not-a-plain-file';
  const lines = isElsewhere ? changes.map((change) => `  ${editLine(change)}`) : [];
  return new CommandError([error.message, ...lines].join('\n'), error.reason);
}

function editLine(edit: ConfigEdit): string {
  const path = formatConfigPath(edit.path);
  return edit.kind === 'unset' ? `remove ${path}` : `${path} = ${JSON.stringify(maskSecrets(edit.value, edit.path))}`;
}
