import { channels } from '@clawmesh/contracts';
import { UpstreamClient } from '@clawmesh/http';
import { ProfileStore } from '@clawmesh/storage';
import { Logger } from '@clawmesh/telemetry';
import { Module } from '@nestjs/common';
import { AttemptController } from './attempt.controller.js';
import { ActiveAttempts } from './attempt/active-attempts.js';
import { ActiveCounts } from './count/active-counts.js';
import { CallCountController } from './count/call-count.controller.js';
import { ActiveEmbeddings } from './embeddings/active-embeddings.js';
import { KeyAccess } from './credentials/key-access.js';
import { AuthProfiles } from './credentials/profiles/auth-profiles.js';
import { EmbeddingController } from './embeddings/embedding.controller.js';
import { KeyController } from './keys/key.controller.js';
import { KeyOperations } from './keys/key-operations.js';
import { RemoteFileController } from './remote-files/remote-file.controller.js';
import { RemoteFileFetches } from './remote-files/remote-file-fetches.js';
import { SystemAttemptDeps } from './system-attempt-deps.js';
import { Transports } from './upstream/transports.js';
import { SocketTransport } from './upstream/websocket/socket-transport.js';
import { WorkerMetrics } from './worker-metrics.js';
import { WorkerShutdown } from './worker-shutdown.js';
import { WorkerStart } from './worker-start.js';

/** What a worker takes from the bus. */
export const workerChannels = [
  channels.attempts,
  channels.embeddings,
  channels.remoteFiles,
  channels.callCounts,
  channels.keyBoard,
  channels.keyOrders,
  channels.runCancels,
] as const;

/** The provider worker. Needs `Bus`, `ConfigStore`, `KeyRing`, `ProfileStore`, `Logger` and `Metrics` from the application. */
@Module({
  controllers: [AttemptController, EmbeddingController, RemoteFileController, CallCountController, KeyController],
  providers: [
    UpstreamClient,
    {
      provide: SocketTransport,
      useFactory: (client: UpstreamClient, logger: Logger) => new SocketTransport(client, logger, Date.now),
      inject: [UpstreamClient, Logger],
    },
    Transports,
    WorkerMetrics,
    {
      provide: AuthProfiles,
      useFactory: (store: ProfileStore, logger: Logger) => new AuthProfiles({ store, logger }),
      inject: [ProfileStore, Logger],
    },
    KeyAccess,
    SystemAttemptDeps,
    {
      provide: ActiveAttempts,
      useFactory: (deps: SystemAttemptDeps) => new ActiveAttempts(deps),
      inject: [SystemAttemptDeps],
    },
    {
      provide: ActiveEmbeddings,
      useFactory: (deps: SystemAttemptDeps) => new ActiveEmbeddings(deps),
      inject: [SystemAttemptDeps],
    },
    {
      provide: ActiveCounts,
      useFactory: (deps: SystemAttemptDeps) => new ActiveCounts(deps),
      inject: [SystemAttemptDeps],
    },
    {
      provide: RemoteFileFetches,
      useFactory: (logger: Logger) => new RemoteFileFetches(logger),
      inject: [Logger],
    },
    {
      provide: KeyOperations,
      useFactory: (deps: SystemAttemptDeps) => new KeyOperations(deps),
      inject: [SystemAttemptDeps],
    },
    WorkerStart,
    WorkerShutdown,
  ],
  exports: [ActiveAttempts, ActiveEmbeddings],
})
export class WorkerModule {}
