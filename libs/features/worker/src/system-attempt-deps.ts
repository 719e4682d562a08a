import { setTimeout as delay } from 'node:timers/promises';
import { Bus } from '@clawmesh/bus';
import { ConfigStore } from '@clawmesh/config';
import { Logger } from '@clawmesh/telemetry';
import { Injectable } from '@nestjs/common';
import type { AttemptDeps } from './attempt/run-attempt.js';
import type { CountDeps } from './count/count-call.js';
import { KeyAccess } from './credentials/key-access.js';
import type { EmbeddingDeps } from './embeddings/run-embedding.js';
import { Transports } from './upstream/transports.js';
import { WorkerMetrics } from './worker-metrics.js';

/** What attempts need, as the application provides it, with the system's clock and chance. */
@Injectable()
export class SystemAttemptDeps implements AttemptDeps, EmbeddingDeps, CountDeps {
  readonly now = Date.now;
  readonly random = Math.random;
  readonly keyRing: AttemptDeps['keyRing'];
  readonly profiles: AttemptDeps['profiles'];
  readonly http: AttemptDeps['http'];
  readonly sockets: AttemptDeps['sockets'];

  constructor(
    readonly bus: Bus,
    readonly config: ConfigStore,
    readonly logger: Logger,
    readonly metrics: WorkerMetrics,
    { keyRing, profiles }: KeyAccess,
    { http, sockets }: Transports,
  ) {
    this.keyRing = keyRing;
    this.profiles = profiles;
    this.http = http;
    this.sockets = sockets;
  }

  wait(ms: number, signal: AbortSignal): Promise<void> {
    return delay(ms, undefined, { signal }).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
  }
}
