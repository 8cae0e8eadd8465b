/** No hot query reads a whole table: each statement that the commands really send is explained on data of some size. */
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { beat } from '../src/rooms/heartbeat.ts';
import { chat, connect, openVisitor } from './client.ts';
import { createAgent, createSite } from './create.ts';
import { startTestServer, type TestServer } from './server.ts';

let server: TestServer;
const statements = new Map<string, unknown[]>();

beforeAll(async () => {
  server = await startTestServer();
  const site = await createSite(server.core, { slug: 'acme' });
  const agent = await createAgent(server.core, site);
  const { db } = server.core;
  // Other sites hold most of the rows, as they do in life.
  for (let n = 0; n < 8; n++) await createSite(server.core);
  await sql`insert into visitors (site_id, id) select s.id, gen_random_uuid() from sites s, generate_series(1, 6000)`.execute(
    db,
  );
  await sql`insert into rooms (site_id, id, key, visitor_id, last_seq, status, owner_kind, updated_at, touched_at)
    select site_id, gen_random_uuid(), id::text, id, 2, case when random() < 0.7 then 'closed' else 'open' end,
      case when random() < 0.5 then 'bot' else 'queue' end, now() - random() * interval '90 days', now() - interval '2 hours'
    from visitors`.execute(db);
  await sql`insert into messages (site_id, room_id, seq, id, author_id, author, role, content)
    select site_id, id, n, gen_random_uuid(), key, 'Visitor', 'visitor', 'words of ' || n || ' ' || md5(id::text || n)
    from rooms, generate_series(1, 2) n`.execute(db);
  await sql`insert into read_positions (site_id, room_id, person, seq) select site_id, id, visitor_id, 2 from rooms`.execute(
    db,
  );
  await sql`insert into visitor_tokens (site_id, token_hash, visitor_id, purpose, expires_at)
    select site_id, sha256(id::text::bytea), id, 'session', now() + interval '1 year' from visitors`.execute(db);
  await sql`analyze`.execute(db);

  const query = pg.Client.prototype.query;
  const spy = vi.spyOn(pg.Client.prototype, 'query').mockImplementation(function (this: pg.Client, ...args: unknown[]) {
    const [first, values] = args;
    const text = typeof first === 'string' ? first : (first as { text?: string } | undefined)?.text;
    const given = (values ?? (first as { values?: unknown[] }).values ?? []) as unknown[];
    if (text && /^\s*(select|insert|update|delete|with)/i.test(text))
      statements.set(text, Array.isArray(given) ? given : []);
    return (query as (...all: unknown[]) => unknown).apply(this, args);
  } as never);
  const visitor = await openVisitor(server, 'acme');
  await openVisitor(server, 'acme', visitor.visitor_token);
  const socket = await chat(server, 'acme', visitor);
  const inbox = await connect(server, '/ws/room/acme', agent.token);
  const room = `acme ${visitor.consumer}`;
  await socket.call('new_message', { message: { content: 'Hello', client_id: 'c' } });
  await socket.call('fetch_messages', { after: 0 });
  await socket.call('fetch_messages', { before: 9 });
  await socket.call('fetch_messages', { around: 1 });
  await socket.call('edit_message', { seq: 1, content: 'Hello!', client_id: 'e' });
  await socket.call('redact_message', { seq: 1 });
  await socket.call('mark_read', { seq: 1 });
  await socket.call('request_person');
  for (const assignee of ['unassigned', 'mine', 'bot', 'others'])
    await inbox.call('fetch_rooms', { status: 'open', assignee });
  const closed = await inbox.call('fetch_rooms', { status: 'closed', limit: 10 });
  await inbox.call('fetch_rooms', { status: 'closed', limit: 10, cursor: closed.next });
  await inbox.call('count_rooms');
  await inbox.call('take_over', { room });
  await inbox.call('new_message', { room, message: { content: 'Hi', client_id: 'd' } });
  await inbox.call('close_room', { room });
  await beat(server.core);
  spy.mockRestore();
});
afterAll(() => server.close());

interface Plan {
  'Node Type': string;
  'Relation Name'?: string;
  Plans?: Plan[];
}
const nodes = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodes)];

test('the commands were heard', () => {
  expect(statements.size).toBeGreaterThan(15);
});

test('no statement of theirs scans rooms, messages, visitors or their tokens', async () => {
  const client = new pg.Client({ connectionString: server.databaseUrl });
  await client.connect();
  const scans: string[] = [];
  try {
    for (const [text, values] of statements) {
      await client.query('begin');
      const { rows } = await client.query({ text: `explain (format json) ${text}`, values });
      await client.query('rollback');
      const plan = (rows[0] as { 'QUERY PLAN': { Plan: Plan }[] })['QUERY PLAN'][0]?.Plan as Plan;
      for (const node of nodes(plan)) {
        const table = node['Relation Name'] ?? '';
        if (
          node['Node Type'] === 'Seq Scan' &&
          ['rooms', 'messages', 'visitors', 'visitor_tokens', 'read_positions'].includes(table)
        ) {
          scans.push(`${table}: ${text.replace(/\s+/g, ' ').slice(0, 200)}`);
        }
      }
    }
  } finally {
    await client.end();
  }
  expect(scans).toEqual([]);
});
