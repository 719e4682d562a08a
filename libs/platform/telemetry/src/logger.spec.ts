import { createLogger } from './logger.pino.js';
import { createRedact } from './redaction.js';

describe('createLogger', () => {
  function logged(write: (logger: ReturnType<typeof createLogger>) => void): Record<string, unknown>[] {
    const lines: string[] = [];
    const redact = createRedact(['hunter2hunter2']);
    write(createLogger({ level: 'info', service: 'test', redact, write: (line) => lines.push(line) }));
    return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  }

  it('writes one JSON line with the service, the fields and the message', () => {
    const [line] = logged((logger) => logger.child({ runId: 'r1' }).warn({ attempt: 2 }, 'worker lost'));
    expect(line).toMatchObject({ service: 'test', runId: 'r1', attempt: 2, msg: 'worker lost' });
  });
  it('AUTH-81 redacts secrets, also inside an error', () => {
    const lines = logged((logger) => logger.error({ err: new Error('key hunter2hunter2 refused') }, 'hunter2hunter2'));
    expect(JSON.stringify(lines)).not.toContain('hunter2');
    expect(JSON.stringify(lines)).toContain('refused');
  });
  it('CFG-33 the level may change, also for children', () => {
    let level = 'silent';
    const lines: string[] = [];
    const settings = { service: 'test', redact: (text: string) => text, write: (line: string) => lines.push(line) };
    const child = createLogger({ ...settings, level: () => level }).child({ of: 'it' });
    child.error({}, 'unheard');
    level = 'warn';
    child.info({}, 'unheard');
    child.warn({}, 'heard');
    expect(lines.map((line) => (JSON.parse(line) as { msg: string }).msg)).toEqual(['heard']);
  });
  it('AUTH-81 shows of an error what went wrong, not what was sent', () => {
    const sent = { command: { name: 'auth', args: ['hunter3'] }, config: { headers: { authorization: 'hunter3' } } };
    const cause = Object.assign(new TypeError('refused'), sent, { code: 'ECONNREFUSED' });
    const err = Object.assign(new AggregateError([cause, 'none'], 'all failed', { cause }), sent, { code: 7 });
    const [line] = logged((logger) => logger.error({ err }, 'no connection'));
    const shown = { type: 'TypeError', message: 'refused', code: 'ECONNREFUSED', stack: expect.any(String) };
    expect(line).toMatchObject({ err: { type: 'AggregateError', code: 7, cause: shown, errors: [shown, 'none'] } });
    expect(JSON.stringify(line)).not.toContain('hunter3');
  });
  it('takes an error that is its own cause, and what is no error', () => {
    const loop = new Error('loop');
    loop.cause = loop;
    const [first, second] = logged((logger) => {
      logger.error({ err: loop }, 'x');
      logger.error({ err: 'just text' }, 'x');
    });
    expect(JSON.stringify(first)).toContain('"cause":"loop"');
    expect(second).toMatchObject({ err: 'just text' });
  });
  it('drops lines below the level', () => {
    expect(logged((logger) => logger.debug({}, 'quiet'))).toEqual([]);
  });
});
