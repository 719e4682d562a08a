import type { FailureReason, FailureScope } from '@clawmesh/contracts';

/** What an error means at one vendor. All of its conditions that are given must hold. */
export interface ProviderFailureRule {
  /** The HTTP status; `none`: a socket, a stream or a body that came with 2xx told of it. */
  readonly status?: number | 'none';
  /** One of the error's codes, or its type; in capitals. */
  readonly codes?: readonly string[];
  /** In the error's message. */
  readonly words?: RegExp;
  readonly reason: FailureReason;
  /** Where it differs from what the reason usually says something about. */
  readonly scope?: FailureScope;
  /** Waiting a minute does not help, or does; absent: the words tell (RA-3). */
  readonly longWindow?: boolean;
}
