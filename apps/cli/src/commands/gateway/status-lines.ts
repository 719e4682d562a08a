import type { GatewayProbe } from '../../gateway/probe-gateway.js';
import { factLines } from '../../terminal/fact-lines.js';
import { sinceText } from '../../terminal/human-time.js';
import { printable } from '../../terminal/paint.js';
import type { TableStyle } from '../../terminal/table.js';
import type { ConfigFacts, GatewayFacts } from './gateway-facts.js';

export interface Status extends GatewayFacts {
  /** Absent: it was not asked. */
  readonly probe?: GatewayProbe;
}

/** For scripts. The record's own token, and the one it is asked with, stay out of it. */
export function statusDocument({ record, config, target, logFile, probe }: Status): object {
  const { pid, startedAt, version } = record ?? {};
  return {
    running: record !== undefined,
    ...(record && { pid, startedAt, version, background: record.logFile !== undefined }),
    ...{ url: target.url, logFile, config },
    ...(probe && { probe }),
  };
}

export function statusLines(
  status: Status,
  { deep, style }: { readonly deep: boolean; readonly style: TableStyle },
): string[] {
  const { record, config, target, logFile, probe } = status;
  const lines = factLines(
    [
      ['Gateway', stateOf(status)],
      ['URL', target.url],
      ['Config', configText(config)],
      ['Log', record && record.logFile === undefined ? 'its terminal' : logFile],
      ['Probe', probe && probeText(probe, deep)],
    ],
    style,
  );
  const issues = config.issues.map(({ path, reason }) => `  ${path === '' ? '(file)' : path}: ${reason}`);
  const notes = [...issues, ...(deep ? config.warnings.map((warning) => `  ${warning}`) : [])];
  return [...lines, ...(notes.length > 0 ? ['', 'Of the config:', ...notes.map(printable)] : [])];
}

function stateOf({ record }: Status): string {
  if (!record) return 'not running from this state directory';
  const where = record.logFile === undefined ? 'in the foreground' : 'in the background';
  return `running ${where} (pid ${record.pid}, version ${record.version}, started ${sinceText(record.startedAt, Date.now())})`;
}

function configText({ path, exists, valid, issues, warnings }: ConfigFacts): string {
  if (!exists) return `${path}: there is none${valid ? ', so defaults apply' : ''}`;
  if (!valid) return `${path}: invalid (${issues.length === 1 ? '1 mistake' : `${issues.length} mistakes`})`;
  const many = warnings.length === 1 ? '1 warning' : `${warnings.length} warnings`;
  return `${path}: valid${warnings.length === 0 ? '' : ` (${many})`}`;
}

function probeText({ ok, reason, latencyMs, configRevision }: GatewayProbe, deep: boolean): string {
  if (!ok) return `failed: ${reason}`;
  const access = deep ? ', and its workers answer' : '';
  return `ready in ${latencyMs} ms${access}${configRevision ? `, config ${configRevision.slice(0, 12)}` : ''}`;
}
