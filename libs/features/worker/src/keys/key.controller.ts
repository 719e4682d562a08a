import { BusContext, Serves } from '@clawmesh/bus';
import {
  channels,
  type KeyBoardReply,
  type KeyBoardRequest,
  type KeyOrderReply,
  type KeyOrderRequest,
} from '@clawmesh/contracts';
import { Metrics } from '@clawmesh/telemetry';
import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { KeyOperations } from './key-operations.js';
import { countKeys } from './count-keys.js';

/** Where questions and orders of operators enter. */
@Controller()
export class KeyController {
  constructor(
    private readonly operations: KeyOperations,
    metrics: Metrics,
  ) {
    metrics.readGauge(
      { name: 'cm_keys', help: 'Credentials, by what they can be used for now.', labels: ['provider', 'state'] },
      async () => countKeys(await operations.rows()),
    );
  }

  @Serves(channels.keyBoard)
  async board(@Payload() request: KeyBoardRequest, @Ctx() context: BusContext<KeyBoardReply>): Promise<void> {
    context.reply(await this.operations.board(request));
  }

  @Serves(channels.keyOrders)
  async obey(@Payload() request: KeyOrderRequest, @Ctx() context: BusContext<KeyOrderReply>): Promise<void> {
    context.reply(await this.operations.obey(request));
  }
}
