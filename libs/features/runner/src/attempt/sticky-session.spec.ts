import { anAgentRun, aRequester } from '@clawmesh/testing';
import { stickySession } from './sticky-session.js';

const named = { hasNamedSession: true, sessionKey: 'agent:main:openai-user:ada@example.com' };

describe('stickySession', () => {
  it('ORD-8 is the same for every run of a session that was named, and tells no name', () => {
    const session = stickySession(anAgentRun({ ...named, runId: 'run-1' }));
    expect(session).toMatch(/^[0-9a-f]{32}$/);
    expect(stickySession(anAgentRun({ ...named, runId: 'run-2' }))).toBe(session);
  });

  it('AM-1 is another for another session, agent or requester', () => {
    const others = [{}, { agentId: 'sales' }, { sessionKey: 'b' }, { requester: aRequester({ subject: 'someone' }) }];
    expect(new Set(others.map((other) => stickySession(anAgentRun({ ...named, ...other })))).size).toBe(4);
  });

  it('SES-1 there is none for a session of one run', () => expect(stickySession(anAgentRun())).toBeUndefined());
});
