import type { Environment } from '@clawmesh/config';
import { CommandError } from '../command-error.js';

export type ServiceVerb = 'start' | 'stop' | 'restart' | 'status';

const label = '-l app.kubernetes.io/instance=clawmesh';
const services = 'api-gateway agent-runner provider-worker';

const kubernetes: Readonly<Record<ServiceVerb, string>> = {
  start: `kubectl scale deployment ${label} --replicas=2`,
  stop: `kubectl scale deployment ${label} --replicas=0`,
  restart: `kubectl rollout restart deployment ${label}`,
  status: `kubectl get deployment,pod ${label}`,
};

const compose: Readonly<Record<ServiceVerb, string>> = {
  start: `docker compose up -d ${services}`,
  stop: `docker compose stop ${services}`,
  restart: `docker compose restart ${services}`,
  status: `docker compose ps ${services}`,
};

/** Refuses where an orchestrator owns the services, and says what to ask of it (CLI-16). */
export function refuseInCluster(verb: ServiceVerb, env: Environment): void {
  const cause = ['KUBERNETES_SERVICE_HOST', 'NATS_URL'].find((name) => env[name]?.trim());
  if (cause === undefined) return;
  throw new CommandError(
    [
      `this is a cluster (${cause} is set): its orchestrator has this command.`,
      `  Kubernetes, with the name of your release:  ${kubernetes[verb]}`,
      `  Docker Compose:                             ${compose[verb]}`,
    ].join('\n'),
    'cluster',
  );
}
