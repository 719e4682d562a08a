const pinMs = 24 * 60 * 60_000;

/** Which key each session had last, for a day after its last use (ORD-8). */
export class SessionPins {
  /** The one used longest ago first. */
  readonly #pins = new Map<string, { readonly keyId: string; readonly until: number }>();

  of(session: string, now: number): string | undefined {
    const pin = this.#pins.get(session);
    return pin && pin.until > now ? pin.keyId : undefined;
  }

  pin(session: string, keyId: string, now: number): void {
    this.#pins.delete(session);
    this.#pins.set(session, { keyId, until: now + pinMs });
    for (const [oldest, { until }] of this.#pins) {
      if (until > now) return;
      this.#pins.delete(oldest);
    }
  }
}
