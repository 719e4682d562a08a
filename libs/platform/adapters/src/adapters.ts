import type { Bus } from '@clawmesh/bus';
import type { BootSettings, ConfigStore } from '@clawmesh/config';
import type { JobSeal } from '@clawmesh/contracts';
import type { FailedAuthLimiter, KeyRing } from '@clawmesh/coordination';
import type { ProfileStore, TurnStore } from '@clawmesh/storage';
import type { Logger, Metrics, Readiness } from '@clawmesh/telemetry';

/** What every service stands on, wherever it runs. */
export interface Adapters {
  readonly boot: BootSettings;
  readonly configStore: ConfigStore;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly bus: Bus;
  /** Of all services of an installation the same. */
  readonly jobSeal: JobSeal;
  /** What the adapters themselves lack to do their work. */
  readiness(): Readiness;
  /** Closes what the process opened. The features are drained before. */
  close(): Promise<void>;
}

/** Only gateways authenticate. */
export interface GatewayAdapters extends Adapters {
  readonly failedAuth: FailedAuthLimiter;
}

/** Only runners keep turns. */
export interface RunnerAdapters extends Adapters {
  readonly turnStore: TurnStore;
}

/** Only workers hold credentials, and read stored ones. */
export interface WorkerAdapters extends Adapters {
  readonly keyRing: KeyRing;
  readonly profileStore: ProfileStore;
}

/** Everything in one process. */
export type EmbeddedAdapters = GatewayAdapters & RunnerAdapters & WorkerAdapters;
