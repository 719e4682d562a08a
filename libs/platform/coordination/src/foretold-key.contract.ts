import type { Failure } from '@clawmesh/contracts';

/** The one step of the schedule of the random run: every window's end can be foretold. */
export const stepMs = 30_000;
const disableMs = 20 * stepMs;

export interface ForetoldWindow {
  readonly reason: Failure['reason'];
  readonly openedAt: number;
  readonly until: number;
  /** `*`: all. */
  readonly model: string;
  readonly askedUntil: number;
}

/** A call as the model knows it. */
export interface ForetoldCall {
  readonly model: string;
  readonly leasedAt: number;
  /** When it answered well, if it said so. */
  readonly answeredAt?: number;
}

/** What must be known about one key, by the words of the spec (COOL-6, 8, 9, CLU-10, 15). */
export class ForetoldKey {
  readonly #windows: readonly ForetoldWindow[];
  readonly #lastFailureAt: number;

  constructor(windows: readonly ForetoldWindow[] = [], lastFailureAt = -Infinity) {
    this.#windows = windows;
    this.#lastFailureAt = lastFailureAt;
  }

  /** Those that keep a model from being called. */
  active(model: string, now: number): readonly ForetoldWindow[] {
    return this.#of(model).filter(({ until }) => until > now);
  }

  /** Those that are over, while no call has shown yet that the key is well. */
  ended(model: string, now: number): readonly ForetoldWindow[] {
    return this.#of(model).filter(({ until }) => until <= now);
  }

  failed(failure: Failure, model: string, now: number): ForetoldKey {
    const found = windowOf(failure, model, now);
    const isKin = (other: ForetoldWindow): boolean => (other.reason === 'billing') === (found.reason === 'billing');
    const active = this.#windows.find((other) => isKin(other) && other.until > now);
    const isDecided = (other: ForetoldWindow): boolean =>
      other.until <= now && (other.model === '*' || other.model === model);
    const others = this.#windows.filter((other) => other !== active && !isDecided(other));
    return new ForetoldKey([...others, active ? joined(active, found) : found], now);
  }

  /** A call that was to decide went well. */
  decided({ model, leasedAt, answeredAt = leasedAt }: ForetoldCall): ForetoldKey {
    if (answeredAt <= this.#lastFailureAt) return this;
    const isStanding = (window: ForetoldWindow): boolean =>
      window.openedAt >= leasedAt || (window.model !== '*' && window.model !== model);
    return new ForetoldKey(this.#windows.filter(isStanding), this.#lastFailureAt);
  }

  #of(model: string): readonly ForetoldWindow[] {
    return this.#windows.filter((window) => window.model === '*' || window.model === model);
  }
}

function windowOf({ reason, retryAfterMs }: Failure, model: string, now: number): ForetoldWindow {
  const isOfModel = reason === 'rate_limit' || reason === 'timeout';
  const askedUntil = retryAfterMs === undefined ? 0 : now + retryAfterMs;
  const until = Math.max(now + (reason === 'billing' ? disableMs : stepMs), askedUntil);
  return { reason, openedAt: now, until, model: isOfModel ? model : '*', askedUntil };
}

/** It covers more, or lasts as long as was asked for. */
function joined(active: ForetoldWindow, { model, askedUntil }: ForetoldWindow): ForetoldWindow {
  return {
    ...active,
    model: active.model === model ? model : '*',
    until: Math.max(active.until, askedUntil),
    askedUntil: Math.max(active.askedUntil, askedUntil),
  };
}
