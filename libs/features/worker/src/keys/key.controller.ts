import { BusContext, Serves } from '@clawmesh/bus';
import {
  channels,
  JobSeal,
  type KeyBoardReply,
  type KeyBoardRequest,
  type KeyOrderReply,
  type KeyOrderRequest,
} from '@clawmesh/contracts';
import { Logger, Metrics } from '@clawmesh/telemetry';
import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { KeyOperations } from './key-operations.js';
import { countKeys } from './count-keys.js';

/** Where questions and orders of operators enter. */
@Controller()
export class KeyController {
  constructor(
    private readonly operations: KeyOperations,
    private readonly jobSeal: JobSeal,
    private readonly logger: Logger,
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
    context.reply(this.#isGenuine(request) ? await this.operations.obey(request) : refused);
  }

  /** AUTH-82. An order that was overheard cannot be given again later. */
  #isGenuine(request: KeyOrderRequest): boolean {
    if (this.jobSeal.holdsKeyOrder(request) && request.deadlineAt > Date.now()) return true;
    const { order, orderedBy } = request;
    const fields = { order, orderedBy, code: refused.failure.code };
    this.logger.error(fields, 'refused an order: it is late, or not sealed with CLAWMESH_ENVELOPE_KEY of this service');
    return false;
  }
}

const refused = {
  status: 'failed',
  failure: { reason: 'unknown', code: 'unauthenticated_job', message: 'internal error', origin: 'local' },
} as const satisfies KeyOrderReply;
