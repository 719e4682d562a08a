import { canonicalProviderId } from '../ref/provider-id.js';
import type { ProviderFailureRule } from './provider-failure-rule.js';

const nothing = /^\s*$/;

/** Routers of other vendors' models: the limit of a key is a budget that its owner gave it. */
const keyBudget: ProviderFailureRule = {
  words: /\bkey limit exceeded|\bapi key budget\b.{0,80}\b(?:exceeded|reached|hit)\b/i,
  reason: 'billing',
};

const openrouter: readonly ProviderFailureRule[] = [
  keyBudget,
  { status: 'none', words: /^provider returned error\.?$/i, reason: 'timeout' },
];

const bedrock: readonly ProviderFailureRule[] = [
  { codes: ['MODELNOTREADYEXCEPTION'], reason: 'overloaded' },
  { words: /\bModelNotReadyException\b/, reason: 'overloaded' },
  // Access is granted model by model: the key's other models stay usable.
  { status: 403, words: /don.t have access to the model\b/i, reason: 'auth', scope: 'model' },
];

/** The engine is everybody's, so a busy one is not the key's limit, whatever the status says. */
const moonshot: readonly ProviderFailureRule[] = [
  { codes: ['ENGINE_OVERLOADED_ERROR'], reason: 'overloaded' },
  { words: /\bengine is currently overloaded\b/i, reason: 'overloaded' },
  { codes: ['EXCEEDED_CURRENT_QUOTA_ERROR'], reason: 'billing' },
  { words: /\binsufficient (?:account )?balance\b/i, reason: 'billing' },
];

/** The business code decides; texts come in two languages. 1113 with a 401 is a key that may not be used at all. */
const zai: readonly ProviderFailureRule[] = [
  { codes: ['1261'], reason: 'context_overflow' },
  { status: 401, codes: ['1113'], reason: 'auth' },
  { codes: ['1113', '1311'], reason: 'billing' },
  { codes: ['1308'], reason: 'rate_limit', longWindow: true },
  { codes: ['1302'], reason: 'rate_limit' },
  { status: 429, codes: ['1305'], reason: 'rate_limit' },
  { codes: ['1305'], reason: 'overloaded' },
];

const cloudflare: readonly ProviderFailureRule[] = [
  { codes: ['5021'], reason: 'context_overflow' },
  { codes: ['5007'], reason: 'model_not_found' },
  { codes: ['4006'], reason: 'rate_limit', longWindow: true },
  { status: 429, codes: ['3040'], reason: 'rate_limit' },
  { codes: ['3040'], reason: 'overloaded' },
];

const cerebras: readonly ProviderFailureRule[] = [
  { status: 400, words: nothing, reason: 'context_overflow' },
  { codes: ['QUEUE_EXCEEDED'], reason: 'overloaded' },
];

/** A quota per minute has the code that elsewhere means an unpaid bill. */
const qwen: readonly ProviderFailureRule[] = [
  { words: /\bsystem capacity limits\b/i, reason: 'overloaded' },
  { codes: ['INSUFFICIENT_QUOTA'], reason: 'rate_limit', longWindow: false },
];

const volcengine: readonly ProviderFailureRule[] = [{ codes: ['SERVEROVERLOADED'], reason: 'overloaded' }];

const ollama: readonly ProviderFailureRule[] = [
  // It needs a bigger machine: asked again it says the same.
  { words: /\brequires more system memory\b/i, reason: 'server_error', longWindow: true },
  { status: 'none', words: /\bstream ended without a final response\b/i, reason: 'server_error' },
];

/** Both come with status 401 and say nothing against the key. */
const opencode: readonly ProviderFailureRule[] = [
  { codes: ['CREDITSERROR'], reason: 'billing' },
  { codes: ['MODELERROR'], reason: 'model_not_found' },
];

const rules: ReadonlyMap<string, readonly ProviderFailureRule[]> = new Map([
  ['openrouter', openrouter],
  ['kilocode', [keyBudget]],
  ['amazon-bedrock', bedrock],
  ['moonshot', moonshot],
  ['moonshot-cn', moonshot],
  ['kimi', moonshot],
  ['xai', [{ words: /\binsufficient account balance\b/i, reason: 'billing' }]],
  ['zai', zai],
  ['cloudflare', cloudflare],
  ['cloudflare-ai-gateway', cloudflare],
  ['workers-ai', cloudflare],
  ['cerebras', cerebras],
  ['qwen', qwen],
  ['qwen-token-plan', qwen],
  ['volcengine', volcengine],
  ['volcengine-plan', volcengine],
  ['byteplus', volcengine],
  ['byteplus-plan', volcengine],
  ['ollama', ollama],
  ['ollama-cloud', ollama],
  ['opencode', opencode],
  ['opencode-go', opencode],
]);

/** What errors of a vendor mean where it differs from everyone's, in order: the first that fits decides (PLUG-5). */
export function providerFailureRules(provider: string): readonly ProviderFailureRule[] {
  return rules.get(canonicalProviderId(provider)) ?? [];
}
