import type { Database } from './database.js';
import { Prisma } from './generated/client.js';

const tables = {
  session: Prisma.SessionScalarFieldEnum,
  transcript_entry: Prisma.TranscriptEntryScalarFieldEnum,
  stored_turn: Prisma.StoredTurnScalarFieldEnum,
  usage_record: Prisma.UsageRecordScalarFieldEnum,
  auth_profile: Prisma.AuthProfileScalarFieldEnum,
  auth_order: Prisma.AuthOrderScalarFieldEnum,
  credential_window: Prisma.CredentialWindowScalarFieldEnum,
};

const columnOf = (field: string) => field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

const aSession = {
  identity: 'agent:main:openai-user:bob\nalice',
  key: 'agent:main:openai-user:bob',
  requester: 'alice',
  agentId: 'main',
  sessionId: '8b7df143-d91c-4e15-9e0b-2f1bb1c0c5b6',
  fencingToken: 2n ** 40n,
  sessionStartedAt: new Date(1_700_000_000_123),
  lastInteractionAt: new Date(1_700_000_001_456),
  inputTokens: 2n ** 40n,
  outputTokens: 2n,
  totalTokens: 2n ** 40n + 2n,
  contextTokens: 3,
  compactionCount: 1,
  modelOverride: 'openai/gpt-5.5',
  profileOverride: 'openai:default',
  archivedAt: new Date(1_700_000_002_000),
  pinnedAt: new Date(1_700_000_003_000),
  createdAt: new Date(1_700_000_000_000),
  updatedAt: new Date(1_700_000_004_000),
};

const anEntry = {
  sessionId: aSession.sessionId,
  seq: 0,
  identity: aSession.identity,
  runId: 'run-1',
  role: 'user',
  content: { role: 'user', content: [{ type: 'text', text: 'é\u2028' }] },
  createdAt: new Date(1_700_000_005_000),
};

/** The migrations say by hand what the schema says: this finds where they differ. `database` is migrated and empty. */
export function describeSchema(driver: string, database: () => Database): void {
  describe(`the migrated schema on ${driver}`, () => {
    it('has exactly the tables and columns of schema.prisma', async () => {
      const rows = await database().transaction((sql) =>
        sql.query(`SELECT table_name, column_name FROM information_schema.columns
                   WHERE table_schema = current_schema() AND table_name <> '_prisma_migrations'`),
      );
      const live = rows.map((row) => `${String(row['table_name'])}.${String(row['column_name'])}`);
      const modelled = Object.entries(tables).flatMap(([table, fields]) =>
        Object.keys(fields).map((field) => `${table}.${columnOf(field)}`),
      );
      expect(Object.keys(Prisma.ModelName)).toHaveLength(Object.keys(tables).length);
      expect(live.sort()).toEqual(modelled.sort());
    });

    it('SES-21 SES-22 stores and returns a session and its transcript, field by field', async () => {
      const { client } = database();
      await client.session.create({ data: { ...aSession, transcript: { create: withoutSession(anEntry) } } });
      const stored = await client.session.findUniqueOrThrow({
        where: { sessionId: aSession.sessionId },
        include: { transcript: true },
      });
      expect(stored).toEqual({ ...aSession, transcript: [anEntry] });
    });

    it('fills what a new session leaves out', async () => {
      const { identity, key, requester, agentId, sessionStartedAt, lastInteractionAt } = aSession;
      const sessionId = '00000000-0000-4000-8000-000000000001';
      const data = {
        identity: `${identity}2`,
        key,
        requester,
        agentId,
        sessionId,
        sessionStartedAt,
        lastInteractionAt,
      };
      const session = await database().client.session.create({ data });
      expect(session).toMatchObject({ fencingToken: 0n, totalTokens: 0n, compactionCount: 0, archivedAt: null });
      expect(Math.abs(session.createdAt.getTime() - Date.now())).toBeLessThan(60_000);
    });

    it('refuses a second session with the id, and a second entry with the number', async () => {
      const { client } = database();
      await expect(client.session.create({ data: { ...aSession, identity: 'other' } })).rejects.toThrow(/[Uu]nique/);
      await expect(client.transcriptEntry.create({ data: anEntry })).rejects.toThrow(/[Uu]nique/);
    });

    it('deletes the transcript with its session', async () => {
      const { client } = database();
      await client.session.delete({ where: { identity: aSession.identity } });
      expect(await client.transcriptEntry.count()).toBe(0);
    });
  });
}

function withoutSession({ identity: _identity, ...entry }: typeof anEntry) {
  return entry;
}
