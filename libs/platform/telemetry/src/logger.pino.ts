import { pino, type Logger as Pino } from 'pino';
import { errorFields } from './error-fields.js';
import { Logger, type LogFields } from './logger.js';
import type { Redact } from './redaction.js';

export interface LoggerSettings {
  /** The least severe line that is written; asked for each line, so that it may change. */
  readonly level: string | (() => string);
  readonly service: string;
  readonly redact: Redact;
  /** Where lines go; standard output unless told. */
  readonly write?: (line: string) => void;
}

type Severity = 'debug' | 'info' | 'warn' | 'error';

/** JSON lines through pino. */
export class PinoLogger extends Logger {
  readonly #pino: Pino;
  readonly #level: () => string;

  constructor(instance: Pino, level: () => string) {
    super();
    this.#pino = instance;
    this.#level = level;
  }

  debug(fields: LogFields, message: string): void {
    this.#write('debug', fields, message);
  }

  info(fields: LogFields, message: string): void {
    this.#write('info', fields, message);
  }

  warn(fields: LogFields, message: string): void {
    this.#write('warn', fields, message);
  }

  error(fields: LogFields, message: string): void {
    this.#write('error', fields, message);
  }

  child(fields: LogFields): Logger {
    return new PinoLogger(this.#pino.child(fields), this.#level);
  }

  #write(severity: Severity, fields: LogFields, message: string): void {
    const { values } = this.#pino.levels;
    const least = values[this.#level()] ?? Number.POSITIVE_INFINITY; // `silent` is none of them
    if ((values[severity] ?? 0) >= least) this.#pino[severity](fields, message);
  }
}

export function createLogger({ level, service, redact, write }: LoggerSettings): Logger {
  const options = {
    level: 'trace',
    base: { service, pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { err: (error: unknown) => errorFields(error) },
    hooks: { streamWrite: redact },
  };
  const instance = write ? pino(options, { write }) : pino(options);
  return new PinoLogger(instance, typeof level === 'string' ? () => level : level);
}
