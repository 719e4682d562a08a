import { readFileSync } from 'node:fs';
import type { UpstreamErrorFixture } from './upstream-errors.js';

/** A whole answer of one vendor with an error status, and what it means. */
export interface UpstreamBodyFixture extends Omit<UpstreamErrorFixture, 'message' | 'code' | 'type' | 'status'> {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Text is sent as it is, all else as JSON. */
  readonly body: unknown;
}

const file = readFileSync(new URL('./upstream-bodies.json', import.meta.url), 'utf8');

export const upstreamBodies = JSON.parse(file) as readonly UpstreamBodyFixture[];

export const bodyText = ({ body }: UpstreamBodyFixture): string =>
  typeof body === 'string' ? body : JSON.stringify(body);
