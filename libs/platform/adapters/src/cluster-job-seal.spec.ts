import { clusterJobSeal } from './cluster-job-seal.js';

describe('clusterJobSeal', () => {
  it('AUTH-82 a service of a cluster does not start without a key, and never shows one', () => {
    expect(() => clusterJobSeal(undefined)).toThrow('CLAWMESH_ENVELOPE_KEY: not set');
    const read = () => clusterJobSeal('too-short-secret');
    expect(read).toThrow('CLAWMESH_ENVELOPE_KEY: takes keys of 32 characters and more');
    expect(read).not.toThrow(/too-short-secret/);
    expect(clusterJobSeal('k'.repeat(32))).toBeDefined();
  });
});
