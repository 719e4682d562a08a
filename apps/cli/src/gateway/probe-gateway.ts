import { askJson, type JsonAnswer } from '@clawmesh/http';
import { z } from 'zod';
import type { GatewayTarget } from './gateway-target.js';

/** What a gateway answers to somebody who only looks. */
export interface GatewayProbe {
  readonly ok: boolean;
  readonly url: string;
  /** Why it is not `ok`. */
  readonly reason?: string;
  readonly ready?: boolean;
  readonly failing?: readonly string[] | undefined;
  readonly uptimeMs?: number | undefined;
  readonly configRevision?: string | undefined;
  /** Keys whose new values wait for a restart. */
  readonly configPendingRestart?: readonly string[] | undefined;
  readonly latencyMs?: number;
}

const readySchema = z.object({
  ready: z.boolean(),
  failing: z.array(z.string()).optional(),
  uptimeMs: z.number().optional(),
  configRevision: z.string().optional(),
  configPendingRestart: z.array(z.string()).optional(),
});

/** Whether it is there, and ready; with `checkAccess` also whether it knows the token, and its workers answer. */
export async function probeGateway(
  target: GatewayTarget,
  { timeoutMs, checkAccess = false }: { readonly timeoutMs: number; readonly checkAccess?: boolean },
): Promise<GatewayProbe> {
  const { url, token } = target;
  const headers = token === undefined ? {} : { authorization: `Bearer ${token.value}` };
  const ask = (path: string): Promise<JsonAnswer> =>
    askJson({ method: 'GET', url: url + path, headers, timeoutMs }, AbortSignal.timeout(timeoutMs));
  const startedAt = performance.now();
  try {
    const { data } = readySchema.safeParse((await ask('/readyz')).body);
    if (!data) return { ok: false, url, reason: 'what answers there is no gateway of clawmesh' };
    const latencyMs = Math.round(performance.now() - startedAt);
    const access = data.ready && checkAccess ? refusalOf(await ask('/admin/keys'), token?.origin) : undefined;
    const reason = data.ready ? access : `not ready: ${data.failing?.join(', ') ?? 'it does not say why'}`;
    return { ok: reason === undefined, url, ...(reason !== undefined && { reason }), ...data, latencyMs };
  } catch (error) {
    return { ok: false, url, reason: reasonOf(error) };
  }
}

function refusalOf({ status }: JsonAnswer, origin: string | undefined): string | undefined {
  if (status === 200) return undefined;
  if (status === 401) return origin === undefined ? 'it wants a token' : `it does not know the token ${origin}`;
  return status === 403 ? 'the token has not the scope operator.admin' : `its workers do not answer (${status})`;
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return 'no answer in time';
  return 'code' in error ? `nothing answers (${String(error.code)})` : error.message;
}
