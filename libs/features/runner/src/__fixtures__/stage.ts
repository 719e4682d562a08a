import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { InProcessBus, type IncomingCall } from '@clawmesh/bus';
import { ConfigStore, createSnapshot } from '@clawmesh/config';
import {
  channels,
  type AgentRun,
  type AttemptJob,
  type AttemptReply,
  type Failure,
  type FailureReason,
  type RunCancel,
  type RunClaimReply,
  type RunFrame,
  type RunProgress,
} from '@clawmesh/contracts';
import { noDatabase, TurnStore } from '@clawmesh/storage';
import { Logger, Metrics, type LogFields } from '@clawmesh/telemetry';
import { anAgentRun, waitUntil } from '@clawmesh/testing';
import { AttemptDispatcher } from '../attempt/attempt-dispatcher.js';
import { AttemptSupervisor } from '../attempt/attempt-supervisor.js';
import { StoredConversations } from '../conversation/stored-conversations.js';
import { DecisionLog } from '../failover/decision-log.js';
import { FailoverMetrics } from '../failover/failover-metrics.js';
import { keepsWhole, type OverflowHandler } from '../failover/overflow-handler.js';
import { SkippedCandidates } from '../failover/skipped-candidates.js';
import { AgentSetups } from '../model/agent-setups.js';
import { AgentPrompts } from '../prompt/agent-prompts.js';
import { WorkspaceFiles } from '../prompt/workspace-files.js';
import { ActiveRuns } from '../run/active-runs.js';
import type { Clock } from '../run/clock.js';
import { runAgent, type RunAgentDeps } from '../run/run-agent.js';
import { RunPlanner } from '../run/run-planner.js';

/** What a worker does with an attempt. */
export type Script = (call: IncomingCall<AttemptJob, AttemptReply>) => void;

export const answers: Script = ({ reply }) => {
  reply({ type: 'heartbeat', contentSent: false });
  reply({
    type: 'outcome',
    status: 'completed',
    frames: 3,
    message: { role: 'assistant', content: 'hello', toolCalls: [] },
    finishReason: 'stop',
  });
};
export const fails =
  (reason: FailureReason, more: Partial<Failure> = {}, contentSent = false, isProbe = false): Script =>
  ({ reply }) => {
    reply({ type: 'heartbeat', contentSent });
    const failure: Failure = { reason, message: `it said ${reason}`, origin: 'upstream', ...more };
    reply({ type: 'outcome', status: 'failed', frames: contentSent ? 4 : 0, failure, contentSent, isProbe });
  };
/** Takes the job, says how far it got, and dies. */
export const dies =
  (contentSent: boolean): Script =>
  ({ reply }) =>
    reply({ type: 'heartbeat', contentSent });

export class RecordingLogger extends Logger {
  readonly lines: { fields: LogFields; message: string }[] = [];
  debug(): void {}
  info = (fields: LogFields, message: string): void => void this.lines.push({ fields, message });
  warn = this.info;
  error = this.info;
  child = (): Logger => this;
}

const defaultModel = { primary: 'a/p', fallbacks: ['a/f1', 'b/f2'] };
const stateDir = mkdtempSync(join(tmpdir(), 'clawmesh-runner-'));

/** A runner on a bus with a gateway and a worker that plays one script an attempt. */
export class Stage {
  readonly bus = new InProcessBus({ validate: true });
  readonly log = new RecordingLogger();
  readonly jobs: AttemptJob[] = [];
  readonly frames: RunFrame[] = [];
  readonly cancels: RunCancel[] = [];
  readonly waits: number[] = [];
  readonly progress: RunProgress[] = [];
  readonly metrics = new Metrics('test');
  shorten: OverflowHandler = keepsWhole;
  readonly lostAfterMs = 10_000;
  now = 1_000_000;
  readonly supervisor = new AttemptSupervisor(() => this.now);
  readonly activeRuns = new ActiveRuns(() => this.now);
  readonly config: ConfigStore;
  readonly deps: RunAgentDeps;

  constructor(raw: unknown, env: Record<string, string> = {}) {
    const clock: Clock = {
      now: () => this.now,
      random: () => 0.5,
      wait: async (ms) => {
        this.waits.push(ms);
        await nextTurn();
        this.now += ms;
      },
    };
    const files = new WorkspaceFiles(clock.now, (_, error) => this.log.error({ err: error }, 'workspace'));
    const config = new ConfigStore(createSnapshot({ raw, env, stateDir }));
    this.config = config;
    const store = new TurnStore(noDatabase('there is no database'));
    const conversations = new StoredConversations({ store, config, log: this.log, now: clock.now });
    const prompts = new AgentPrompts(files, clock.now);
    this.deps = {
      bus: this.bus,
      conversations,
      planner: new RunPlanner({ config, agents: new AgentSetups(this.log), prompts, conversations }),
      activeRuns: this.activeRuns,
      clock,
      log: this.log,
      failover: {
        bus: this.bus,
        clock,
        dispatcher: new AttemptDispatcher(this.bus, this.supervisor, clock),
        decisions: new DecisionLog(this.log, clock.now),
        metrics: new FailoverMetrics(this.metrics, config),
        skipped: new SkippedCandidates(clock.now),
        shorten: (overflow) => this.shorten(overflow),
      },
    };
  }

  static async with(
    scripts: readonly Script[],
    more: { raw?: unknown; env?: Record<string, string>; claim?: RunClaimReply } = {},
  ): Promise<Stage> {
    const stage = new Stage(more.raw ?? { agents: { defaults: { model: defaultModel } } }, more.env);
    const left = [...scripts];
    await stage.bus.listen(channels.runFrames, 'gateway-1', (frame) => stage.frames.push(frame));
    await stage.bus.subscribe(channels.runCancels, (cancel) => stage.cancels.push(cancel));
    if (left.length > 0) {
      await stage.bus.serve(channels.attempts, (call) => {
        stage.jobs.push(call.message);
        left.shift()?.(call);
      });
    }
    await stage.bus.listen(channels.runProgress, 'gateway-1', (progress) => stage.progress.push(progress));
    const { claim } = more;
    if (claim) await stage.bus.serve(channels.runClaims, ({ reply }) => reply(claim), { address: 'gateway-1' });
    return stage;
  }

  async run(more: Partial<AgentRun> = {}, deliveryCount = 1): Promise<void> {
    await runAgent(anAgentRun({ deadlineAt: this.now + 60_000, ...more }), { deliveryCount }, this.deps);
    await nextTurn();
  }

  /** Time goes by with a sweep every second, until the attempt's worker counts as lost. */
  loseWorker(): void {
    for (let passed = 0; passed <= this.lostAfterMs; passed += 1_000) {
      this.now += 1_000;
      this.supervisor.sweep(this.lostAfterMs);
    }
  }

  get models(): string[] {
    return this.jobs.map(({ provider, model }) => `${provider}/${model}`);
  }

  get attempts(): number[] {
    return this.jobs.map(({ attempt }) => attempt);
  }

  get failure(): Failure | undefined {
    const event = this.frames.at(-1)?.events.at(-1);
    return event?.type === 'run-failed' ? event.failure : undefined;
  }
}
