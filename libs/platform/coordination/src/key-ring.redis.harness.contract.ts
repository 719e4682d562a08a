import { randomUUID } from 'node:crypto';
import { createLogger, createRedact } from '@clawmesh/telemetry';
import { waitUntil } from '@clawmesh/testing';
import type {
  KeyBoardRow,
  KeyLease,
  KeyOrder,
  KeyReport,
  KeyRing,
  KnownKey,
  LeaseAnswer,
  LeaseQuestion,
} from './key-ring.js';
import { HarnessClock, type CreateHarness } from './key-ring.harness.contract.js';
import { RedisKeyRing, type RedisKeyRingOptions, type RingTime } from './key-ring.redis.js';
import { RedisConnection } from './redis-connection.js';
import type { RingEvents } from './redis/ring-events.js';

const logger = createLogger({ service: 'test', level: 'silent', redact: createRedact([]) });

export const noEvents: RingEvents = {
  windowOpened: () => undefined,
  windowsCleared: () => undefined,
  leasedLocally: () => undefined,
  redisIs: () => undefined,
  skewed: () => undefined,
  heard: () => undefined,
};

export interface OpenedRing {
  readonly ring: RedisKeyRing;
  readonly connection: RedisConnection;
  close(): Promise<void>;
}

/** A ring with a connection of its own, as a worker has. */
export function openRing(
  url: string,
  options: Pick<RedisKeyRingOptions, 'namespace' | 'settings'> & Partial<RedisKeyRingOptions>,
): OpenedRing {
  const connection = RedisConnection.open(url, logger);
  const defaults = {
    connection,
    logger,
    events: noEvents,
    onFailure: () => 'local' as const,
    announce: () => undefined,
  };
  const ring = new RedisKeyRing({ ...defaults, ...options });
  const close = async () => {
    await ring.close();
    await connection.close();
  };
  return { ring, connection, close };
}

/** Workers on one Redis, with a time that the test moves. */
export function redisHarness(url: () => string): CreateHarness {
  return async ({ workers, settings }) => {
    const clock: HarnessClock = new HarnessClock(() => crew.round());
    const { now, timer } = clock;
    // The rules are looked at here, not how long a busy machine takes for an answer.
    const time: RingTime = { wall: now, monotonic: now, timer, redis: now, budgetMs: 10_000 };
    const namespace = `test-${randomUUID()}`;
    const open = (): OpenedRing => openRing(url(), { namespace, settings: () => settings, time });
    const crew: Crew = new Crew(Array.from({ length: workers }, open));
    await waitUntil(() => crew.workers.every(({ ring }) => ring.state === 'up'));
    return {
      rings: crew.workers.map((worker) => new WorkerRing(worker, crew)),
      advance: async (ms: number) => {
        await clock.advance(ms);
        await crew.settle();
      },
      settle: () => crew.settle(),
      kill: (worker: number) => crew.kill(worker),
      close: () => crew.close(),
    };
  };
}

/** All workers of a harness. */
class Crew {
  readonly workers: readonly OpenedRing[];
  readonly holders = new Map<string, OpenedRing>();
  readonly #live: Set<OpenedRing>;
  answers = 0;

  constructor(workers: readonly OpenedRing[]) {
    this.workers = workers;
    this.#live = new Set(workers);
  }

  /** Answers come in the order of their questions; two rounds without a lease that is answered are the end. */
  async settle(): Promise<void> {
    for (let quiet = 0, answers = this.answers; quiet < 2; quiet++) {
      await this.round();
      if (this.answers !== answers) quiet = -1;
      answers = this.answers;
    }
  }

  /** What is under way now is done. */
  async round(): Promise<void> {
    await Promise.all([...this.#live].map(nudge));
    await new Promise(setImmediate);
  }

  async kill(worker: number): Promise<void> {
    const victim = this.workers[worker];
    if (!victim) throw new Error(`there is no worker ${String(worker)}`);
    this.#live.delete(victim);
    await victim.connection.close();
  }

  async close(): Promise<void> {
    await Promise.all([...this.#live].map((worker) => worker.close()));
  }
}

async function nudge({ ring, connection }: OpenedRing): Promise<void> {
  void ring.flush();
  ring.catchUp();
  // Whoever was woken asks, and then the answers to this come last.
  await new Promise(setImmediate);
  await connection.client.ping();
}

/** The tests may report at any worker; here it is the one that made the call. */
class WorkerRing implements KeyRing {
  readonly #worker: OpenedRing;
  readonly #crew: Crew;

  constructor(worker: OpenedRing, crew: Crew) {
    this.#worker = worker;
    this.#crew = crew;
  }

  async lease(question: LeaseQuestion, signal?: AbortSignal): Promise<LeaseAnswer> {
    const answer = await this.#worker.ring.lease(question, signal);
    if (answer.granted) this.#crew.holders.set(answer.lease.leaseId, this.#worker);
    this.#crew.answers++;
    return answer;
  }

  answered(lease: KeyLease): void {
    this.#holderOf(lease).answered(lease);
  }

  report(lease: KeyLease, report: KeyReport): Promise<void> {
    return this.#holderOf(lease).report(lease, report);
  }

  /** With what is told late on purpose (CLU-9). */
  async board(known?: readonly KnownKey[]): Promise<readonly KeyBoardRow[]> {
    await this.#crew.settle();
    return this.#worker.ring.board(known);
  }

  command(order: KeyOrder, keys: readonly KnownKey[]): Promise<number> {
    return this.#worker.ring.command(order, keys);
  }

  #holderOf({ leaseId }: KeyLease): KeyRing {
    return (this.#crew.holders.get(leaseId) ?? this.#worker).ring;
  }
}
