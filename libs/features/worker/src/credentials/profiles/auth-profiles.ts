import { setTimeout as delay } from 'node:timers/promises';
import type { ProfileStore, StoredAuth } from '@clawmesh/storage';
import type { Logger } from '@clawmesh/telemetry';
import { noProfiles, ProfileView } from './profile-view.js';

export interface AuthProfilesOptions {
  readonly store: Pick<ProfileStore, 'load' | 'missing'>;
  readonly logger: Pick<Logger, 'info' | 'warn'>;
  /** How long a change may go unnoticed. */
  readonly pollMs?: number;
  /** How soon it is tried again until it was read once. */
  readonly retryMs?: number;
  /** How long a start waits for the first view. */
  readonly startMs?: number;
}

/**
 * The auth profiles as this worker knows them, decrypted. Read beside the traffic: a call takes the view there is, and
 * while the database is away the last one stays.
 */
export class AuthProfiles {
  readonly #options: Required<AuthProfilesOptions>;
  #view = noProfiles;
  /** Tells one view from the next. */
  #content = contentOf(noProfiles.stored);
  #state: 'never' | 'read' | 'away' = 'never';
  #loading: Promise<void> | undefined;
  #isAskedAgain = false;
  #timer: NodeJS.Timeout | undefined;
  #isStopped = false;

  constructor(options: AuthProfilesOptions) {
    this.#options = { pollMs: 30_000, retryMs: 2_000, startMs: 5_000, ...options };
  }

  current(): ProfileView {
    return this.#view;
  }

  /** Reads them now, for whoever knows of a change. Never rejects. */
  reload(): Promise<void> {
    this.#isAskedAgain = true;
    this.#loading ??= this.#loadAll().finally(() => {
      this.#loading = undefined;
    });
    return this.#loading;
  }

  /** Reads them from now on. Resolves with the first view, or without it when the database is away. */
  async start(): Promise<void> {
    if (this.#options.store.missing !== undefined) return;
    const read = new AbortController();
    const late = delay(this.#options.startMs, undefined, { signal: read.signal }).catch(() => undefined);
    await Promise.race([this.#poll(), late]);
    read.abort();
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
  }

  async #poll(): Promise<void> {
    await this.reload();
    if (this.#isStopped) return;
    const { pollMs, retryMs } = this.#options;
    const next = this.#view === noProfiles && this.#state === 'away' ? retryMs : pollMs;
    this.#timer = setTimeout(() => void this.#poll(), next).unref();
  }

  /** What was read before somebody asked again may be old. */
  async #loadAll(): Promise<void> {
    while (this.#isAskedAgain) {
      this.#isAskedAgain = false;
      await this.#load();
    }
  }

  async #load(): Promise<void> {
    const { store, logger } = this.#options;
    try {
      const stored = await store.load();
      if (this.#state === 'away') logger.info({}, 'auth profiles can be read again');
      this.#state = 'read';
      this.#adopt(stored);
    } catch (err) {
      if (this.#state !== 'away') logger.warn({ err }, 'auth profiles cannot be read: the last known ones stay');
      this.#state = 'away';
    }
  }

  #adopt(stored: StoredAuth): void {
    const content = contentOf(stored);
    if (content === this.#content) return;
    this.#content = content;
    this.#view = new ProfileView(stored);
    const { logger } = this.#options;
    logger.info({ profiles: stored.profiles.length }, 'auth profiles loaded');
    for (const { profileId, agentId, secret } of stored.profiles) {
      if (!secret)
        logger.warn({ profileId, agentId }, 'no key of this worker decrypts an auth profile: it is not used');
    }
  }
}

/** Generations stand for secrets, which differ with them. */
function contentOf({ profiles, orders }: StoredAuth): string {
  const readable = profiles.map(({ agentId, profileId, generation, secret }) => [
    agentId,
    profileId,
    generation,
    secret !== undefined,
  ]);
  return JSON.stringify([readable, orders]);
}
