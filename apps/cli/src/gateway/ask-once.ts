import { askJson } from '@clawmesh/http';
import { z } from 'zod';
import type { GatewayTarget } from './gateway-target.js';

export interface Asked {
  readonly ok: boolean;
  /** The beginning of the answer, or why there is none. */
  readonly text: string;
  readonly latencyMs?: number;
}

const answerSchema = z.object({
  choices: z.array(z.object({ message: z.object({ content: z.string().nullish() }) })).min(1),
});
const errorSchema = z.object({ error: z.object({ message: z.string() }) });

const timeoutMs = 120_000;
/** Models that think first need some before they say a word. */
const maxTokens = 256;

/** One short question to a model, through a gateway, as any client asks. */
export async function askOnce({ url, token }: GatewayTarget, model: string): Promise<Asked> {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token.value}` };
  const body = {
    model,
    messages: [{ role: 'user', content: 'Answer with the one word: ready' }],
    max_completion_tokens: maxTokens,
  };
  const startedAt = performance.now();
  try {
    const request = { method: 'POST', url: `${url}/v1/chat/completions`, headers, body, timeoutMs } as const;
    const { status, body: reply } = await askJson(request);
    const answer = answerSchema.safeParse(reply).data;
    if (status === 200 && answer) {
      const said = answer.choices[0]?.message.content?.trim().slice(0, 80) ?? '';
      return { ok: true, text: said, latencyMs: Math.round(performance.now() - startedAt) };
    }
    return { ok: false, text: errorSchema.safeParse(reply).data?.error.message ?? `status ${status}` };
  } catch (error) {
    return { ok: false, text: error instanceof Error ? error.message : String(error) };
  }
}
