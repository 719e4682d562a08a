/** Samples that took longer say little about when the server looked at its clock. */
const goodRoundTripMs = 5;
const sampleMaxAgeMs = 1_000;
const alarmMs = 2_000;

export interface Clock {
  /** What the machine thinks the time is. Compared with, never used (CLU-13). */
  readonly wall: () => number;
  /** Milliseconds since some moment; never jumps. */
  readonly monotonic: () => number;
}

export const systemClock: Clock = { wall: Date.now, monotonic: () => performance.now() };

/** When a call to Redis was sent and answered, by the monotonic clock. */
export interface RoundTrip {
  readonly sentAt: number;
  readonly receivedAt: number;
}

/** The time of Redis, as far as this process can tell: from the last answers and its own monotonic clock. */
export class RedisClock {
  readonly #clock: Clock;
  readonly #onSkew: (skewMs: number, isAlarming: boolean) => void;
  #offset: number | undefined;
  #sampledAt = -Infinity;

  constructor(clock: Clock, onSkew: (skewMs: number, isAlarming: boolean) => void) {
    this.#clock = clock;
    this.#onSkew = onSkew;
  }

  /** The machine's own time as long as Redis has never answered. */
  now(): number {
    if (this.#offset === undefined) return this.#clock.wall();
    return Math.round(this.#clock.monotonic() + this.#offset);
  }

  learn(redisNow: number, { sentAt, receivedAt }: RoundTrip): void {
    const isGood = receivedAt - sentAt <= goodRoundTripMs;
    if (!isGood && receivedAt - this.#sampledAt < sampleMaxAgeMs) return;
    this.#offset = redisNow - (sentAt + receivedAt) / 2;
    if (receivedAt - this.#sampledAt >= sampleMaxAgeMs) this.#compare();
    this.#sampledAt = receivedAt;
  }

  #compare(): void {
    const skewMs = this.now() - this.#clock.wall();
    this.#onSkew(skewMs, Math.abs(skewMs) > alarmMs);
  }
}
