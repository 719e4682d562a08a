import { BusTransport } from '@clawmesh/bus';
import type { Channel } from '@clawmesh/contracts';
import { HealthServer, NestLogger, type Readiness } from '@clawmesh/telemetry';
import type { DynamicModule, INestMicroservice } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { Adapters } from './adapters.js';
import type { RunningService } from './run-process.js';
import { within } from './within.js';

export interface BusServiceOptions {
  readonly consumes: readonly Channel[];
  /** Jobs of a work queue at a time; a service without a queue needs none. */
  readonly slots?: number;
  readonly defaultHealthPort: number;
  /** Resolves when nothing is in flight any more. Asked after the service stopped taking work. */
  readonly idle?: (app: INestMicroservice) => Promise<void>;
}

/** A service that is reached over the bus alone: a Nest microservice, and a health port beside it. */
export async function startBusService(
  rootModule: DynamicModule,
  adapters: Adapters,
  options: BusServiceOptions,
): Promise<RunningService> {
  const { bus, boot, logger } = adapters;
  const strategy = new BusTransport({ bus, slots: options.slots ?? 1, consumes: options.consumes });
  const app = await NestFactory.createMicroservice(rootModule, { strategy, logger: new NestLogger(logger) });
  let isDraining = false;
  const health = await HealthServer.start({
    port: boot.healthPort ?? options.defaultHealthPort,
    host: boot.inContainer ? '0.0.0.0' : '127.0.0.1',
    metrics: adapters.metrics,
    readiness: () => (isDraining ? { failing: ['draining'] } : withRevision(adapters)),
  });
  await app.listen();
  logger.info({ healthPort: health.port }, 'started');
  return {
    async stop() {
      isDraining = true;
      const drained = strategy.close().then(() => options.idle?.(app));
      await within(boot.drainGraceMs, drained);
      await app.close();
      await health.close();
      await adapters.close();
    },
  };
}

function withRevision(adapters: Adapters): Readiness {
  const { failing, details } = adapters.readiness();
  const { revision, report } = adapters.configStore.current();
  const pending = report.pendingRestart.length > 0 && { configPendingRestart: report.pendingRestart };
  return { failing, details: { ...details, configRevision: revision, ...pending } };
}
