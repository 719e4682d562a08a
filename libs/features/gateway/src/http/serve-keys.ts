import { ownerOf } from '@clawmesh/contracts';
import { canonicalProviderId } from '@clawmesh/providers';
import type { KeyBoard } from '../dispatch/key-board.js';
import { chosenKeys } from '../intake/keys/chosen-keys.js';
import { readKeyOrder } from '../intake/keys/key-order-intake.js';
import { commonHeaders } from '../render/common-headers.js';
import { failureReply, requestErrorReply } from '../render/error-response.js';
import { keyBoardReply, keyOrderReply, neverStored } from '../render/keys/key-board-reply.js';
import { writeReply, type Reply } from '../render/reply.js';
import type { Authority } from './admission.js';
import type { Endpoint } from './endpoint.js';
import type { Exchange } from './exchange.js';
import { readJsonBody } from './read-body.js';
import { goneSignal } from './read-intake.js';
import type { RequestError } from './request-error.js';
import type { Ticker } from './ticker.js';

const keysPath = '/admin/keys';

const bodyLimits = { maxBytes: 65_536, timeoutMs: 30_000 };

export interface KeyDependencies {
  readonly keyBoard: KeyBoard;
  readonly ticker: Ticker;
}

/** What operators are served, whatever the flags of clients' surfaces say. */
export function keyEndpoints(deps: KeyDependencies): readonly (readonly [string, Endpoint])[] {
  const admin = {
    scope: 'operator.admin',
    isEnabled: () => true,
    renderError: (error: RequestError) => neverStored(requestErrorReply(error)),
  } as const;
  return [
    [keysPath, { ...admin, method: 'GET', serve: (exchange) => listKeys(exchange, deps) }],
    [
      `${keysPath}/orders`,
      { ...admin, method: 'POST', serve: (exchange, authority) => orderKeys(exchange, authority, deps) },
    ],
  ];
}

/** `GET /admin/keys[?provider=…]`: how every key is (CLU-41). */
async function listKeys(exchange: Exchange, { keyBoard }: KeyDependencies): Promise<void> {
  const asked = new URL(exchange.request.url ?? keysPath, 'http://gateway').searchParams.get('provider');
  const request = asked === null ? {} : { provider: canonicalProviderId(asked) };
  const board = await keyBoard.read(request, goneSignal(exchange));
  answer(exchange, board.status === 'failed' ? failure(board) : keyBoardReply(board.keys, Date.now()));
}

/** `POST /admin/keys/orders`: what an operator has done to keys, chosen by what the board shows (COOL-21). */
async function orderKeys(exchange: Exchange, authority: Authority, deps: KeyDependencies): Promise<void> {
  const { keyBoard, ticker } = deps;
  const { value } = await readJsonBody(exchange.request, bodyLimits, ticker);
  const requester = await authority.checkAgain();
  const body = readKeyOrder(value);
  const gone = goneSignal(exchange);
  const board = await keyBoard.read({ provider: body.provider }, gone);
  if (board.status === 'failed') return answer(exchange, failure(board));
  const keys = chosenKeys(board.keys, body).map(({ keyId, provider, source }) => ({ keyId, provider, source }));
  const { order } = body;
  const reply = await keyBoard.order({ order, keys, orderedBy: ownerOf(requester) }, gone);
  answer(exchange, reply.status === 'failed' ? failure(reply) : keyOrderReply({ order, keys, changed: reply.changed }));
}

const failure = (reply: { readonly failure: Parameters<typeof failureReply>[0] }): Reply =>
  neverStored(failureReply(reply.failure));

function answer({ response, snapshot }: Exchange, reply: Reply): void {
  if (!response.destroyed) writeReply(response, commonHeaders(snapshot), reply);
}
