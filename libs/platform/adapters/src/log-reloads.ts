import type { ConfigSnapshot, ReloadEvents } from '@clawmesh/config';
import type { Logger } from '@clawmesh/telemetry';

/** Tells operators what became of changes of the config: paths and reasons, never values (CFG-11, CFG-31). */
export function logReloads(logger: Logger): ReloadEvents {
  return {
    applied({ snapshot, applied, pending }, before) {
      const { revision, report } = snapshot;
      logger.info({ revision, changed: applied }, 'config reloaded');
      for (const warning of newOnes(report.warnings, before.report.warnings)) logger.warn({}, warning);
      if (newOnes(pending, before.report.pendingRestart).length > 0) {
        logger.warn({ configPendingRestart: pending }, 'these changes of the config wait for a restart');
      }
    },
    skipped(issues) {
      // Apart: what follows the name of a secret and a colon is hidden from logs.
      logger.error({ issues }, 'config reload skipped (invalid config)');
    },
    missed(revision) {
      logger.warn({ revision }, 'a job was admitted under a config that did not come here in time; it goes on');
    },
  };
}

/** What the start has to say about its config. */
export function logConfig({ report, revision }: ConfigSnapshot, logger: Logger): void {
  for (const warning of report.warnings) logger.warn({}, warning);
  if (report.ignoredSections.length > 0) {
    logger.warn({ sections: report.ignoredSections }, 'these sections of the config have no meaning here');
  }
  logger.debug({ file: report.file, revision }, 'config loaded');
}

const newOnes = (now: readonly string[], before: readonly string[]): string[] =>
  now.filter((text) => !before.includes(text));
