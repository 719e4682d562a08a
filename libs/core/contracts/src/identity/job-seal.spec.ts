import type { AgentRun } from '../bus/agent-run.js';
import { JobSeal } from './job-seal.js';

const [first, second] = ['f'.repeat(32), 's'.repeat(32)] as const;

const run: AgentRun = {
  runId: 'run-1',
  gatewayId: 'gateway-1',
  requester: { method: 'trusted-proxy', subject: 'alice', scopes: ['operator.write'], isOwner: false },
  agentId: 'main',
  sessionKey: 'agent:main:1',
  messageChannel: 'webchat',
  messages: [],
  tools: [],
  sampling: {},
  extra: {},
  stream: true,
  deadlineAt: 1_000,
  configRevision: 'r1',
};
const order = {
  order: 'reset',
  keys: [{ keyId: 'k1', provider: 'openai', source: 'OPENAI_API_KEY' }],
  orderedBy: 'token:alice',
  deadlineAt: 1_000,
} as const;

describe('JobSeal (AUTH-82)', () => {
  const seal = JobSeal.of(first);
  const sealed = { ...run, seal: seal.ofRun(run) };
  const as = (more: Partial<AgentRun['requester']>) => ({ requester: { ...run.requester, ...more } });

  it('holds over a way through JSON', () => {
    expect(seal.holdsRun(JSON.parse(JSON.stringify(sealed)) as AgentRun)).toBe(true);
  });

  it.each([
    ['no seal', { seal: undefined }],
    ['another seal', { seal: seal.ofRun({ ...run, runId: 'run-2' }) }],
    ['a short seal', { seal: '' }],
    ['another user', as({ subject: 'root' })],
    ['another method', as({ method: 'token' })],
    ['more scopes', as({ scopes: ['operator.write', 'operator.admin'] })],
    ['scopes joined', as({ scopes: ['operator.write,operator.admin'] })],
    ['the owner', as({ isOwner: true })],
    ['another run', { runId: 'run-2' }],
    ['a later deadline', { deadlineAt: 2_000 }],
    ['another gateway', { gatewayId: 'gateway-2' }],
    ['another agent', { agentId: 'ops' }],
    ['another session', { sessionKey: 'agent:main:2' }],
    ['another conversation', { previousRunId: 'run-0' }],
    ['another model', { modelOverride: 'a/b' }],
  ])('does not hold for %s', (_, change) => {
    expect(seal.holdsRun({ ...sealed, ...change })).toBe(false);
  });

  it('a seal of another key does not hold, but of an older one', () => {
    expect(JobSeal.of(second).holdsRun(sealed)).toBe(false);
    const rotated = JobSeal.of(`${second}, ${first}`);
    expect(rotated.holdsRun(sealed)).toBe(true);
    expect(JobSeal.of(second).holdsRun({ ...run, seal: rotated.ofRun(run) })).toBe(true);
  });

  it('an order is sealed for its keys, its giver and its time, and is no run', () => {
    const given = { ...order, keys: [...order.keys], seal: seal.ofKeyOrder({ ...order, keys: [...order.keys] }) };
    expect(seal.holdsKeyOrder(given)).toBe(true);
    expect(seal.holdsKeyOrder({ ...given, order: 'disable' })).toBe(false);
    expect(seal.holdsKeyOrder({ ...given, orderedBy: 'token:bob' })).toBe(false);
    expect(seal.holdsKeyOrder({ ...given, deadlineAt: 2_000 })).toBe(false);
    expect(seal.holdsKeyOrder({ ...given, keys: [] })).toBe(false);
  });

  it('takes no key that could be guessed, and never shows one', () => {
    for (const text of ['', 'short', `${first},short`]) {
      expect(() => JobSeal.of(text)).toThrow(/^takes keys of 32 characters and more$/);
    }
  });
});
