export interface ConfigIssue {
  /** Dotted, as in the file: `gateway.auth.token`. Empty: the file as a whole. */
  readonly path: string;
  readonly reason: string;
}

/** A config, or a start with it, that is refused; carries every issue, not only the first (CFG-11). */
export class ConfigError extends Error {
  readonly issues: readonly ConfigIssue[];

  constructor(
    issues: readonly ConfigIssue[],
    readonly file?: string,
  ) {
    const clean = issues.map(({ path, reason }) => ({ path: printable(path), reason: printable(reason) }));
    const where = file === undefined ? 'invalid configuration' : `invalid configuration in ${file}`;
    super(`${where}\n${clean.map(issueLine).join('\n')}`);
    this.name = 'ConfigError';
    this.issues = clean;
  }
}

/** A key of the file must not begin a line of its own, nor reach a terminal as a command. */
const printable = (text: string): string =>
  text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, (character) => JSON.stringify(character).slice(1, -1));

const issueLine = ({ path, reason }: ConfigIssue): string => `  ${path === '' ? '(file)' : path}: ${reason}`;
