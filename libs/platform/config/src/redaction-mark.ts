/** What is shown in place of a secret. */
export const redactionMark = '[redacted]';

/** A mark somebody copied out of a redacted text: never a value to store or to compare with (CFG-15, AUTH-4). */
export const isRedactionMark = (text: string): boolean =>
  /^(?:\*{3,}|•+|\[?redacted\]?|__[a-z_]*redacted__)$/i.test(text.trim());
