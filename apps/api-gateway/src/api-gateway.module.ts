import { AdaptersModule, type GatewayAdapters } from '@clawmesh/adapters';
import { resolveGatewayAuth } from '@clawmesh/config';
import { GatewayModule } from '@clawmesh/gateway';
import { Module, type DynamicModule } from '@nestjs/common';

@Module({})
export class ApiGatewayModule {
  static of(adapters: GatewayAdapters): DynamicModule {
    const gateway = GatewayModule.of({ resolveAuth: (snapshot) => resolveGatewayAuth(snapshot, adapters.boot) });
    return { module: ApiGatewayModule, imports: [AdaptersModule.of(adapters), gateway] };
  }
}
