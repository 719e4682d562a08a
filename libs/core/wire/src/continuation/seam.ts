/**
 * Joins a text that was shown with its continuation, of which the model may have begun before the end of the shown text.
 * The continuation is held until it is clear what it repeats; what it does not repeat is let through unchanged.
 */
export class Seam {
  readonly #shown: string;
  /** Where in the shown text repetitions begin that may still turn out to be one, the longest first. */
  #open: number[];
  #held = '';
  /** So much of what is held is a repetition for certain. */
  #repeated = 0;

  /** `starts`: from which places of the shown text to its end a repetition is recognised. */
  constructor(shown: string, starts: readonly number[]) {
    this.#shown = shown;
    this.#open = starts.filter((start) => start < shown.length);
  }

  /** More of the continuation; returns what is new in it, as far as that is known. */
  push(text: string): string {
    if (this.#open.length === 0) return text;
    this.#narrow(text);
    this.#held += text;
    return this.#open.length > 0 ? '' : this.end();
  }

  /** The continuation is over, or something else follows: what was held is no repetition any more than it is now. */
  end(): string {
    const rest = this.#held.slice(this.#repeated);
    this.#held = '';
    this.#repeated = 0;
    this.#open = [];
    return rest;
  }

  #narrow(text: string): void {
    const at = this.#held.length;
    const left: number[] = [];
    for (const start of this.#open) {
      const length = this.#shown.length - start;
      const size = Math.min(text.length, length - at);
      if (!this.#shown.startsWith(text.slice(0, size), start + at)) continue;
      if (at + size < length) left.push(start);
      else this.#repeated = Math.max(this.#repeated, length);
    }
    this.#open = left.filter((start) => this.#shown.length - start > this.#repeated);
  }
}

/** Fewer characters, or kinds of them, may be the same by chance, as in a line of dashes that goes on. */
const fewestRepeated = 20;
const fewestKinds = 6;
/** An answer that begins like the shown one begins anew, unless so little was shown that any answer might. */
const fewestRestarted = 4;
/** Further back nobody looks for the end that a model repeats. */
const lookBack = 4_096;

/** White space that was cut off the shown text before the model saw it, which the model then writes itself. */
export function cutSpace(shown: string): number[] {
  return [shown.trimEnd().length];
}

/** The whole text: an answer that begins anew, or an upstream that tells the beginning with the rest. */
export function wholeText(shown: string): number[] {
  return shown.length >= fewestRestarted ? [0] : [];
}

/** The whole text, or its last words. */
export function anyEnd(shown: string): number[] {
  const first = Math.max(1, shown.length - lookBack);
  const count = Math.max(0, lastStart(shown) - first + 1);
  return [...wholeText(shown), ...Array.from({ length: count }, (_, i) => first + i)];
}

/** Where the shortest end begins that nobody repeats by chance. */
function lastStart(shown: string): number {
  const kinds = new Set<string>();
  let start = shown.length;
  while (start > 0 && (shown.length - start < fewestRepeated || kinds.size < fewestKinds))
    kinds.add(shown.charAt(--start));
  return kinds.size < fewestKinds || shown.length - start < fewestRepeated ? -1 : start;
}
