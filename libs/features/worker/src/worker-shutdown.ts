import { UpstreamClient } from '@clawmesh/http';
import { Injectable, type BeforeApplicationShutdown, type OnApplicationShutdown } from '@nestjs/common';
import { ActiveAttempts } from './attempt/active-attempts.js';
import { ActiveCounts } from './count/active-counts.js';
import { AuthProfiles } from './credentials/profiles/auth-profiles.js';
import { ActiveEmbeddings } from './embeddings/active-embeddings.js';
import { SocketTransport } from './upstream/websocket/socket-transport.js';

/** The last step, when the grace for streams under way is over (CLU-39): their runners and gateways hear of it before the bus closes. */
@Injectable()
export class WorkerShutdown implements BeforeApplicationShutdown, OnApplicationShutdown {
  constructor(
    private readonly attempts: ActiveAttempts,
    private readonly embeddings: ActiveEmbeddings,
    private readonly counts: ActiveCounts,
    private readonly http: UpstreamClient,
    private readonly sockets: SocketTransport,
    private readonly profiles: AuthProfiles,
  ) {}

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all([this.attempts.stop(), this.embeddings.stop(), this.counts.stop()]);
  }

  async onApplicationShutdown(): Promise<void> {
    this.profiles.stop();
    this.sockets.close();
    await this.http.close();
  }
}
