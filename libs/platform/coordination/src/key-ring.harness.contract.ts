import { createSnapshot } from '@clawmesh/config';
import type { KeyRing } from './key-ring.js';
import { keyRingSettings, type KeyRingSettings } from './key-ring-settings.js';
import type { Timer } from './lease-queue.js';

export interface HarnessOptions {
  readonly workers: number;
  readonly settings: KeyRingSettings;
}

/** A key ring as several workers see it, with time that the test moves. */
export interface KeyRingHarness {
  /** One per worker. They share what they know. */
  readonly rings: readonly KeyRing[];
  /** Moves the clock of all rings, and fires what they wait for on the way. */
  advance(ms: number): Promise<void>;
  /** Resolves when the rings have done what they can do without time going on. */
  settle(): Promise<void>;
  /** Ends a worker as a crash does: it neither reports nor releases what it holds. */
  kill(worker: number): Promise<void>;
  close(): Promise<void>;
}

export type CreateHarness = (options: HarnessOptions) => Promise<KeyRingHarness>;

/** Of a config that says only this. */
export function settingsFrom(clawmesh: object = {}, cooldowns: object = {}): KeyRingSettings {
  const raw = { clawmesh, auth: { cooldowns } };
  return keyRingSettings(createSnapshot({ raw, env: {}, stateDir: '/nowhere' }).config);
}

interface Alarm {
  readonly at: number;
  readonly fire: () => void;
}

/** Time of a harness, and the timers that go with it. */
export class HarnessClock {
  #now = 1_700_000_000_000;
  readonly #alarms = new Set<Alarm>();
  readonly #settle: () => Promise<void>;

  /** `settle`: resolves when all that a timer set off is done. */
  constructor(settle: () => Promise<void>) {
    this.#settle = settle;
  }

  readonly now = (): number => this.#now;

  readonly timer: Timer = (fire, ms) => {
    const alarm = { at: this.#now + ms, fire };
    this.#alarms.add(alarm);
    return () => this.#alarms.delete(alarm);
  };

  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    await this.#settle();
    for (let next = this.#next(end); next; next = this.#next(end)) {
      this.#now = Math.max(this.#now, next.at);
      this.#alarms.delete(next);
      next.fire();
      await this.#settle();
    }
    this.#now = end;
  }

  #next(end: number): Alarm | undefined {
    const [first] = [...this.#alarms].sort((a, b) => a.at - b.at);
    return first && first.at <= end ? first : undefined;
  }
}
