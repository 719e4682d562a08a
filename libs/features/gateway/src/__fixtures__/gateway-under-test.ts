import { Bus, InProcessBus } from '@clawmesh/bus';
import {
  ConfigStore,
  createSnapshot,
  readBootSettings,
  resolveGatewayAuth,
  type ConfigSnapshot,
  type GatewayAuth,
} from '@clawmesh/config';
import { channels, JobSeal, type AgentRun, type RunCancel, type RunEvent, type RunFrame } from '@clawmesh/contracts';
import { FailedAuthLimiter, InProcessFailedAuthLimiter } from '@clawmesh/coordination';
import { Logger, Metrics, type LogFields } from '@clawmesh/telemetry';
import { testSeal } from '@clawmesh/testing';
import { Global, Module, type DynamicModule } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AuthPolicies } from '../auth/auth-policy.js';
import { Authenticator } from '../auth/authenticator.js';
import { JwtIdentities } from '../auth/jwt-identities.js';
import { GatewayModule } from '../gateway.module.js';
import { createGatewayApp } from '../http/create-gateway-app.js';
import { GatewayDrain } from '../http/gateway-drain.js';
import { Ticker } from '../http/ticker.js';

export const testToken = 'test-token-4711';

/** What a runner does with a run: the frames it sends, with run id and gateway filled in. */
export type RunScript = (run: AgentRun, send: (frame: Omit<RunFrame, 'runId'>) => void) => void | Promise<void>;

export class RecordingLogger extends Logger {
  readonly lines: { readonly level: string; readonly fields: LogFields; readonly message: string }[] = [];
  debug = (fields: LogFields, message: string): void => this.#add('debug', fields, message);
  info = (fields: LogFields, message: string): void => this.#add('info', fields, message);
  warn = (fields: LogFields, message: string): void => this.#add('warn', fields, message);
  error = (fields: LogFields, message: string): void => this.#add('error', fields, message);
  child = (): Logger => this;
  #add(level: string, fields: LogFields, message: string): void {
    this.lines.push({ level, fields, message });
  }
}

@Global()
@Module({})
class TestAdapters {
  static of(bus: Bus, store: ConfigStore, logger: Logger): DynamicModule {
    const providers = [
      { provide: Bus, useValue: bus },
      { provide: JobSeal, useValue: testSeal },
      { provide: ConfigStore, useValue: store },
      { provide: FailedAuthLimiter, useValue: new InProcessFailedAuthLimiter(Date.now) },
      { provide: Logger, useValue: logger },
      { provide: Metrics, useValue: new Metrics('gateway') },
    ];
    return { module: TestAdapters, providers, exports: [Bus, ConfigStore, FailedAuthLimiter, JobSeal, Logger, Metrics] };
  }
}

export function testSnapshot(overrides: { gateway?: object; agents?: object } = {}): ConfigSnapshot {
  const gateway = {
    mode: 'local',
    auth: { mode: 'token', token: testToken },
    http: { endpoints: { chatCompletions: { enabled: true } } },
    ...overrides.gateway,
  };
  const raw = { gateway, ...(overrides.agents && { agents: overrides.agents }) };
  return createSnapshot({ raw, env: {}, stateDir: '/nowhere' });
}

/** The gateway's module on a real port, over an in-process bus whose one runner follows a script. */
export class GatewayUnderTest {
  readonly cancels: RunCancel[] = [];
  readonly runs: AgentRun[] = [];
  script: RunScript = answering('Hello.');

  private constructor(
    private readonly app: NestFastifyApplication,
    readonly bus: Bus,
    readonly store: ConfigStore,
    readonly logger: RecordingLogger,
    readonly origin: string,
  ) {}

  static async start(snapshot = testSnapshot(), slots = 100): Promise<GatewayUnderTest> {
    const logger = new RecordingLogger();
    const bus = new InProcessBus({ validate: true });
    const store = new ConfigStore(snapshot);
    const gateway = GatewayModule.of({ resolveAuth: resolveTestAuth });
    const root = { module: class Root {}, imports: [TestAdapters.of(bus, store, logger), gateway] };
    const app = await createGatewayApp(root, logger);
    await app.listen(0, '127.0.0.1');
    const gatewayUnderTest = new GatewayUnderTest(app, bus, store, logger, await app.getUrl());
    await gatewayUnderTest.#startRunner(slots);
    return gatewayUnderTest;
  }

  async stop(): Promise<void> {
    await this.app.close();
    await this.bus.close();
  }

  get drain(): GatewayDrain {
    return this.app.get(GatewayDrain);
  }

  /** What the shared timer does when it is this late. */
  tick(now: number): void {
    this.app.get(Ticker).tick(now);
  }

  get port(): number {
    return Number(new URL(this.origin).port);
  }

  /** A chat request with the right token; `body` may be a text, to be sent as it is. */
  chat(body: unknown, init: { headers?: Record<string, string>; signal?: AbortSignal } = {}): Promise<Response> {
    return fetch(`${this.origin}/v1/chat/completions`, {
      method: 'POST',
      body: typeof body === 'string' ? body : JSON.stringify(body),
      headers: { authorization: `Bearer ${testToken}`, ...init.headers },
      ...(init.signal && { signal: init.signal }),
    });
  }

  get(path: string, headers: Record<string, string> = { authorization: `Bearer ${testToken}` }): Promise<Response> {
    return fetch(this.origin + path, { headers });
  }

  send(run: AgentRun, frame: Omit<RunFrame, 'runId'>): void {
    this.bus.send(channels.runFrames, run.gatewayId, { runId: run.runId, ...frame });
  }

  async #startRunner(slots: number): Promise<void> {
    await this.bus.subscribe(channels.runCancels, (cancel) => void this.cancels.push(cancel));
    await this.bus.consume(channels.agentRuns, { slots }, async ({ message: run }) => {
      this.runs.push(run);
      await this.script(run, (frame) => this.send(run, frame));
    });
  }
}

/** Like the executables', without flags and environment. */
export function resolveTestAuth(snapshot: ConfigSnapshot): GatewayAuth {
  return resolveGatewayAuth(snapshot, boot);
}

const boot = { ...readBootSettings({}, {}), inContainer: false };

/** For tests without HTTP. No address is this machine's own. */
export function testAuthenticator(limiter = new InProcessFailedAuthLimiter(Date.now)): Authenticator {
  const logger = new RecordingLogger();
  const policies = new AuthPolicies(resolveTestAuth, logger);
  return new Authenticator({ policies, limiter, tokens: new JwtIdentities(), ownAddresses: () => new Set(), logger });
}

export const userSays = (content: string) => ({ messages: [{ role: 'user', content }] });

export const endOfRun: RunEvent = {
  type: 'run-end',
  finishReason: 'stop',
  model: 'demo/echo',
  attempts: 1,
  usage: { input: 3, output: 2, cacheRead: 0, cacheWrite: 0 },
};

/** A runner that answers with these texts, each in a frame of its own. */
export function answering(...texts: string[]): RunScript {
  return (_run, send) => {
    texts.forEach((text, seq) =>
      send({ attempt: 1, seq, ...(seq === 0 && { model: 'demo/echo' }), events: [{ type: 'text-delta', text }] }),
    );
    send({ attempt: 1, seq: texts.length, last: true, events: [endOfRun] });
  };
}
