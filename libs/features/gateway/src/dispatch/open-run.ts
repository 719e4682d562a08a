import type { AgentRun, Failure, RunCancel, RunClaim, RunClaimReply, RunFrame, RunProgress } from '@clawmesh/contracts';
import { EventValidator } from './event-validator.js';
import { FrameAssembler, type Assembly } from './frame-assembler.js';
import type { RunSink } from './run-sink.js';
import { canContinue, ShownText } from './shown-text.js';
import type { StreamDefects } from './stream-defects.js';

/** So much may never wait for a client: it must not grow the heap. */
const maxBacklogBytes = 8_388_608;

/** So much may wait for a moment, as after one large frame, but not over several ticks. */
const lastingBacklogBytes = 1_048_576;
const maxSlowTicks = 5;

/** A frame that others have overtaken for so long is lost: the bus delivers at most once. */
const maxGapTicks = 10;

/** How long after its deadline a run may still end by itself. */
const deadlineGraceMs = 5_000;

/** How a run left the gateway: answered in full, or given up, which its runner and worker must hear of. */
export type RunEnding =
  { readonly answered: true } | { readonly answered: false; readonly reason: RunCancel['reason'] };

/** One run that has a client here. Exactly one ending, whatever comes first. */
export class OpenRun {
  readonly finished: Promise<RunEnding>;
  /** A frame has arrived, so a runner has the job. */
  started = false;
  readonly #assembler: FrameAssembler;
  readonly #validator: EventValidator;
  /** Kept only if another attempt may go on from it. */
  readonly #shown: ShownText | undefined;
  #model = '';
  #progress: RunProgress | undefined;
  #settle!: (ending: RunEnding) => void;
  #over = false;
  #slowTicks = 0;
  #gapTicks = 0;

  constructor(
    readonly run: AgentRun,
    private readonly sink: RunSink,
    defects: StreamDefects,
  ) {
    const { runId } = run;
    this.#validator = new EventValidator(runId, (report) => defects.report(report, { runId, model: this.#model }));
    this.#shown = canContinue(run) ? new ShownText() : undefined;
    this.#assembler = new FrameAssembler(
      () => sink.contentShown,
      () => this.#shown?.text?.length,
    );
    this.finished = new Promise((resolve) => (this.#settle = resolve));
  }

  accept(frame: RunFrame): void {
    if (this.#over) return;
    this.started = true;
    const assembly = this.#assembler.accept(frame);
    if (assembly.step === 'superseded') this.fail(supersededFailure, 'superseded');
    if (assembly.step !== 'show') return;
    this.#open(assembly);
    const { events, violation } = this.#validator.check(assembly.events, this.#assembler.ended);
    this.sink.render(events);
    this.#shown?.add(events);
    if (violation) this.fail(violation, 'protocol-error');
    else if (this.#validator.isOver) this.#end({ answered: true });
    else if (this.sink.backlogBytes > maxBacklogBytes) this.abandon('slow-client');
  }

  /** What must be done before the first events of an attempt. */
  #open({ from, model }: Extract<Assembly, { step: 'show' }>): void {
    if (from === 'resume') this.#resume(model ?? this.#model);
    if (from === 'replace') this.sink.restart();
    if (from === 'continue') this.sink.separate();
    if (from && from !== 'resume') {
      this.#validator.restart();
      this.#shown?.restart();
    }
    if (!model) return;
    this.#model = model;
    this.sink.begin(model);
  }

  /** How far the run's runner came: the latest word counts, in whatever order they arrive (FAIL-21). */
  note(progress: RunProgress): void {
    this.started = true;
    if (progress.attempt >= (this.#progress?.attempt ?? 0)) this.#progress = progress;
  }

  claim({ attempt, resumes }: RunClaim): RunClaimReply {
    const verdict = this.#over ? 'gone' : this.#assembler.claim(attempt, resumes);
    const state = this.#progress?.state;
    if (verdict === 'granted') return { verdict, state };
    return verdict === 'resume' ? { verdict, text: this.#shown?.text ?? '', state } : { verdict };
  }

  #resume(to: string): void {
    this.sink.resume({ from: this.#model, to, chars: this.#shown?.text?.length ?? 0 });
  }

  /** The client is gone, or treated so: nothing more is written. */
  abandon(reason: RunCancel['reason']): void {
    this.#end({ answered: false, reason });
  }

  fail(failure: Failure, reason: RunCancel['reason']): void {
    if (this.#over) return;
    this.sink.fail(failure);
    this.#end({ answered: false, reason });
  }

  /** Keep-alives, and the end of a run whose runner and worker were lost for good. */
  tick(now: number): void {
    if (now > this.run.deadlineAt + deadlineGraceMs) this.fail(deadlineFailure, 'protocol-error');
    else if (this.#isStuck()) this.abandon('slow-client');
    else if (this.#lostFrame()) this.fail(lostFrameFailure, 'protocol-error');
    else this.sink.tick(now);
  }

  #isStuck(): boolean {
    this.#slowTicks = this.sink.backlogBytes > lastingBacklogBytes ? this.#slowTicks + 1 : 0;
    return this.#slowTicks > maxSlowTicks;
  }

  #lostFrame(): boolean {
    this.#gapTicks = this.#assembler.missesFrame ? this.#gapTicks + 1 : 0;
    return this.#gapTicks > maxGapTicks;
  }

  #end(ending: RunEnding): void {
    this.#over = true;
    this.#settle(ending);
  }
}

const supersededFailure: Failure = {
  reason: 'server_error',
  code: 'run_superseded',
  message: 'the answer was interrupted',
  origin: 'local',
};

const lostFrameFailure: Failure = {
  reason: 'server_error',
  code: 'frame_lost',
  message: 'the answer was interrupted',
  origin: 'local',
};

const deadlineFailure: Failure = {
  reason: 'timeout',
  code: 'run_deadline',
  message: 'the run exceeded its time limit',
  origin: 'local',
};
