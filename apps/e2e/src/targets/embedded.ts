import { freePort } from '@clawmesh/testing';
import { RunningProcess } from './running-process.js';
import { closeTarget, openWorkplace, type Configure, type Target } from './target.js';

/** `bin/clawmesh gateway run`: everything in one process. */
export async function startEmbedded(configure?: Configure): Promise<Target> {
  const workplace = await openWorkplace(configure);
  const port = await freePort();
  const gateway = new RunningProcess({
    name: 'gateway run',
    args: ['bin/clawmesh', 'gateway', 'run', '--config', workplace.configFile, '--port', String(port)],
    environment: workplace.environment,
  });
  const stop = () => closeTarget(workplace, [gateway]);
  await gateway.untilReady(port).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  return { ...workplace, url: `http://127.0.0.1:${port}`, processes: [gateway], stop };
}
