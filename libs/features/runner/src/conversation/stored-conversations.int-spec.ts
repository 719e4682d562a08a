import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigStore, createSnapshot } from '@clawmesh/config';
import type { AgentRun, AssistantMessage } from '@clawmesh/contracts';
import { openPglite, TurnStore, type Database } from '@clawmesh/storage';
import { createLogger } from '@clawmesh/telemetry';
import { anAgentRun, aRequester } from '@clawmesh/testing';
import { ExpiredTurns } from './expired-turns.js';
import { StoredConversations } from './stored-conversations.js';

const log = createLogger({ level: 'silent', service: 'test', redact: (text) => text });
const answer: AssistantMessage = {
  role: 'assistant',
  content: 'Hello.',
  toolCalls: [{ id: 'c', name: 'f', arguments: '{}', signature: 's' }],
  reasoning: [{ text: 'hm', signature: 'sig' }],
};

describe('StoredConversations', () => {
  let directory: string;
  let database: Database;
  let now = Date.UTC(2026, 0, 2);
  let conversations: StoredConversations;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'clawmesh-conversations-'));
    database = openPglite({ directory: join(directory, 'database'), logger: log });
    const raw = { clawmesh: { responses: { retentionDays: 2 } } };
    const config = new ConfigStore(createSnapshot({ raw, env: {}, stateDir: directory }));
    const store = new TurnStore(database);
    // A new database takes long to set up on a busy machine; what waits for it is not what is tested here.
    await store.open();
    conversations = new StoredConversations({ store, config, log, now: () => now });
  });

  afterAll(async () => {
    await database.close();
    await rm(directory, { recursive: true });
  });

  const aRun = (more: Partial<AgentRun> = {}) => anAgentRun({ runId: randomUUID(), isStored: true, ...more });

  it('a run without a previous one has nothing before it', async () => {
    expect(await conversations.before(aRun())).toEqual([]);
  });

  it('AM-9 goes on from what was asked and answered; thinking keeps its origin', async () => {
    const first = aRun();
    await conversations.keep(first, { message: answer, model: 'a/m' });
    expect(await conversations.before(aRun({ previousRunId: first.runId }))).toEqual([
      ...first.messages,
      {
        ...answer,
        toolCalls: [{ ...answer.toolCalls[0], origin: 'a/m' }],
        reasoning: [{ text: 'hm', signature: 'sig', origin: 'a/m' }],
      },
    ]);
  });

  it('AM-1, AM-9 is a 404 for an unknown run, another requester, and after its time', async () => {
    const first = aRun();
    await conversations.keep(first, { message: answer, model: 'a/m' });
    const missing = { status: 404, code: 'previous_response_not_found' };
    expect(await conversations.before(aRun({ previousRunId: randomUUID() }))).toMatchObject(missing);
    const stranger = aRequester({ subject: 'somebody else' });
    expect(await conversations.before(aRun({ previousRunId: first.runId, requester: stranger }))).toMatchObject(
      missing,
    );
    now += 3 * 86_400_000;
    expect(await conversations.before(aRun({ previousRunId: first.runId }))).toMatchObject(missing);
    await new ExpiredTurns(new TurnStore(database), log, () => now).delete();
    expect(await database.client.storedTurn.count()).toBe(0);
  });
});
