import { secretValues, type BootSettings, type ConfigSnapshot } from '@clawmesh/config';
import { createRedact, type Redact } from '@clawmesh/telemetry';

/**
 * Hides the secrets of the config in force, and those of the ones before it: runs in flight still use them, and a secret
 * that was rotated is none to print either (CFG-25).
 */
export class LiveRedaction {
  readonly #secrets: Set<string>;
  #redact: Redact;

  constructor({ token, password }: BootSettings) {
    this.#secrets = new Set([token, password].flatMap((secret) => secret || []));
    this.#redact = createRedact(this.#secrets);
  }

  learn(snapshot: ConfigSnapshot): void {
    for (const secret of secretValues(snapshot)) this.#secrets.add(secret);
    const patterns = snapshot.config.logging.redactPatterns.map((pattern) => new RegExp(pattern, 'g'));
    this.#redact = createRedact(this.#secrets, patterns);
  }

  readonly redact: Redact = (text) => this.#redact(text);
}
