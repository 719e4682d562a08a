import { noUsage, type Usage } from '@clawmesh/contracts';
import type { components } from '@clawmesh/openai-api';

/** Our own: how often another attempt went on with the answer. */
type ChatUsage = components['schemas']['ChatUsage'] & { readonly clawmesh_continuations?: number };

/** Tokens in OpenAI's words (HTTP-88): cache reads count as prompt, cache writes do not. */
export function chatUsage(usage: Usage = noUsage, continuations?: number): ChatUsage {
  const prompt_tokens = usage.input + usage.cacheRead;
  const completion_tokens = usage.output;
  const total_tokens = Math.max(prompt_tokens + completion_tokens, usage.total ?? 0);
  return {
    prompt_tokens,
    completion_tokens,
    total_tokens,
    ...(continuations !== undefined && { clawmesh_continuations: continuations }),
    ...(usage.cacheRead > 0 && { prompt_tokens_details: { cached_tokens: usage.cacheRead } }),
    ...(usage.reasoning !== undefined && { completion_tokens_details: { reasoning_tokens: usage.reasoning } }),
  };
}
