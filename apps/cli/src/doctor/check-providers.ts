import { defaultAgentId, type BootSettings, type ConfigSnapshot } from '@clawmesh/config';
import { findProvider, isRouteProblem, resolveRoute } from '@clawmesh/providers';
import { reachHost } from '@clawmesh/http';
import { readBoard } from '../commands/keys/key-board.js';
import type { GatewayTarget } from '../gateway/gateway-target.js';
import { checkModels } from '../models/check-models.js';
import { keyAdvice } from '../models/key-advice.js';
import type { ClockReading } from './check-clock.js';
import { failure, ok, reasonOf, warning, type Finding } from './finding.js';

const timeoutMs = 10_000;

export interface ProviderFindings {
  readonly findings: readonly Finding[];
  /** What time it is elsewhere. */
  readonly clocks: readonly ClockReading[];
}

/** Whether the models that are used have keys, and whether their endpoints answer. */
export async function checkProviders(snapshot: ConfigSnapshot, boot: BootSettings): Promise<ProviderFindings> {
  const agentId = defaultAgentId(snapshot.config) ?? snapshot.config.agents.entries[0]?.id ?? '';
  const { credentials } = await checkModels({ snapshot, boot, agentId, readsProfiles: false });
  const keys = credentials.flatMap(({ provider, state }): Finding[] => {
    if (state === 'missing')
      return [failure('keys', `the default model needs a key of ${provider}`, keyAdvice(provider))];
    if (state === 'provider unavailable') {
      return [failure('keys', `${provider} serves no model here`, `see plugins and models.providers.${provider}`)];
    }
    return [ok('keys', state === 'known' ? `${provider} has one` : `${provider}: ${state}`)];
  });
  const used = new Set([
    ...credentials.map(({ provider }) => provider),
    ...Object.keys(snapshot.config.models.providers),
  ]);
  const reached = await Promise.all([...used].flatMap((provider) => reach(provider, snapshot)));
  return {
    findings: [...keys, ...reached.map(({ finding }) => finding)],
    clocks: reached.flatMap(({ clock }) => clock ?? []),
  };
}

interface Reach {
  readonly finding: Finding;
  readonly clock?: ClockReading;
}

/** Any answer will do: a HEAD of an API is often refused. */
function reach(provider: string, { config }: ConfigSnapshot): Promise<Reach>[] {
  const [row] = config.models.providers[provider]?.models ?? findProvider(provider)?.models ?? [];
  const route = resolveRoute(config.models, provider, row?.id ?? 'any');
  if (isRouteProblem(route)) return [];
  const { origin, host } = new URL(route.baseUrl);
  const asked = reachHost(origin, timeoutMs).then(
    ({ date }): Reach => ({
      finding: ok('network', `${provider} answers at ${host}`),
      ...(date !== undefined && { clock: { host, theirs: date, ours: Date.now() } }),
    }),
    (error: unknown): Reach => ({
      finding: failure(
        'network',
        `${provider} does not answer at ${host} (${reasonOf(error)})`,
        `see that this machine may reach ${host}, and models.providers.${provider}.baseUrl`,
      ),
    }),
  );
  return [asked];
}

const resting: readonly string[] = ['cooling', 'disabled', 'blocked'];

/** How the keys of a running gateway are. */
export async function checkBoard(target: GatewayTarget): Promise<Finding[]> {
  const board = await readBoard(target).catch(() => undefined);
  return (board?.data ?? [])
    .filter(({ state }) => resting.includes(state))
    .map(({ provider, key, source, state, reason }) =>
      warning(
        'keys',
        `${provider} ${key} (${source}) is ${state}${reason ? `: ${reason}` : ''}`,
        `\`clawmesh keys\` tells more; \`clawmesh keys reset ${provider} ${key}\` makes it usable`,
      ),
    );
}
