/** No hot query reads a whole table: each statement that the commands really send is explained on data of some size. */
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { uuidv7 } from '../src/core/ids.ts';
import { connect } from './client.ts';
import { createAgent, createSite, type NewAgent } from './create.ts';
import { heard, liveADay, type Statements, wrongPlans } from './hot-queries.ts';
import { startTestServer, type TestServer } from './server.ts';

let server: TestServer;
let statements: Statements;
let searches: Statements;

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
  const team = uuidv7();
  await db.insertInto('teams').values({ site_id: site.id, id: team, name: 'Returns', name_key: 'returns' }).execute();
  await sql`update rooms set team_id = ${team} where site_id = ${site.id} and owner_kind = 'queue' and random() < 0.2`.execute(
    db,
  );
  const [rare, common] = [uuidv7(), uuidv7()];
  for (const [name, id] of Object.entries({ rare, common }))
    await db.insertInto('labels').values({ site_id: site.id, id, name, name_key: name, color: 'blue' }).execute();
  await sql`insert into room_labels (site_id, room_id, label_id, put_at)
    select site_id, id, case when random() < 0.01 then ${rare}::uuid else ${common}::uuid end, now()
    from rooms where site_id = ${site.id}`.execute(db);
  await sql`insert into messages (site_id, room_id, seq, id, author_id, author, role, content)
    select site_id, id, n, gen_random_uuid(), key, 'Visitor', 'visitor', 'words of ' || n || ' ' || md5(id::text || n)
    from rooms, generate_series(1, 2) n`.execute(db);
  await sql`insert into read_positions (site_id, room_id, person, seq, moved_at)
    select site_id, id, visitor_id, 2, now() - interval '2 hours' from rooms`.execute(db);
  await sql`insert into visitor_tokens (site_id, token_hash, visitor_id, purpose, expires_at)
    select site_id, sha256(id::text::bytea), id, 'session', now() + interval '1 year' from visitors`.execute(db);
  await sql`analyze`.execute(db);

  const { rows } = await sql<{ key: string; said: string }>`
    select r.key, m.content as said from rooms r join messages m on m.site_id = r.site_id and m.room_id = r.id
    where r.site_id = ${site.id} limit 1`.execute(db);
  const known = rows[0] as { key: string; said: string };
  statements = await heard(() => liveADay(server, 'acme', agent, { team, labels: [rare, common] }));
  searches = await heard(() => searchForLong(agent, known));
  // Filling the tables takes 8 seconds of an idle machine, and more than the usual 30 of a busy one.
}, 120_000);
afterAll(() => server.close());

/** Common, rare and no words, contacts by their id, words of no index; each further page, and what narrows them. */
async function searchForLong(agent: NewAgent, { key, said }: { key: string; said: string }): Promise<void> {
  const inbox = await connect(server, '/ws/room/acme', agent.token);
  for (const query of ['words', said.split(' ').at(-1), 'nowhere', key.slice(0, 9), 'of 1', 'ab'])
    for (const narrowed of [{}, { status: 'closed' }, { status: 'open', assignee: 'bot' }]) {
      let asked: Record<string, unknown> = { query, limit: 10, ...narrowed };
      for (let page = 0; page < 3; page++) {
        const { next } = await inbox.call('fetch_rooms', asked);
        if (!next) break;
        asked = { ...asked, cursor: next };
      }
    }
  await inbox.close();
}

test('the commands were heard, most of them locked to the site', () => {
  expect(statements.size).toBeGreaterThan(15);
  const locked = [...statements.values()].filter(({ told }) => told !== null);
  expect(locked.length).toBeGreaterThan(statements.size / 2);
});

test('mentions were looked for and read, their further pages too', () => {
  const texts = [...searches.keys()];
  expect(texts.some((text) => text.includes('hit (room_id, seq)'))).toBe(true);
  expect(texts.some((text) => text.includes('m.content') && text.includes('@@') && text.includes('not exists'))).toBe(
    true,
  );
});

test('no statement of theirs scans rooms, messages, visitors or their tokens', async () => {
  expect(await wrongPlans(server.databaseUrl, statements)).toEqual([]);
  expect(await wrongPlans(server.databaseUrl, searches)).toEqual([]);
});
