import { Metrics } from './metrics.js';

describe('Metrics', () => {
  const metrics = new Metrics('test');
  const labels = ['provider'] as const;
  const openai = { provider: 'openai' };

  it('counts', async () => {
    const counter = metrics.counter({ name: 'cm_events_total', help: 'x', labels });
    counter.increment(openai);
    counter.increment(openai);
    expect(await metrics.render()).toContain('cm_events_total{provider="openai",service="test"} 2');
  });

  it('shows levels, and forgets those that are not set again', async () => {
    const gauge = metrics.gauge({ name: 'cm_level', help: 'x', labels });
    gauge.set(openai, 3);
    gauge.set(openai, 2);
    expect(await metrics.render()).toContain('cm_level{provider="openai",service="test"} 2');
    gauge.clear();
    expect(await metrics.render()).not.toContain('cm_level{');
  });

  it('shows how values are spread', async () => {
    const histogram = metrics.histogram({ name: 'cm_wait_seconds', help: 'x', labels, buckets: [0.1, 1] });
    histogram.observe(openai, 0.05);
    histogram.observe(openai, 0.5);
    const text = await metrics.render();
    expect(text).toContain('cm_wait_seconds_bucket{le="0.1",service="test",provider="openai"} 1');
    expect(text).toContain('cm_wait_seconds_bucket{le="1",service="test",provider="openai"} 2');
    expect(text).toContain('cm_wait_seconds_sum{service="test",provider="openai"} 0.55');
  });
});

const options = { name: 'cm_things', help: 'Things.', labels: ['kind'] as const };
const linesOf = async (metrics: Metrics) =>
  (await metrics.render()).split('\n').filter((line) => line.startsWith('cm_things{'));

describe('Metrics.readGauge', () => {
  it('shows what is so at each scrape, and nothing that is no longer so', async () => {
    const metrics = new Metrics('test');
    let things = ['round', 'square'];
    metrics.readGauge(options, async () => things.map((kind) => ({ labels: { kind }, value: 2 })));
    const line = (kind: string) => `cm_things{kind="${kind}",service="test"} 2`;
    expect(await linesOf(metrics)).toEqual([line('round'), line('square')]);
    things = ['square'];
    expect(await linesOf(metrics)).toEqual([line('square')]);
  });

  it.each([
    ['fails', () => Promise.reject(new Error('away'))],
    ['never comes', () => new Promise<never>(() => undefined)],
  ])('a reading that %s is left out of the scrape, which shows the rest', async (_, read) => {
    const metrics = new Metrics('test');
    metrics.readGauge(options, read);
    expect(await metrics.render()).toContain('process_cpu_seconds_total');
    expect(await linesOf(metrics)).toEqual([]);
  });
});
