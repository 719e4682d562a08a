import type { LoadNotes, RawObject } from './raw-config.js';

/** Sections of an OpenClaw file about things this service does not have (CFG-12). */
export const ignoredSections: readonly string[] = [
  'channels',
  'bindings',
  'hooks',
  'cron',
  'talk',
  'tts',
  'browser',
  'desktop',
  'canvas',
  'nodes',
  'discovery',
  'web',
  'ui',
  'wizard',
  'update',
  'telemetry',
  'mcp',
  'acp',
  'skills',
  'messages',
  'broadcast',
  'approvals',
  'cloudWorkers',
];

/** Sections that are valid but not honoured yet: accepted, and said aloud. */
const unused = ['session', 'tools', 'diagnostics'];

/** The same for keys of an agent or of `agents.defaults` (AGT-5, AGT-15). */
const unusedAgentKeys = [
  'cwd',
  'reasoningDefault',
  'skills',
  'contextLimits',
  'contextPruning',
  'tools',
  'sandbox',
  'identity',
  'utilityModel',
  'imageModel',
  'pdfModel',
  'mediaModels',
  'userTimezone',
  'skipBootstrap',
  'skipOptionalBootstrapFiles',
  'llm',
  'heartbeat',
  'typingIntervalSeconds',
  'typingMode',
];

/** Takes out the sections without meaning and returns their names, in the order of the file. */
export function removeIgnoredSections(root: RawObject): string[] {
  return takeOut(
    root,
    Object.keys(root).filter((key) => ignoredSections.includes(key)),
  );
}

export function removeUnusedSections(root: RawObject, notes: LoadNotes): void {
  for (const key of takeOut(root, unused)) notes.warnings.push(`${key}: ${notUsed}`);
}

export function removeUnusedAgentKeys(agent: RawObject, path: string, notes: LoadNotes): void {
  for (const key of takeOut(agent, unusedAgentKeys)) notes.warnings.push(`${path}.${key}: ${notUsed}`);
}

const notUsed = 'accepted, but this version does not use it';

function takeOut(object: RawObject, keys: readonly string[]): string[] {
  const found = keys.filter((key) => Object.hasOwn(object, key));
  for (const key of found) delete object[key];
  return found;
}
