import type { OfferedModel, OfferedSettings, Surface } from './auth-choice.js';

type Facts = readonly [name: string, contextWindow: number, maxTokens: number];

const model = (
  id: string,
  [name, contextWindow, maxTokens]: Facts,
  more: Partial<OfferedModel> = {},
): OfferedModel => ({
  ...{ id, name, reasoning: false, input: ['text'], contextWindow, maxTokens },
  ...more,
});

const seeing = { input: ['text', 'image'] } as const;
const thinking = { reasoning: true } as const;

const completions = (baseUrl: string, models: readonly OfferedModel[]): OfferedSettings => ({
  ...{ baseUrl, api: 'openai-completions', models },
});
const messages = (baseUrl: string, models: readonly OfferedModel[]): OfferedSettings => ({
  ...{ baseUrl, api: 'anthropic-messages', models },
});

/** Several models each: what a person would begin with. The rest of a catalogue is not the business of a first setup. */
const glm = [
  model('glm-5.1', ['GLM-5.1', 202_800, 131_100], thinking),
  model('glm-5', ['GLM-5', 202_800, 131_100], thinking),
  model('glm-5-turbo', ['GLM-5 Turbo', 202_800, 131_100], thinking),
];
const kimi = [
  model('kimi-k2.6', ['Kimi K2.6', 262_144, 262_144], seeing),
  model('kimi-k2.5', ['Kimi K2.5', 262_144, 262_144], seeing),
  model('kimi-k2-thinking', ['Kimi K2 Thinking', 262_144, 262_144], thinking),
];
const arkCoding = [
  model('ark-code-latest', ['Ark Coding Plan', 256_000, 4_096]),
  model('doubao-seed-code', ['Doubao Seed Code', 256_000, 4_096]),
];
const miniMax = [
  model('MiniMax-M2.7', ['MiniMax M2.7', 204_800, 131_072], thinking),
  model('MiniMax-M2.7-highspeed', ['MiniMax M2.7 Highspeed', 204_800, 131_072], thinking),
];

export const zaiAt = (baseUrl: string): Surface => ({
  ...{ provider: 'zai', model: 'glm-5.1', settings: completions(baseUrl, glm) },
});
export const moonshotAt = (baseUrl: string): Surface => ({
  ...{ provider: 'moonshot', model: 'kimi-k2.6', settings: completions(baseUrl, kimi) },
});
export const minimaxAt = (baseUrl: string): Surface => ({
  ...{ provider: 'minimax', model: 'MiniMax-M2.7', settings: { ...messages(baseUrl, miniMax), authHeader: true } },
});

export const opencode: Surface = {
  provider: 'opencode',
  model: 'claude-opus-4-6',
  settings: completions('https://opencode.ai/zen/v1', [
    model('claude-opus-4-6', ['Claude Opus 4.6', 1_000_000, 128_000], {
      ...{ ...seeing, ...thinking, api: 'anthropic-messages', baseUrl: 'https://opencode.ai/zen' },
    }),
  ]),
};
export const opencodeGo: Surface = {
  provider: 'opencode-go',
  model: 'kimi-k2.5',
  settings: completions('https://opencode.ai/zen/go/v1', [
    model('kimi-k2.5', ['Kimi K2.5', 262_144, 65_536], { ...seeing, ...thinking }),
    model('glm-5.1', ['GLM-5.1', 204_800, 131_072], thinking),
  ]),
};
export const vercelGateway: Surface = {
  provider: 'vercel-ai-gateway',
  model: 'anthropic/claude-opus-4.6',
  settings: messages('https://ai-gateway.vercel.sh', [
    model('anthropic/claude-opus-4.6', ['Claude Opus 4.6', 1_000_000, 128_000], { ...seeing, ...thinking }),
    model('openai/gpt-5.4', ['GPT 5.4', 200_000, 128_000], { ...seeing, ...thinking }),
  ]),
};
export const kilocode: Surface = {
  provider: 'kilocode',
  model: 'kilo/auto',
  settings: completions('https://api.kilo.ai/api/gateway', [
    model('kilo/auto', ['Kilo Auto', 1_000_000, 128_000], { ...seeing, ...thinking }),
  ]),
};
export const synthetic: Surface = {
  provider: 'synthetic',
  model: 'hf:MiniMaxAI/MiniMax-M2.5',
  settings: messages('https://api.synthetic.new/anthropic', [
    model('hf:MiniMaxAI/MiniMax-M2.5', ['MiniMax M2.5', 192_000, 65_536]),
    model('hf:zai-org/GLM-4.7', ['GLM-4.7', 198_000, 128_000]),
  ]),
};
export const volcengine: readonly [Surface, Surface] = [
  {
    provider: 'volcengine-plan',
    model: 'ark-code-latest',
    settings: completions('https://ark.cn-beijing.volces.com/api/coding/v3', arkCoding),
  },
  {
    provider: 'volcengine',
    model: 'doubao-seed-1-8-251228',
    settings: completions('https://ark.cn-beijing.volces.com/api/v3', [
      model('doubao-seed-1-8-251228', ['Doubao Seed 1.8', 256_000, 4_096], seeing),
    ]),
  },
];
export const byteplus: readonly [Surface, Surface] = [
  {
    provider: 'byteplus-plan',
    model: 'ark-code-latest',
    settings: completions('https://ark.ap-southeast.bytepluses.com/api/coding/v3', arkCoding),
  },
  {
    provider: 'byteplus',
    model: 'seed-1-8-251228',
    settings: completions('https://ark.ap-southeast.bytepluses.com/api/v3', [
      model('seed-1-8-251228', ['Seed 1.8', 256_000, 4_096], seeing),
    ]),
  },
];

/** A server that people run themselves: which model it has loaded, they know. */
export const ownServer = (provider: string, baseUrl: string): Surface => ({
  ...{ provider, settings: completions(baseUrl, []) },
});
