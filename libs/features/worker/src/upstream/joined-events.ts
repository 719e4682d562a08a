import type { Seam, WireEvent } from '@clawmesh/wire';

/**
 * The events of an answer that goes on with what its client has seen: only what is new in them. Thinking about it is not
 * told, because it would stand in the middle of the text.
 */
export class JoinedEvents {
  #hasThought = false;

  constructor(private readonly seam: Seam) {}

  get hasThought(): boolean {
    return this.#hasThought;
  }

  read(events: readonly WireEvent[]): readonly WireEvent[] {
    return events.flatMap((event) => this.#read(event));
  }

  #read(event: WireEvent): WireEvent[] {
    switch (event.type) {
      case 'reasoning-delta':
      case 'reasoning-end':
        this.#hasThought = true;
        return [];
      case 'text-delta': {
        const text = this.seam.push(event.text);
        return text === '' && event.extra === undefined ? [] : [{ ...event, text }];
      }
      case 'upstream-error':
        // What the seam holds was not shown: another attempt says it again.
        return [event];
      default: {
        const text = this.seam.end();
        return text === '' ? [event] : [{ type: 'text-delta', text }, event];
      }
    }
  }
}
