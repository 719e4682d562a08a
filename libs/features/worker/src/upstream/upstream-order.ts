import type { AssistantMessage, ModelCall, ModelEvent, Usage } from '@clawmesh/contracts';
import type { UpstreamClient } from '@clawmesh/http';
import type { AttemptPlan, PlannedCredential } from '../attempt/attempt-plan.js';
import type { CallFailure } from '../failure/describe-failure.js';
import type { FramePublisher } from '../frames/frame-publisher.js';
import type { JoinedEvents } from './joined-events.js';
import type { SilenceWatch } from './silence-watch.js';
import type { SocketTransport } from './websocket/socket-transport.js';

/** One upstream request to make, and what it is made with. */
export interface UpstreamOrder {
  readonly client: UpstreamClient;
  readonly sockets: SocketTransport;
  readonly plan: AttemptPlan;
  readonly credential: PlannedCredential;
  readonly call: ModelCall;
  /** Of a call that goes on with an answer. */
  readonly joined?: JoinedEvents | undefined;
  readonly frames: FramePublisher;
  readonly silence: SilenceWatch;
  readonly now: () => number;
  /** Called once, when the upstream has begun to answer well: with the first event, or the whole of what does not stream. */
  onAnswered(): void;
  /** Called once, when the first frame that a client can see was sent. */
  onContent(): void;
}

export type AttemptEnd = Extract<ModelEvent, { type: 'attempt-end' }>;

/** What became of one upstream request. `started`: the upstream had begun to answer. */
export type CallResult =
  | {
      readonly status: 'completed';
      readonly message: AssistantMessage;
      readonly end: AttemptEnd;
      readonly usage?: Usage | undefined;
    }
  | ({ readonly status: 'failed'; readonly started: boolean; readonly usage?: Usage | undefined } & CallFailure)
  | { readonly status: 'stopped'; readonly usage?: Usage | undefined };
