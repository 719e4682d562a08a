import { type ConfigSnapshot, type GatewayAuth } from '@clawmesh/config';
import { FailedAuthLimiter } from '@clawmesh/coordination';
import { Logger } from '@clawmesh/telemetry';
import { Module, type DynamicModule } from '@nestjs/common';
import { AuthPolicies } from './auth/auth-policy.js';
import { Authenticator } from './auth/authenticator.js';
import { JwtIdentities } from './auth/jwt-identities.js';
import { systemAddresses, type OwnAddresses } from './auth/own-addresses.js';
import { BusCalls } from './dispatch/bus-calls.js';
import { EmbeddingDispatcher } from './dispatch/embedding-dispatcher.js';
import { GatewayInbox } from './dispatch/gateway-inbox.js';
import { KeyBoard } from './dispatch/key-board.js';
import { RemoteFiles } from './dispatch/remote-files.js';
import { RunDispatcher } from './dispatch/run-dispatcher.js';
import { StreamDefects } from './dispatch/stream-defects.js';
import { TokenCounts } from './dispatch/token-counts.js';
import { Endpoints } from './http/endpoints.js';
import { GatewayDrain } from './http/gateway-drain.js';
import { GatewayHttp } from './http/gateway-http.js';
import { Readiness } from './http/readiness.js';
import { Ticker } from './http/ticker.js';

export interface GatewaySettings {
  /** How clients authenticate under a config; asked once per config, may throw. */
  resolveAuth(snapshot: ConfigSnapshot): GatewayAuth;
  /** Of this machine; for tests, whose proxy runs on it. */
  readonly ownAddresses?: OwnAddresses;
}

/** The HTTP side of the product. Needs `Bus`, `ConfigStore`, `FailedAuthLimiter`, `Logger` and `Metrics` from the application. */
@Module({})
export class GatewayModule {
  static of(settings: GatewaySettings): DynamicModule {
    const authenticator = {
      provide: Authenticator,
      useFactory: (logger: Logger, limiter: FailedAuthLimiter) => {
        const policies = new AuthPolicies((snapshot) => settings.resolveAuth(snapshot), logger);
        const { ownAddresses = systemAddresses() } = settings;
        return new Authenticator({ policies, limiter, tokens: new JwtIdentities(), ownAddresses, logger });
      },
      inject: [Logger, FailedAuthLimiter],
    };
    return {
      module: GatewayModule,
      providers: [
        GatewayHttp,
        GatewayDrain,
        Readiness,
        Ticker,
        Endpoints,
        authenticator,
        RunDispatcher,
        RemoteFiles,
        EmbeddingDispatcher,
        TokenCounts,
        KeyBoard,
        BusCalls,
        StreamDefects,
        GatewayInbox,
      ],
      exports: [GatewayDrain],
    };
  }
}
