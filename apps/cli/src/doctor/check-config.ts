import { stat } from 'node:fs/promises';
import type { BootSettings } from '@clawmesh/config';
import { messageOf } from '../command-error.js';
import type { GatewayFacts } from '../commands/gateway/gateway-facts.js';
import { checkStart } from '../service/check-start.js';
import { failure, ok, warning, type Finding } from './finding.js';

/** The file, whether a gateway would start with it, and who else can read what is beside it. */
export async function checkConfig({ config }: GatewayFacts, boot: BootSettings): Promise<Finding[]> {
  const { path, exists, valid, issues, warnings } = config;
  const edit = `correct it in ${path}`;
  if (!valid) {
    return issues.map((issue) => failure('config', `${issue.path === '' ? path : issue.path}: ${issue.reason}`, edit));
  }
  const found = exists
    ? ok('config', `${path} is valid`)
    : warning('config', `there is no ${path}`, '`clawmesh onboard` makes one');
  const refusal = await checkStart({ config: boot.configPathIsExplicit ? path : undefined }).then(
    () => [],
    (error: unknown) => [failure('config', `a gateway would not start: ${messageOf(error)}`, edit)],
  );
  const notes = warnings.map((text) => warning('config', text, `see ${path}`));
  return [found, ...refusal, ...notes, ...(await checkPrivacy([boot.stateDir, ...(exists ? [path] : [])]))];
}

/** Keys and tokens are in there. */
async function checkPrivacy(paths: readonly string[]): Promise<Finding[]> {
  const findings = await Promise.all(
    paths.map(async (path): Promise<Finding[]> => {
      const mode = await stat(path).then(
        (found) => found.mode,
        () => 0,
      );
      return (mode & 0o077) === 0
        ? []
        : [warning('files', `others on this machine can read ${path}`, `chmod go= ${path}`)];
    }),
  );
  return findings.flat();
}
