import { refuseInCluster } from './cluster-commands.js';

describe('refuseInCluster', () => {
  it('CLI-16 names what says that it is a cluster, and whom to ask', () => {
    expect(() => refuseInCluster('restart', { KUBERNETES_SERVICE_HOST: '10.0.0.1' })).toThrow(
      /KUBERNETES_SERVICE_HOST is set[\s\S]*kubectl rollout restart deployment[\s\S]*docker compose restart/,
    );
    expect(() => refuseInCluster('stop', { NATS_URL: 'nats://n' })).toThrow(/NATS_URL is set[\s\S]*--replicas=0/);
  });

  it('lets everybody else go on', () => {
    expect(() => refuseInCluster('start', { NATS_URL: ' ' })).not.toThrow();
  });
});
