/** What a person at the command line can do something about: shown without a stack. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}

/** Runs a command. What goes wrong is one line, or one JSON document (CLI-2), and exit code 1. */
export async function runCommand(
  { json = false }: { readonly json?: boolean },
  body: () => Promise<void>,
): Promise<void> {
  try {
    await body();
  } catch (error) {
    const message = messageOf(error);
    if (json) process.stdout.write(`${JSON.stringify({ ok: false, error: { type: 'cli_error', message } })}\n`);
    else process.stderr.write(`clawmesh: ${message}\n`);
    process.exitCode = 1;
  }
}

/** An operator's mistake needs no stack; a bug does. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const isMistake = error instanceof CommandError || error.name === 'ConfigError';
  return isMistake ? error.message : (error.stack ?? error.message);
}
