import { defaultAgentId } from '../agents/default-agent-id.js';
import { ConfigError } from '../config-error.js';
import type { ConfigSnapshot, Environment, LoadReport } from '../config-snapshot.js';
import type { Config, ParsedConfig } from '../schema/config.schema.js';
import { placeSecrets } from '../secrets/place-secrets.js';
import { secretPlaces, type SecretPlace, type SecretSurface } from '../secrets/secret-places.js';
import type { ResolvedSecrets } from '../secrets/secret-resolver.js';
import { allowlistWarnings } from './allowlist-warnings.js';
import { configRevision } from './config-revision.js';
import { crossCheck } from './cross-check.js';
import { deepFreeze } from './deep-freeze.js';
import { dropUnresolvedCredentials, expandShortReferences } from './drop-unresolved-credentials.js';
import { withConfigVars } from './environment.js';
import { removeIgnoredSections, removeUnusedSections } from './ignored-sections.js';
import { normalizeAgents } from './normalize-agents.js';
import { envVarsOf, normalizeEnvBlock } from './normalize-env-block.js';
import { normalizeGateway } from './normalize-gateway.js';
import { normalizeMemory } from './normalize-memory.js';
import { normalizePlugins } from './normalize-plugins.js';
import { normalizeProviders } from './normalize-providers.js';
import { isRawObject, type LoadNotes, type RawObject } from './raw-config.js';
import { substituteVariables } from './substitute-variables.js';
import { validateConfig } from './validate-config.js';

export interface SnapshotSource {
  /** Parsed, not yet validated. Not modified. */
  readonly raw: unknown;
  readonly env: Environment;
  readonly stateDir: string;
  /** Named in errors. */
  readonly file?: string | undefined;
  /** Who needs secrets here; everybody when absent. */
  readonly usesSurface?: (surface: SecretSurface) => boolean;
}

/** A config that is valid and whose references to secrets are not looked up yet. */
export interface PreparedConfig {
  readonly config: ParsedConfig;
  /** The credential fields of `config`. */
  readonly places: readonly SecretPlace[];
  readonly env: Environment;
  readonly stateDir: string;
  readonly revision: string;
  readonly report: Omit<LoadReport, 'missingSecrets'>;
  readonly notes: LoadNotes;
}

/** Everything but reading files and looking secrets up; references stand for nothing. Throws `ConfigError`. */
export function createSnapshot(source: SnapshotSource, notes: LoadNotes = newNotes()): ConfigSnapshot {
  return completeSnapshot(prepareConfig(source, notes), new Map());
}

/** Substitution, older forms, validation. Throws `ConfigError`. */
export function prepareConfig(source: SnapshotSource, notes: LoadNotes = newNotes()): PreparedConfig {
  const root = copyRoot(source);
  const revision = configRevision(root);
  normalizeEnvBlock(root, notes);
  const env = withConfigVars(source.env, envVarsOf(root));
  const ignoredSections = removeIgnoredSections(root);
  normalizePlugins(root);
  normalizeProviders(root, notes);
  expandShortReferences(root);
  const { values, unresolved } = substituted(root, env);
  dropUnresolvedCredentials(values, { unresolved, isUsed: source.usesSurface ?? (() => true) }, notes);
  removeUnusedSections(values, notes);
  normalizeGateway(values, notes);
  normalizeMemory(values, notes);
  normalizeAgents(values, notes);

  const config = validated(values, notes, source.file);
  const configuresGateway = isRawObject(values.gateway);
  const report = {
    file: source.file,
    warnings: notes.warnings,
    ignoredSections,
    unresolved,
    configuresGateway,
    pendingRestart: [],
  };
  return { config, places: secretPlaces(config), env, stateDir: source.stateDir, revision, report, notes };
}

/** Puts secrets in the place of references and freezes the result. Throws `ConfigError` (CFG-24). */
export function completeSnapshot(prepared: PreparedConfig, secrets: ResolvedSecrets): ConfigSnapshot {
  const { places, env, stateDir, revision, report, notes } = prepared;
  const placed = placeSecrets(places, secrets);
  if (placed.issues.length > 0) throw new ConfigError(placed.issues, report.file);
  notes.warnings.push(...placed.warnings);
  const config = deepFreeze(prepared.config as Config); // every field that could hold a reference was visited
  warnAboutDefaultAgent(config, notes);
  const snapshot: ConfigSnapshot = Object.freeze({
    revision,
    config,
    env: Object.freeze({ ...env }),
    stateDir,
    report: { ...report, missingSecrets: placed.missing },
    unavailable: placed.unavailable,
    referencedSecrets: placed.secrets,
  });
  notes.warnings.push(...allowlistWarnings(snapshot));
  return snapshot;
}

export const newNotes = (): LoadNotes => ({ issues: [], warnings: [] });

function copyRoot({ raw, file }: SnapshotSource): RawObject {
  const copy: unknown = structuredClone(raw);
  if (!isRawObject(copy)) throw new ConfigError([{ path: '', reason: 'expected one object' }], file);
  return copy;
}

/** The values of `env` are literal (CFG-8). */
function substituted({ env: block, ...rest }: RawObject, env: Environment) {
  const { value, unresolved } = substituteVariables(rest, env);
  const values: RawObject = isRawObject(value) ? value : {};
  if (block !== undefined) values.env = block;
  return { values, unresolved };
}

function validated(root: RawObject, notes: LoadNotes, file: string | undefined): ParsedConfig {
  const { config, issues } = validateConfig(root);
  const further = newNotes();
  if (config) crossCheck(config, further);
  // A value that is refused is absent for the checks of the whole: they are not to complain of that.
  const known = new Set(issues.map(({ path }) => path));
  const all = [...notes.issues, ...issues, ...further.issues.filter(({ path }) => !known.has(path))];
  if (!config || all.length > 0) throw new ConfigError(all, file);
  notes.warnings.push(...further.warnings);
  return config;
}

function warnAboutDefaultAgent(config: Config, notes: LoadNotes): void {
  if (defaultAgentId(config) !== undefined) return;
  notes.warnings.push('agents: none is the default; requests that name no agent will be refused (set default: true)');
}
