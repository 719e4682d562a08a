import { Bus } from '@clawmesh/bus';
import { ConfigStore } from '@clawmesh/config';
import { JobSeal } from '@clawmesh/contracts';
import { FailedAuthLimiter, KeyRing } from '@clawmesh/coordination';
import { ProfileStore, TurnStore } from '@clawmesh/storage';
import { Logger, Metrics } from '@clawmesh/telemetry';
import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import type { Adapters, GatewayAdapters, RunnerAdapters, WorkerAdapters } from './adapters.js';

/** Hands the ports to the features. The one place where a feature's surroundings are decided. */
@Module({})
export class AdaptersModule {
  static of(adapters: Adapters | GatewayAdapters | RunnerAdapters | WorkerAdapters): DynamicModule {
    const providers: Provider[] = [
      { provide: Bus, useValue: adapters.bus },
      { provide: JobSeal, useValue: adapters.jobSeal },
      { provide: ConfigStore, useValue: adapters.configStore },
      { provide: Logger, useValue: adapters.logger },
      { provide: Metrics, useValue: adapters.metrics },
    ];
    if ('failedAuth' in adapters) providers.push({ provide: FailedAuthLimiter, useValue: adapters.failedAuth });
    if ('turnStore' in adapters) providers.push({ provide: TurnStore, useValue: adapters.turnStore });
    if ('keyRing' in adapters) {
      providers.push({ provide: KeyRing, useValue: adapters.keyRing });
      providers.push({ provide: ProfileStore, useValue: adapters.profileStore });
    }
    return { module: AdaptersModule, global: true, providers, exports: providers };
  }
}
