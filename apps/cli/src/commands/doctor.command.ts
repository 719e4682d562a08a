import { ConfigError, processEnvironment, readBootSettings, type BootSettings } from '@clawmesh/config';
import { Command } from 'commander';
import { runCommand } from '../command-error.js';
import { checkClock } from '../doctor/check-clock.js';
import { checkConfig } from '../doctor/check-config.js';
import { checkGateway } from '../doctor/check-gateway.js';
import { checkProviders } from '../doctor/check-providers.js';
import { checkServices } from '../doctor/check-services.js';
import { checkVersions } from '../doctor/check-versions.js';
import type { Finding } from '../doctor/finding.js';
import { loadOwnConfig } from '../gateway/gateway-target.js';
import { printable, type Colour } from '../terminal/paint.js';
import { printAnswer } from '../terminal/print-answer.js';
import { withProgress } from '../terminal/progress.js';
import type { TableStyle } from '../terminal/table.js';
import { terminalStyle } from '../terminal/terminal-style.js';
import { readGatewayFacts } from './gateway/gateway-facts.js';

interface DoctorOptions {
  readonly config?: string;
  readonly json?: boolean;
}

/** `clawmesh doctor`: what is wrong, and what to do about it. It repairs nothing. */
export function doctorCommand(): Command {
  return new Command('doctor')
    .description('check config, keys, clock, versions, services and providers; exit code 1 if something is wrong')
    .option('--config <file>', 'config file (JSON5)')
    .option('--json', 'print JSON')
    .action((options: DoctorOptions) => runCommand(options, () => doctor(options)));
}

async function doctor(options: DoctorOptions): Promise<void> {
  const findings = await withProgress('Looking at everything', () => examine(options));
  const isWell = findings.every(({ level }) => level !== 'error');
  const style = terminalStyle();
  printAnswer(options, { ok: isWell, findings }, [
    ...findings.flatMap((finding) => findingLines(finding, style)),
    '',
    summary(findings),
  ]);
  if (!isWell) process.exitCode = 1;
}

async function examine({ config }: DoctorOptions): Promise<Finding[]> {
  const boot = readBootSettings({ config }, processEnvironment());
  const facts = await readGatewayFacts(config === undefined ? {} : { config });
  const [ofConfig, ofGateway, ofServices, { findings: ofProviders, clocks }] = await Promise.all([
    checkConfig(facts, boot),
    checkGateway(facts),
    checkServices(boot),
    providersOf(boot),
  ]);
  return [
    ...checkVersions({ node: process.versions.node, running: facts.record }),
    ...ofConfig,
    ...ofGateway,
    ...ofServices,
    ...ofProviders,
    ...checkClock(clocks),
  ];
}

/** With a broken config there is nothing to ask. */
async function providersOf(boot: BootSettings): ReturnType<typeof checkProviders> {
  const snapshot = await loadOwnConfig(boot).catch((error: unknown) => {
    if (error instanceof ConfigError) return undefined;
    throw error;
  });
  return snapshot ? checkProviders(snapshot, boot) : { findings: [], clocks: [] };
}

const marks: Readonly<Record<Finding['level'], readonly [string, Colour]>> = {
  ok: ['ok', 'green'],
  warning: ['warning', 'yellow'],
  error: ['error', 'red'],
};

const [levelWidth, checkWidth] = [7, 8];

function findingLines({ check, level, text, advice }: Finding, { paint }: TableStyle): string[] {
  const [mark, colour] = marks[level];
  const head = `${paint(mark.padEnd(levelWidth), colour)}  ${check.padEnd(checkWidth)}  `;
  const indent = ' '.repeat(levelWidth + checkWidth + 4);
  return [head + printable(text), ...(advice === undefined ? [] : [`${indent}→ ${printable(advice)}`])];
}

function summary(findings: readonly Finding[]): string {
  const count = (level: Finding['level']): number => findings.filter((finding) => finding.level === level).length;
  const [errors, warnings] = [count('error'), count('warning')];
  return errors + warnings === 0 ? 'All is well.' : `Errors: ${errors}. Warnings: ${warnings}.`;
}
