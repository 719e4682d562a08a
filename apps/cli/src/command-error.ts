/** What a person at the command line can do something about: shown without a stack. */
export class CommandError extends Error {
  override readonly name = 'CommandError';

  constructor(
    message: string,
    /** Of the JSON document: what became of it, where a script may want to tell. */
    readonly result?: string,
  ) {
    super(message);
  }
}

/** Runs a command. What goes wrong is one line, or one JSON document (CLI-2), and exit code 1. */
export async function runCommand(
  { json = false }: { readonly json?: boolean },
  body: () => Promise<void>,
): Promise<void> {
  try {
    await body();
  } catch (error) {
    printError({ json }, messageOf(error), error instanceof CommandError ? error.result : undefined);
    process.exitCode = 1;
  }
}

export function printError({ json }: { readonly json: boolean }, message: string, result?: string): void {
  if (!json) return void process.stderr.write(`clawmesh: ${message}\n`);
  const document = { ok: false, ...(result !== undefined && { result }), error: { type: 'cli_error', message } };
  process.stdout.write(`${JSON.stringify(document)}\n`);
}

const mistakes: ReadonlySet<string> = new Set(['ConfigError', 'ConfigWriteRefused', 'GatewayRunsError']);

/** An operator's mistake needs no stack; a bug does. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const isMistake = error instanceof CommandError || mistakes.has(error.name) || 'code' in error;
  return isMistake ? error.message : (error.stack ?? error.message);
}
