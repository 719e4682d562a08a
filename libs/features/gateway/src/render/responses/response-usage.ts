import { noUsage, type Usage } from '@clawmesh/contracts';
import type { ResponsesSchemas } from '@clawmesh/openai-api';

/** Our own: how often another attempt went on with the answer. */
type ResponseUsage = ResponsesSchemas['ResponseUsage'] & { readonly clawmesh_continuations?: number };

/** Tokens in the words of the Responses API: unlike in chat, cache writes count as input (HTTP-143). */
export function responseUsage(usage: Usage = noUsage, continuations?: number): ResponseUsage {
  const { cacheRead, cacheWrite, output } = usage;
  const input = usage.input + cacheRead + cacheWrite;
  return {
    input_tokens: input,
    input_tokens_details: { cached_tokens: cacheRead, cache_write_tokens: cacheWrite },
    output_tokens: output,
    output_tokens_details: { reasoning_tokens: usage.reasoning ?? 0 },
    total_tokens: Math.max(input + output, usage.total ?? 0),
    ...(continuations !== undefined && { clawmesh_continuations: continuations }),
  };
}
