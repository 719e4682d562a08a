import { text } from 'node:stream/consumers';
import type { ReadableStream } from 'node:stream/web';
import { traits, type Wire } from './behaviours.js';
import { gatewaySection, mockKey } from './target-config.js';
import type { Configure } from './target.js';
import type { MockUpstream } from './mock-upstream.js';

export const offsets = 200;
export const tokens = 20;

/** Which upstream is cut, which goes on, and how: `turn` in a turn of the user although it could have a prefill. */
export const seams = [
  'openai to anthropic, prefill',
  'openai to anthropic, turn',
  'openai to anthropic, repeat',
  'openai to anthropic, anew',
  'anthropic to openai, turn',
  'anthropic to openai, repeat',
  'anthropic to openai, anew',
  'anthropic to openai, prefill',
] as const;
export type Seam = (typeof seams)[number];

type Cut = 'openai' | 'anthropic';

const partsOf = (seam: Seam) => {
  const [from, , to, way] = seam.replace(',', '').split(' ') as [Cut, 'to', Cut, string];
  return { from, to, way };
};

/** The agent, and the seed, of one cut. */
export const cutAgent = (seam: Seam, offset: number): string => `${seam.replaceAll(/,? /g, '-')}-${offset}`;

const models: Readonly<Record<string, string>> = { repeat: 'repeat-30', anew: 'anew' };

const goesOnModel = (way: string): string => `mock_tokens-${tokens}_${models[way] ?? 'goeson'}`;

const cutModel = (bytes: number): string => `mock_tokens-${tokens}_cutbyte-${String(bytes).padStart(5, '0')}`;

function provider(wire: Wire, mockUrl: string, model: string, compat: object = {}) {
  return {
    baseUrl: `${mockUrl}${traits[wire].path}`,
    api: traits[wire].api,
    apiKey: mockKey,
    compat: { supportsUsageInStreaming: true, ...compat },
    models: [{ id: model, name: model, input: ['text'], reasoning: false }],
  };
}

/** How many bytes an answer has that is not cut. */
async function lengthOf(mock: MockUpstream, wire: Cut): Promise<number> {
  const path = wire === 'openai' ? '/v1/chat/completions' : '/v1/messages';
  const messages = [{ role: 'user', content: 'seed=length' }];
  const body = { model: cutModel(99_999), stream: true, stream_options: { include_usage: true }, messages };
  const response = await fetch(mock.url + path, { method: 'POST', body: JSON.stringify(body) });
  return Buffer.byteLength(await text(response.body as ReadableStream));
}

interface Parts {
  readonly agents: Record<string, object>;
  readonly providers: Record<string, object>;
}

/** A provider for each cut, because its key rests after it. */
function addCuts({ agents, providers }: Parts, mockUrl: string, lengths: Readonly<Record<Cut, number>>): void {
  for (const seam of seams) {
    const { from, to, way } = partsOf(seam);
    const goesOn = `${to}-${way}`;
    const isPrefill = way === 'prefill';
    const compat = to === 'anthropic' ? { supportsPrefill: isPrefill } : isPrefill ? { prefillFormat: 'prefix' } : {};
    providers[goesOn] = provider(to, mockUrl, goesOnModel(way), compat);
    for (let offset = 0; offset < offsets; offset += 1) {
      const name = cutAgent(seam, offset);
      const model = cutModel(Math.floor((offset * lengths[from]) / offsets));
      providers[name] = provider(from, mockUrl, model);
      agents[name] = { model: { primary: `${name}/${model}`, fallbacks: [`${goesOn}/${goesOnModel(way)}`] } };
    }
  }
}

/** Agents whose first model does this, and whose second goes on. */
const others = {
  'helper-chat': 'cut-12',
  'helper-responses': 'cut-12',
  'helper-messages': 'cut-12',
  'helper-comment': 'cut-12',
  unwanted: 'cut-12',
  'in-call': 'tools-1_cut-3',
  'in-thinking': 'think-10_cut-5',
} as const;

function addOthers({ agents, providers }: Parts, mockUrl: string): void {
  const model = goesOnModel('');
  providers['goeson-anthropic'] = provider('anthropic', mockUrl, model);
  const fallbacks = [`goeson-anthropic/${model}`];
  for (const [name, behaviour] of Object.entries(others)) {
    const cut = `mock_tokens-${tokens}_${behaviour}`;
    providers[name] = provider('openai', mockUrl, cut);
    agents[name] = { model: { primary: `${name}/${cut}`, fallbacks } };
  }
  agents['unwanted'] = { ...agents['unwanted'], clawmesh: { failover: { midStream: false } } };
  const [first, second] = [`mock_tokens-${tokens}_cut-5`, `${model}_cut-12`];
  providers['again'] = provider('openai', mockUrl, first);
  providers['once-more'] = provider('openai', mockUrl, second);
  agents['again'] = { model: { primary: `again/${first}`, fallbacks: [`once-more/${second}`, ...fallbacks] } };
}

/** Agents that go on, with upstreams that die at a byte of their own. */
export const midStreamConfig: Configure = async ({ mock, token }) => {
  const lengths = { openai: await lengthOf(mock, 'openai'), anthropic: await lengthOf(mock, 'anthropic') };
  const parts: Parts = { agents: {}, providers: {} };
  addCuts(parts, mock.url, lengths);
  addOthers(parts, mock.url);
  return {
    gateway: gatewaySection(token),
    agents: { entries: parts.agents },
    models: { providers: parts.providers },
    clawmesh: { failover: { midStream: true } },
  };
};
