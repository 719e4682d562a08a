import { Bus } from '@clawmesh/bus';
import {
  channels,
  JobSeal,
  type Failure,
  type KeyBoardReply,
  type KeyBoardRequest,
  type KeyOrderReply,
  type KeyOrderRequest,
  type RequestChannel,
} from '@clawmesh/contracts';
import { Injectable } from '@nestjs/common';
import { askOnce } from './ask-once.js';

/** Asks a worker about the keys, of which all workers of a cluster have one view. */
@Injectable()
export class KeyBoard {
  constructor(
    private readonly bus: Bus,
    private readonly jobSeal: JobSeal,
  ) {}

  /** Rejects with the signal's reason when the client leaves. */
  read(request: KeyBoardRequest, signal: AbortSignal): Promise<KeyBoardReply> {
    return this.#ask(channels.keyBoard, request, signal);
  }

  /** Rejects with the signal's reason when the client leaves; the order may have been carried out then. */
  order(order: Omit<KeyOrderRequest, 'deadlineAt' | 'seal'>, signal: AbortSignal): Promise<KeyOrderReply> {
    const request = { deadlineAt: Date.now() + orderIsGoodForMs, ...order };
    return this.#ask(channels.keyOrders, { seal: this.jobSeal.ofKeyOrder(request), ...request }, signal);
  }

  async #ask<Q, R extends object>(channel: RequestChannel<Q, R>, request: Q, signal: AbortSignal): Promise<R | Failed> {
    const reply = await askOnce(this.bus, { channel, request, timeoutMs }, signal);
    if (reply === 'late') return failed('timeout', 'worker_late', 'no worker answered in time');
    return reply === 'no-responders' ? failed('overloaded', 'no_workers', 'no worker is available') : reply;
  }
}

type Failed = KeyBoardReply & KeyOrderReply & { readonly status: 'failed' };

const timeoutMs = 5_000;
/** More than clocks of two machines differ by. */
const orderIsGoodForMs = 60_000;

const failed = (reason: Failure['reason'], code: string, message: string): Failed => ({
  status: 'failed',
  failure: { reason, code, message, origin: 'local' },
});
