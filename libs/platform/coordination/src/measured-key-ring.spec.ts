import { Metrics } from '@clawmesh/telemetry';
import { failureOf, granted, inOrder } from './key-ring.caller.contract.js';
import { HarnessClock, settingsFrom } from './key-ring.harness.contract.js';
import { InProcessKeyRing } from './key-ring.in-process.js';
import type { LeaseQuestion } from './key-ring.js';
import { MeasuredKeyRing } from './measured-key-ring.js';

describe('MeasuredKeyRing', () => {
  const question: LeaseQuestion = {
    ...{ provider: 'p', model: 'm', candidates: inOrder('env:a'), excludedKeyIds: [], deadlineAt: Infinity },
    hasFallbacks: true,
  };
  let clock: HarnessClock;
  let metrics: Metrics;
  let ring: MeasuredKeyRing;

  beforeEach(() => {
    clock = new HarnessClock(() => Promise.resolve());
    metrics = new Metrics('test');
    const settings = settingsFrom();
    const inner = new InProcessKeyRing({ now: clock.now, timer: clock.timer, settings: () => settings });
    ring = new MeasuredKeyRing(inner, metrics);
  });

  const lease = async () => granted(await ring.lease(question));
  const fail = async () => ring.report(await lease(), { result: 'failure', failure: failureOf('rate_limit') });

  it('CLU-40 counts leases by what became of them', async () => {
    await fail();
    await ring.lease(question);
    const text = await metrics.render();
    expect(text).toContain('cm_lease_total{provider="p",result="leased",service="test"} 1');
    expect(text).toContain('cm_lease_total{provider="p",result="cooling",service="test"} 1');
    expect(text).toContain('cm_lease_seconds_count{service="test"} 2');
  });

  it('CLU-40 counts each probe once, by its verdict', async () => {
    await fail();
    await clock.advance(30_000);
    await fail();
    await clock.advance(60_000);
    const probe = await lease();
    ring.answered(probe);
    await ring.report(probe, { result: 'failure', failure: failureOf('server_error') });
    await ring.report(await lease(), { result: 'success' });
    const text = await metrics.render();
    expect(text).toContain('cm_probe_total{provider="p",kind="half-open",result="failure",service="test"} 1');
    expect(text).toContain('cm_probe_total{provider="p",kind="half-open",result="success",service="test"} 1');
    expect(text.match(/^cm_probe_total\{/gm)).toHaveLength(2);
  });
});
