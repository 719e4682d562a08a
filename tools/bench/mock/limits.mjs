/** Without its scheme. */
const keyOf = (headers) =>
  (headers.authorization?.replace(/^Bearer /, '') ?? headers['x-api-key'] ?? headers['x-goog-api-key']) || 'none';

/** Keys that have used up their limit, whatever the model; and when each key was used. */
export class KeyLimits {
  #after = new Map();
  #calls = new Map();

  /** Answers this key with 429 and a Retry-After of so many seconds; without a number, no more. */
  set(key, after) {
    if (after === undefined) this.#after.delete(key);
    else this.#after.set(key, after);
  }

  /** Counts a call; its Retry-After, if its key is limited. */
  meet(headers) {
    const key = keyOf(headers);
    if (!this.#calls.has(key)) this.#calls.set(key, []);
    this.#calls.get(key).push(Date.now());
    return this.#after.get(key);
  }

  /** When a key was used, in epoch milliseconds. */
  calls(key) {
    return this.#calls.get(key) ?? [];
  }
}
