import { findProvider, isKnownApiName, wireApiNames } from '@clawmesh/providers';
import { checkRoles } from '../gateway/check-roles.js';
import type { ParsedConfig } from '../schema/config.schema.js';
import { refFlaw } from '../secrets/resolve-secret-ref.js';
import { secretPlaces } from '../secrets/secret-places.js';
import type { LoadNotes } from './raw-config.js';

/** What one key alone cannot tell (CFG-14). */
export function crossCheck(config: ParsedConfig, notes: LoadNotes): void {
  if (config.gateway.bind === 'custom' && config.gateway.customBindHost === undefined) {
    notes.issues.push({ path: 'gateway.customBindHost', reason: 'required with gateway.bind "custom"' });
  }
  if (!/^[^/\s]+\/\S/.test(config.clawmesh.defaults.model)) {
    notes.issues.push({ path: 'clawmesh.defaults.model', reason: 'expected "provider/model"' });
  }
  for (const [id, provider] of Object.entries(config.models.providers)) checkProvider(id, provider, notes);
  checkSystemAgent(config, notes);
  checkAllowedAgents(config, notes);
  checkRoles(config, notes);
  checkSecrets(config, notes);
  checkPatterns(config, notes);
}

function checkSecrets(config: ParsedConfig, notes: LoadNotes): void {
  const { secrets } = config;
  for (const [alias, { source, path, command }] of Object.entries(secrets.providers)) {
    const at = `secrets.providers.${alias}`;
    if (source === 'file' && path === undefined) notes.issues.push({ path: `${at}.path`, reason: 'required' });
    if (source === 'exec' && command === undefined) notes.issues.push({ path: `${at}.command`, reason: 'required' });
    if (source === 'store') notes.issues.push({ path: `${at}.source`, reason: 'source "store" is not here' });
  }
  for (const { path, value } of secretPlaces(config)) {
    const flaw = typeof value === 'string' ? undefined : refFlaw(value, secrets);
    if (flaw !== undefined) notes.issues.push({ path, reason: flaw });
  }
}

function checkProvider(id: string, provider: ParsedConfig['models']['providers'][string], notes: LoadNotes): void {
  const path = `models.providers.${id}`;
  checkApi(`${path}.api`, provider.api, notes);
  const seen = new Set<string>();
  for (const [index, row] of (provider.models ?? []).entries()) {
    checkApi(`${path}.models[${index}].api`, row.api, notes);
    if (seen.has(row.id))
      notes.issues.push({ path: `${path}.models[${index}].id`, reason: `"${row.id}" is there twice` });
    seen.add(row.id);
  }
  if (!provider.baseUrl && !findProvider(id)?.baseUrl && !provider.models?.every((row) => row.baseUrl)) {
    notes.warnings.push(`${path}: no baseUrl, and the provider is not built in`);
  }
}

function checkApi(path: string, api: string | undefined, notes: LoadNotes): void {
  if (api === undefined || (wireApiNames as readonly string[]).includes(api)) return;
  if (isKnownApiName(api)) notes.warnings.push(`${path}: "${api}" is not supported by this version`);
  // What was written is not repeated: it may be a key that was meant for another place.
  else notes.issues.push({ path, reason: `unknown api; supported: ${wireApiNames.join(', ')}` });
}

function checkSystemAgent(config: ParsedConfig, notes: LoadNotes): void {
  const wanted = config.agents.defaults.systemAgent?.agentId?.toLowerCase();
  if (wanted !== undefined && !config.agents.entries.some((agent) => agent.id === wanted)) {
    notes.warnings.push(`agents.defaults.systemAgent.agentId: there is no agent "${wanted}"`);
  }
}

/** Agents that other keys name must exist (CFG-14). */
function checkAllowedAgents({ agents }: ParsedConfig, notes: LoadNotes): void {
  const ids = new Set(['*', ...agents.entries.map(({ id }) => id)]);
  const lists: [string, readonly string[]][] = [
    ['agents.defaults', agents.defaults.subagents?.allowAgents ?? []],
    ...agents.entries.map(({ id, subagents }): [string, readonly string[]] => [
      `agents.entries.${id}`,
      subagents?.allowAgents ?? [],
    ]),
  ];
  for (const [path, allowed] of lists) {
    for (const [index, id] of allowed.entries()) {
      if (ids.has(id.trim().toLowerCase())) continue;
      notes.issues.push({ path: `${path}.subagents.allowAgents[${index}]`, reason: `there is no agent "${id}"` });
    }
  }
}

function checkPatterns({ logging }: ParsedConfig, notes: LoadNotes): void {
  for (const [index, pattern] of logging.redactPatterns.entries()) {
    try {
      new RegExp(pattern, 'g');
    } catch {
      notes.issues.push({ path: `logging.redactPatterns[${index}]`, reason: 'is not a regular expression' });
    }
  }
}
