import type { AuthChoice, LoginChoice } from './auth-choice.js';
import {
  byteplus,
  kilocode,
  minimaxAt,
  moonshotAt,
  opencode,
  opencodeGo,
  ownServer,
  synthetic,
  vercelGateway,
  volcengine,
  zaiAt,
} from './offered-models.js';

const zai = { envKeys: ['ZAI_API_KEY', 'Z_AI_API_KEY'], flag: 'zai-api-key' } as const;
const zaiSurfaces = {
  global: zaiAt('https://api.z.ai/api/paas/v4'),
  cn: zaiAt('https://open.bigmodel.cn/api/paas/v4'),
  codingGlobal: zaiAt('https://api.z.ai/api/coding/paas/v4'),
  codingCn: zaiAt('https://open.bigmodel.cn/api/coding/paas/v4'),
} as const;
const opencodeKeys = ['OPENCODE_API_KEY', 'OPENCODE_ZEN_API_KEY'];
const moonshot = { envKeys: ['MOONSHOT_API_KEY'], flag: 'moonshot-api-key' } as const;
const minimax = { envKeys: ['MINIMAX_API_KEY'], flag: 'minimax-api-key' } as const;

/** Every way to set up a provider with a key, or with none, in the order in which a person is asked. */
export const authChoices: readonly AuthChoice[] = [
  {
    ...{ id: 'openai-api-key', label: 'OpenAI', envKeys: ['OPENAI_API_KEY'], flag: 'openai-api-key' },
    surfaces: [{ provider: 'openai', model: 'gpt-5.4' }],
  },
  {
    ...{ id: 'apiKey', label: 'Anthropic', envKeys: ['ANTHROPIC_API_KEY'], flag: 'anthropic-api-key' },
    surfaces: [{ provider: 'anthropic', model: 'claude-opus-4-6' }],
  },
  {
    ...{ id: 'gemini-api-key', label: 'Google Gemini', flag: 'gemini-api-key' },
    envKeys: ['GEMINI_API_KEY', 'GOOGLE_API_KEY'],
    surfaces: [{ provider: 'google', model: 'gemini-3.1-pro-preview' }],
  },
  {
    ...{ id: 'mistral-api-key', label: 'Mistral', envKeys: ['MISTRAL_API_KEY'], flag: 'mistral-api-key' },
    surfaces: [{ provider: 'mistral', model: 'mistral-large-latest' }],
  },
  {
    ...{ id: 'opencode-zen', label: 'OpenCode Zen', envKeys: opencodeKeys, flag: 'opencode-zen-api-key' },
    surfaces: [opencode],
  },
  {
    ...{ id: 'opencode-go', label: 'OpenCode Go', envKeys: opencodeKeys, flag: 'opencode-go-api-key' },
    surfaces: [opencodeGo],
  },
  {
    ...{ ...zai, id: 'zai-api-key', label: 'Z.AI (finds the endpoint)' },
    surfaces: [zaiSurfaces.global, zaiSurfaces.cn, zaiSurfaces.codingGlobal, zaiSurfaces.codingCn],
  },
  { ...zai, id: 'zai-coding-global', label: 'Z.AI coding plan, global', surfaces: [zaiSurfaces.codingGlobal] },
  { ...zai, id: 'zai-coding-cn', label: 'Z.AI coding plan, China', surfaces: [zaiSurfaces.codingCn] },
  { ...zai, id: 'zai-global', label: 'Z.AI, global', surfaces: [zaiSurfaces.global] },
  { ...zai, id: 'zai-cn', label: 'Z.AI, China', surfaces: [zaiSurfaces.cn] },
  {
    ...{ id: 'ai-gateway-api-key', label: 'Vercel AI Gateway' },
    ...{ envKeys: ['AI_GATEWAY_API_KEY'], flag: 'ai-gateway-api-key', surfaces: [vercelGateway] },
  },
  {
    ...{ id: 'kilocode-api-key', label: 'Kilo Gateway', envKeys: ['KILOCODE_API_KEY'], flag: 'kilocode-api-key' },
    surfaces: [kilocode],
  },
  {
    ...{ ...moonshot, id: 'moonshot-api-key', label: 'Moonshot AI (Kimi)' },
    surfaces: [moonshotAt('https://api.moonshot.ai/v1')],
  },
  {
    ...{ ...moonshot, id: 'moonshot-api-key-cn', label: 'Moonshot AI (Kimi), China' },
    surfaces: [moonshotAt('https://api.moonshot.cn/v1')],
  },
  {
    ...{ id: 'volcengine-api-key', label: 'Volcano Engine', registersAll: true },
    ...{ envKeys: ['VOLCANO_ENGINE_API_KEY'], flag: 'volcengine-api-key', surfaces: volcengine },
  },
  {
    ...{ id: 'byteplus-api-key', label: 'BytePlus', registersAll: true },
    ...{ envKeys: ['BYTEPLUS_API_KEY'], flag: 'byteplus-api-key', surfaces: byteplus },
  },
  {
    ...{ id: 'synthetic-api-key', label: 'Synthetic', envKeys: ['SYNTHETIC_API_KEY'], flag: 'synthetic-api-key' },
    surfaces: [synthetic],
  },
  {
    ...{ ...minimax, id: 'minimax-global-api', label: 'MiniMax' },
    surfaces: [minimaxAt('https://api.minimax.io/anthropic')],
  },
  {
    ...{ ...minimax, id: 'minimax-cn-api', label: 'MiniMax, China' },
    surfaces: [minimaxAt('https://api.minimaxi.com/anthropic')],
  },
  {
    ...{ id: 'ollama', label: 'Ollama, on this machine', envKeys: ['OLLAMA_API_KEY'], flag: 'ollama-api-key' },
    ...{ keyOptional: true, surfaces: [{ provider: 'ollama', model: 'llama3.3' }] },
  },
  {
    ...{ id: 'vllm', label: 'vLLM, your own server', envKeys: ['VLLM_API_KEY'], flag: 'vllm-api-key' },
    ...{ keyOptional: true, surfaces: [ownServer('vllm', 'http://127.0.0.1:8000/v1')] },
  },
  {
    ...{ id: 'sglang', label: 'SGLang, your own server', envKeys: ['SGLANG_API_KEY'], flag: 'sglang-api-key' },
    ...{ keyOptional: true, surfaces: [ownServer('sglang', 'http://127.0.0.1:30000/v1')] },
  },
  {
    ...{ id: 'lmstudio', label: 'LM Studio, on this machine', envKeys: ['LM_API_TOKEN'], flag: 'lmstudio-api-key' },
    ...{ keyOptional: true, surfaces: [ownServer('lmstudio', 'http://127.0.0.1:1234/v1')] },
  },
];

/** A person has to log in for these. */
export const loginChoices: readonly LoginChoice[] = [
  { id: 'openai-codex', label: 'OpenAI with a ChatGPT login' },
  { id: 'minimax-global-oauth', label: 'MiniMax with a login' },
  { id: 'minimax-cn-oauth', label: 'MiniMax with a login, China' },
];
