import { InProcessBus } from '@clawmesh/bus';
import { channels, type RunFrame } from '@clawmesh/contracts';
import { anAttemptJob, waitUntil } from '@clawmesh/testing';
import { FramePublisher } from './frame-publisher.js';

describe('FramePublisher', () => {
  let bus: InProcessBus;
  let received: RunFrame[];
  beforeEach(async () => {
    received = [];
    bus = new InProcessBus({ validate: true });
    await bus.listen(channels.runFrames, 'gateway-1', (frame) => received.push(frame));
  });
  afterEach(() => bus.close());

  it('STRM-5 what a client cannot see commits nothing, and goes out before the first thing it can see', async () => {
    const frames = new FramePublisher(bus, anAttemptJob());
    expect(frames.publish([{ type: 'reasoning-end', signature: 'opaque' }])).toBe(false);
    expect(frames.contentSent).toBe(false);
    expect(frames.publish([{ type: 'text-delta', text: 'Hello' }])).toBe(true);
    expect(frames.contentSent).toBe(true);
    await waitUntil(() => received.length > 0);
    expect(received.map(({ seq, events }) => [seq, events.map(({ type }) => type)])).toEqual([
      [0, ['reasoning-end', 'text-delta']],
    ]);
  });
});
