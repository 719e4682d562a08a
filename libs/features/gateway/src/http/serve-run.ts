import { childTraceparent } from '@clawmesh/telemetry';
import type { RemoteFiles } from '../dispatch/remote-files.js';
import type { RunDispatcher } from '../dispatch/run-dispatcher.js';
import { commonHeaders } from '../render/common-headers.js';
import type { Authority } from './admission.js';
import { onClientGone } from './client-gone.js';
import type { Exchange } from './exchange.js';
import { ClientGoneError } from './read-body.js';
import { readIntake } from './read-intake.js';
import type { RunSurface } from './run-surface.js';
import type { Ticker } from './ticker.js';

export interface RunDependencies {
  readonly dispatcher: RunDispatcher;
  readonly remoteFiles: RemoteFiles;
  readonly ticker: Ticker;
}

export interface Admission {
  readonly authority: Authority;
  readonly surface: RunSurface;
}

/** One run, after admission: read, understand, send to the runners, show what comes back. */
export async function serveRun(exchange: Exchange, admission: Admission, deps: RunDependencies): Promise<void> {
  const { request, response, snapshot, startedAt } = exchange;
  const { authority, surface } = admission;

  const maxBodyBytes = surface.maxBodyBytes(snapshot.config);
  const intake = await readIntake(exchange, { authority, maxBodyBytes }, deps);
  const { run, createSink } = await surface.read(intake);
  if (response.destroyed) throw new ClientGoneError('the client left while its input was prepared');

  const sink = createSink({ response, common: commonHeaders(snapshot), runId: run.runId, startedAt });
  const traceparent = childTraceparent(request.headers['traceparent']?.toString());
  await deps.dispatcher.dispatch(run, { sink, traceparent, onGone: (callback) => onClientGone(response, callback) });
  if (!response.writableEnded) response.destroy();
}
