/** What a command has to say: as one JSON document, or as lines (CLI-2). */
export function printAnswer(
  { json = false }: { readonly json?: boolean },
  document: unknown,
  lines: readonly string[],
): void {
  process.stdout.write(`${json ? JSON.stringify(document, null, 2) : lines.join('\n')}\n`);
}
