const codes = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, cyan: 36 } as const;

export type Colour = keyof typeof codes;
export type Paint = (text: string, colour: Colour) => string;

export const coloured: Paint = (text, colour) => `\x1b[${codes[colour]}m${text}\x1b[0m`;
export const plain: Paint = (text) => text;

interface Surroundings {
  readonly isTTY: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** False with `--no-color`. */
  readonly color: boolean;
}

/** Colour only where a person looks, and wants it (CLI-1). */
export function paintFor({ isTTY, env, color }: Surroundings): Paint {
  return isTTY && color && !env['NO_COLOR'] && env['TERM'] !== 'dumb' ? coloured : plain;
}

/** What an upstream said must not move the cursor, or worse. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ');
}
