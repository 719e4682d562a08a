import type { RemoteFile } from '../../dispatch/remote-files.js';
import type { RunIntake } from '../run-intake.js';

/** What `images` and `files` of the config say alike of fetching. */
export interface FetchLimits {
  readonly urlAllowlist?: string[] | undefined;
  readonly maxRedirects: number;
  readonly timeoutMs: number;
}

export interface FetchQuestion {
  readonly url: string;
  readonly maxBytes: number;
  readonly limits: FetchLimits;
}

/** One download for a request. Throws `RemoteFileError`, and whatever ends the request meanwhile. */
export async function fetchInput(
  { url, maxBytes, limits }: FetchQuestion,
  intake: RunIntake,
  signal: AbortSignal,
): Promise<RemoteFile> {
  const { remoteFiles, checkAuthority } = intake.inputs;
  const { maxRedirects, timeoutMs, urlAllowlist } = limits;
  const allowlist = urlAllowlist?.length ? { urlAllowlist } : {};
  const request = { runId: intake.runId, url, maxBytes, maxRedirects, timeoutMs, ...allowlist };
  const file = await remoteFiles.fetch(request, signal);
  await checkAuthority(); // HTTP-20: it may have taken long
  return file;
}
