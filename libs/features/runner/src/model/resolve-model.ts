import { modelDirectory, type ConfigSnapshot } from '@clawmesh/config';
import { parseModelRef } from '@clawmesh/providers';
import type { AgentSetup } from './agent-setup.js';
import { candidateChain, type Candidate, type CandidateChain } from './candidate-chain.js';

/**
 * The models of a run (SEL-1): the override when there is one, else the agent's. The gateway has checked the override
 * against the allowlist. Undefined: it cannot be read with this config; it is never replaced by a default (REF-13).
 */
export function resolveModel(
  override: string | undefined,
  agent: AgentSetup,
  snapshot: ConfigSnapshot,
): CandidateChain | undefined {
  if (override === undefined) return agent.chain;
  const requested = parseModelRef(override, modelDirectory(snapshot, agent.id));
  if (!requested) return undefined;
  // SEL-6, AGT-26: who asks for a model gets that model or an error.
  if (snapshot.config.clawmesh.failover.explicitOverride === 'strict') return [requested];
  return overrideChain(requested, agent);
}

/** `explicitOverride: "chain"`: shared fallbacks join in when they are related to what was asked for (SEL-6, CHAIN-4). */
function overrideChain(requested: Candidate, { chain, fallbacks, hasOwnFallbacks }: AgentSetup): CandidateChain {
  if (hasOwnFallbacks) return candidateChain({ requested, fallbacks });
  const [primary] = chain;
  const isRelated = requested.provider === primary.provider || fallbacks.some(({ key }) => key === requested.key);
  return candidateChain({ requested, fallbacks: isRelated ? fallbacks : [], lastResort: primary });
}
