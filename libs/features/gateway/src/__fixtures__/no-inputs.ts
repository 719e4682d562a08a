import { InProcessBus } from '@clawmesh/bus';
import { RemoteFiles } from '../dispatch/remote-files.js';
import type { IntakeInputs } from '../intake/run-intake.js';

/** For requests that refer to nothing: no worker answers, the client stays, no credential changes. */
export const noInputs: IntakeInputs = {
  remoteFiles: new RemoteFiles(new InProcessBus({ validate: true })),
  signal: () => new AbortController().signal,
  checkAuthority: () => Promise.resolve(),
};
