import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

/** A number that only grows, per combination of labels. Labels must be of few values (HTTP-168). */
export interface EventCounter<Label extends string> {
  increment(labels: Readonly<Record<Label, string>>): void;
}

/** A number that goes up and down. */
export interface LevelGauge<Label extends string> {
  set(labels: Readonly<Record<Label, string>>, value: number): void;
  /** Forgets every combination of labels: what is not set again is gone. */
  clear(): void;
}

/** One value of a gauge that is read when somebody looks. */
export interface Reading<Label extends string> {
  readonly labels: Readonly<Record<Label, string>>;
  readonly value: number;
}

/** How values are spread. Durations are in seconds. */
export interface ValueHistogram<Label extends string> {
  observe(labels: Readonly<Record<Label, string>>, value: number): void;
}

export interface MetricOptions<Label extends string> {
  readonly name: string;
  readonly help: string;
  readonly labels: readonly Label[];
}

export interface HistogramOptions<Label extends string> extends MetricOptions<Label> {
  /** Upper bounds, ascending. */
  readonly buckets: readonly number[];
}

/** A scrape waits no longer for what a gauge shows. */
const readingTimeoutMs = 1_000;

/** The process's metrics, in Prometheus text. Made once per process and handed to whoever counts. */
export class Metrics {
  readonly registry = new Registry();

  constructor(service: string) {
    this.registry.setDefaultLabels({ service });
    collectDefaultMetrics({ register: this.registry });
  }

  get contentType(): string {
    return this.registry.contentType;
  }

  counter<Label extends string>({ name, help, labels }: MetricOptions<Label>): EventCounter<Label> {
    const counter = new Counter({ name, help, labelNames: [...labels], registers: [this.registry] });
    return { increment: (values) => counter.inc({ ...values }) };
  }

  gauge<Label extends string>({ name, help, labels }: MetricOptions<Label>): LevelGauge<Label> {
    const gauge = new Gauge({ name, help, labelNames: [...labels], registers: [this.registry] });
    return { set: (values, value) => gauge.set({ ...values }, value), clear: () => gauge.reset() };
  }

  /** A gauge that asks for its values at every scrape. Without an answer in time it shows nothing. */
  readGauge<Label extends string>(
    { name, help, labels }: MetricOptions<Label>,
    read: () => Promise<readonly Reading<Label>[]>,
  ): void {
    const gauge: Gauge = new Gauge({
      ...{ name, help, labelNames: [...labels], registers: [this.registry] },
      async collect() {
        const readings = await inTime(read());
        gauge.reset();
        for (const { labels: values, value } of readings) gauge.set({ ...values }, value);
      },
    });
  }

  histogram<Label extends string>(options: HistogramOptions<Label>): ValueHistogram<Label> {
    const { name, help, labels, buckets } = options;
    const registers = [this.registry];
    const histogram = new Histogram({ name, help, labelNames: [...labels], buckets: [...buckets], registers });
    return { observe: (values, value) => histogram.observe({ ...values }, value) };
  }

  render(): Promise<string> {
    return this.registry.metrics();
  }
}

function inTime<T>(reading: Promise<readonly T[]>): Promise<readonly T[]> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve([]), readingTimeoutMs);
    const settle = (readings: readonly T[]): void => {
      clearTimeout(timer);
      resolve(readings);
    };
    reading.then(settle, () => settle([]));
  });
}
