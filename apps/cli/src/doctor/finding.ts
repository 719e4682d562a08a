/** Something a check found out. */
export interface Finding {
  readonly check: string;
  readonly level: 'ok' | 'warning' | 'error';
  readonly text: string;
  /** What to do about it; every finding that is not `ok` has it. */
  readonly advice?: string;
}

export const ok = (check: string, text: string): Finding => ({ check, level: 'ok', text });
export const warning = (check: string, text: string, advice: string): Finding => ({
  ...{ check, level: 'warning', text, advice },
});
export const failure = (check: string, text: string, advice: string): Finding => ({
  ...{ check, level: 'error', text, advice },
});

/** In the words of an error, or its code. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return 'no answer in time';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message;
}
