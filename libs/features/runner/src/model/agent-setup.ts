import {
  agentModelChoice,
  findAgent,
  modelDirectory,
  workspaceDir,
  type AgentEntry,
  type ConfigSnapshot,
} from '@clawmesh/config';
import { parseModelRef } from '@clawmesh/providers';
import { defaultContextLimits, type ContextLimits } from '../prompt/project-context.js';
import { candidateChain, type Candidate, type CandidateChain } from './candidate-chain.js';
import { windowVerdict, type WindowRules } from './context-guard.js';
import { modelDefaults, type ModelDefaults } from './model-defaults.js';

/** What the config says about an agent, with every reference read: made once per config. */
export interface AgentSetup {
  readonly id: string;
  readonly fallbacks: readonly Candidate[];
  /** They are the agent's own list, however short: whatever model a run begins with, it has exactly these (CHAIN-4). */
  readonly hasOwnFallbacks: boolean;
  /** The chain of a run without an override, starting with the agent's primary. */
  readonly chain: CandidateChain;
  /** Its `systemPrompt`, or an empty text. */
  readonly instructions: string;
  /** Undefined: its files stay out of the prompt (AGT-63). */
  readonly workspaceDirectory: string | undefined;
  /** Files only in the first turn of a conversation (AGT-63). */
  readonly skipsFilesLater: boolean;
  readonly contextLimits: ContextLimits;
  /** `contextTokens`: the most of any model's window that is used (META-1). */
  readonly contextCap: number | undefined;
  /** What is configured for the models of its chain, by key. */
  readonly models: ReadonlyMap<string, ModelDefaults>;
  /** What is wrong with its references. */
  readonly warnings: readonly string[];
}

/** Undefined when the config has no such agent. */
export function agentSetup(snapshot: ConfigSnapshot, agentId: string): AgentSetup | undefined {
  const { config } = snapshot;
  const agent = findAgent(config, agentId);
  if (!agent) return undefined;
  const warnings: string[] = [];
  const choice = agentModelChoice(config, agentId);
  const primary = readRef(choice.primary, { snapshot, agentId, warnings }) ?? builtInPrimary(snapshot);
  const fallbacks = choice.fallbacks.flatMap((text) => readRef(text, { snapshot, agentId, warnings }) ?? []);
  const chain = candidateChain({ requested: primary, fallbacks });
  const models = new Map(chain.map(({ key }) => [key, modelDefaults(snapshot, agentId, key)]));
  const settings = { ...config.agents.defaults, ...agent };
  return {
    id: agentId,
    fallbacks,
    hasOwnFallbacks: choice.explicitFallbacks,
    chain,
    instructions: settings.systemPrompt?.trim() ?? '',
    workspaceDirectory: settings.contextInjection === 'never' ? undefined : workspaceDir(snapshot, agentId),
    skipsFilesLater: settings.contextInjection === 'continuation-skip',
    contextLimits: contextLimits(settings),
    contextCap: settings.contextTokens,
    models,
    warnings: [
      ...warnings,
      ...modelWarnings(models),
      ...windowWarnings(chain, { snapshot, contextCap: settings.contextTokens }),
    ],
  };
}

function modelWarnings(models: AgentSetup['models']): string[] {
  return [...models].flatMap(([key, { warnings }]) => warnings.map((warning) => `${key}: ${warning}`));
}

/** META-6. */
function windowWarnings(chain: CandidateChain, rules: WindowRules): string[] {
  return chain.flatMap((candidate) => {
    const verdict = windowVerdict(candidate, rules);
    if (verdict === 'enough') return [];
    const consequence = verdict === 'small' ? 'is small' : 'is too small to work in: the model is left out';
    return [`${candidate.key}: its context window ${consequence}`];
  });
}

interface RefContext {
  readonly snapshot: ConfigSnapshot;
  readonly agentId: string;
  readonly warnings: string[];
}

/** REF-13: what cannot be read is left out, with a warning. */
function readRef(text: string, { snapshot, agentId, warnings }: RefContext): Candidate | undefined {
  const ref = parseModelRef(text, modelDirectory(snapshot, agentId));
  if (!ref) warnings.push(`"${text}" is no model reference`);
  else if (ref.warning !== undefined) warnings.push(ref.warning);
  return ref;
}

/** REF-11. Its text is part of the validated config, so a broken one is a broken config. */
function builtInPrimary(snapshot: ConfigSnapshot): Candidate {
  const text = snapshot.config.clawmesh.defaults.model;
  const ref = parseModelRef(text, modelDirectory(snapshot));
  if (!ref) throw new Error(`clawmesh.defaults.model: "${text}" is no model reference`);
  return ref;
}

function contextLimits({ bootstrapMaxChars, bootstrapTotalMaxChars }: Partial<AgentEntry>): ContextLimits {
  return {
    perFileChars: bootstrapMaxChars ?? defaultContextLimits.perFileChars,
    totalChars: bootstrapTotalMaxChars ?? defaultContextLimits.totalChars,
  };
}
