/** The second lock on tenancy: what a verb asks without naming its site, it does not get. */
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDatabase } from '../src/core/db.ts';
import { migrate } from '../src/core/migrate.ts';
import { freeOwner, keepSiteLock } from '../src/core/site-lock.ts';
import { inSites } from '../src/core/site-scope.ts';
import { installJobs } from '../src/core/worker.ts';
import { lookAtDatabase } from '../src/doctor/database.ts';
import { draftOf } from '../src/rooms/transitions.ts';
import { nextMessage, takeRooms, writing } from '../src/rooms/write.ts';
import { chat, connect, openVisitor, type Visitor } from './client.ts';
import { createAgent, createSite, type NewAgent, type NewSite } from './create.ts';
import { createTestDatabase } from './database.ts';
import { startTestServer, type TestServer } from './server.ts';

let server: TestServer;
let acme: NewSite;
let other: NewSite;
let mia: NewAgent;
let visitor: Visitor;

beforeAll(async () => {
  server = await startTestServer();
  acme = await createSite(server.core, { slug: 'acme' });
  other = await createSite(server.core, { slug: 'other' });
  mia = await createAgent(server.core, acme, { role: 'owner' });
  await createAgent(server.core, other, { role: 'owner' });
  visitor = await openVisitor(server, 'acme');
  for (const [slug, who] of [
    ['acme', visitor],
    ['other', await openVisitor(server, 'other')],
  ] as const) {
    const socket = await chat(server, slug, who);
    await socket.call('new_message', { message: { content: `said at ${slug}` } });
    await socket.close();
  }
});
afterAll(() => server.close());

const query = async <Row>(text: string) => (await server.core.database.pool.query(text)).rows as Row[];
const asAcme = <T>(work: () => T): T => inSites({ siteIds: [acme.id] }, work);

describe('a verb that forgot its WHERE', () => {
  test('finds its own site’s messages alone', async () => {
    const { rows } = await asAcme(() => sql<{ content: string }>`select content from messages`.execute(server.core.db));
    expect(rows).toEqual([{ content: 'said at acme' }]);
  });

  test('changes and removes nothing of another site, and cannot write there', async () => {
    const { db } = server.core;
    const changed = await asAcme(() => db.updateTable('visitors').set({ name: 'renamed' }).executeTakeFirst());
    expect(changed.numUpdatedRows).toBe(1n);
    const removed = await asAcme(() => db.deleteFrom('bots').executeTakeFirst());
    expect(removed.numDeletedRows).toBe(0n);
    const row = { site_id: other.id, id: crypto.randomUUID() };
    await expect(asAcme(() => db.insertInto('visitors').values(row).execute())).rejects.toThrow('row-level security');
    expect(await db.selectFrom('visitors').select('name').where('site_id', '=', other.id).execute()).toEqual([
      { name: null },
    ]);
  });

  test('sees of its caller’s account what it has elsewhere, and of nobody else’s', async () => {
    const { db } = server.core;
    const third = await createSite(server.core);
    await createAgent(server.core, third);
    await db.insertInto('memberships').values({ site_id: third.id, account_id: mia.id, role: 'agent' }).execute();
    await inSites({ siteIds: [acme.id], accountId: mia.id }, async () => {
      const sites = await db.selectFrom('sites').select('id').execute();
      expect(sites.map(({ id }) => id).sort()).toEqual([acme.id, third.id].sort());
      const there = db.selectFrom('memberships').select('account_id').where('site_id', '=', third.id);
      expect(await there.execute()).toEqual([{ account_id: mia.id }]);
      const ids = [mia.id, crypto.randomUUID()];
      const tell = (siteId: string, actorId: string) =>
        sql`insert into audit_log (site_id, id, actor_kind, actor_id, action)
          values (${siteId}, ${crypto.randomUUID()}, 'agent', ${actorId}, 'x')`.execute(db);
      for (const id of ids) await tell(third.id, id);
      await expect(tell(other.id, mia.id)).rejects.toThrow('row-level security');
      const deeds = db.selectFrom('audit_log').select('actor_id').where('site_id', '=', third.id);
      expect(await deeds.execute()).toEqual([{ actor_id: mia.id }]);
    });
  });

  test('stays in its site among hundreds of others’ on the same few connections, also after one that failed', async () => {
    const contents = (of: NewSite) =>
      inSites({ siteIds: [of.id] }, () =>
        server.core.db.transaction().execute(async (tx) => {
          const first = await sql<{ content: string }>`select content from messages`.execute(tx);
          if (Math.random() < 0.2) await sql`select 1 / 0`.execute(tx).catch(() => undefined);
          return first.rows;
        }),
      );
    const asked = Array.from({ length: 300 }, () => (Math.random() < 0.5 ? acme : other));
    const found = await Promise.all(asked.map((of) => contents(of).catch(() => null)));
    for (const [n, rows] of found.entries()) if (rows) expect(rows).toEqual([{ content: `said at ${asked[n]?.slug}` }]);
  });
});

test('a connection that goes back carries neither site nor role, however its borrower ended', async () => {
  const one = createDatabase(server.databaseUrl, { max: 1, log: { warn() {} } });
  try {
    const [role] = await query<{ name: string }>(
      `select rolname as name from pg_roles where rolname like 'parley\\_app\\_%' and not rolsuper limit 1`,
    );
    one.lockSites(role?.name as string);
    const told = async () => {
      const { rows } = await one.pool.query(
        `select current_user = session_user as own, coalesce(current_setting('parley.sites', true), '') as sites,
           coalesce(current_setting('parley.account', true), '') as account, pg_backend_pid() as pid`,
      );
      return rows[0];
    };
    const clean = { ...(await told()), own: true, sites: '', account: '' };
    const { db } = one;
    const seen = sql<{ user: string; sites: string }>`
      select current_user as user, current_setting('parley.sites') as sites`;
    const ends: [string, () => Promise<unknown>][] = [
      ['one statement', () => seen.execute(db)],
      ['one that fails', () => sql`select 1 / 0`.execute(db)],
      ['a prepared one', () => one.query({ name: 'seen', text: 'select content from messages' })],
      ['a transaction', () => db.transaction().execute((tx) => seen.execute(tx))],
      [
        'one that is rolled back',
        () =>
          db.transaction().execute(async (tx) => {
            await seen.execute(tx);
            throw new Error('no');
          }),
      ],
      [
        'one that fails and is committed all the same',
        () =>
          db.transaction().execute(async (tx) => {
            await sql`select 1 / 0`.execute(tx).catch(() => undefined);
          }),
      ],
    ];
    for (const [what, end] of ends) {
      await inSites({ siteIds: [acme.id], accountId: mia.id }, end).catch(() => undefined);
      expect([what, await told()]).toEqual([what, clean]);
    }
    expect((await asAcme(() => seen.execute(db))).rows).toEqual([{ user: role?.name, sites: `{${acme.id}}` }]);
    expect((await asAcme(() => one.query({ name: 'seen', text: 'select content from messages' }))).length).toBe(1);
    expect((await one.query({ name: 'seen', text: 'select content from messages' })).length).toBe(2);
  } finally {
    await one.close();
  }
});

test('verbs over both doors and the message log run as a role that owns nothing, bypasses nothing and knows its site', async () => {
  await query(`create table seen_as (what text, who text, sites text);
    grant insert on seen_as to public;
    create function note_who() returns trigger language plpgsql as $$
      begin insert into seen_as values (tg_table_name, current_user, current_setting('parley.sites', true)); return new; end $$;
    create trigger note_who after insert on rooms for each row execute function note_who();
    create trigger note_who after insert or update on visitors for each row execute function note_who();
    create trigger note_who after insert or update on predefined_answers for each row execute function note_who()`);
  const newcomer = await openVisitor(server, 'acme');
  const socket = await chat(server, 'acme', newcomer);
  await socket.call('new_message', { message: { content: 'once more' } });
  await socket.call('leave_email', { email: 'vera@visitor.test' });
  const inbox = await connect(server, '/ws/room/acme', mia.token);
  await inbox.call('create_answer', { title: 'T', triggers: ['t'], content: 'C', quick_replies: [] });
  const seen = await query<{ what: string; who: string; sites: string }>(
    'select distinct * from seen_as order by what',
  );
  expect(seen.map(({ what }) => what)).toEqual(['predefined_answers', 'rooms', 'visitors']);
  for (const { who, sites } of seen) {
    expect(sites).toBe(`{${acme.id}}`);
    const [role] = await query<object>(
      `select rolsuper, rolbypassrls, rolcanlogin, exists (select from pg_class where relowner = r.oid) as owns
       from pg_roles r where rolname = '${who}'`,
    );
    expect(role).toEqual({ rolsuper: false, rolbypassrls: false, rolcanlogin: false, owns: false });
  }
});

test('the message log’s transactions see the sites of their messages; its lone statement, which is told nothing, names them', async () => {
  const { db, database } = server.core;
  const theirs = await db.selectFrom('rooms').selectAll().where('site_id', '=', other.id).executeTakeFirstOrThrow();
  const taken = (sites: string[]) =>
    database.writer.transaction((run) => takeRooms(run, [{ siteId: other.id, key: theirs.key }]), undefined, sites);
  expect(await taken([acme.id])).toEqual([]);
  expect(await taken([acme.id, other.id])).toMatchObject([{ id: theirs.id }]);
  const at = new Date();
  const said = {
    author: { id: 'x', name: 'X', role: 'visitor' },
    content: 'not here',
    clientId: null,
    meta: null,
  } as const;
  // Their room by its id, their head, and another site's name on both or on the message alone.
  for (const of of ['room', 'message']) {
    const draft = draftOf({ ...theirs, ...(of === 'room' && { site_id: acme.id }) });
    const message = { ...nextMessage(draft, said, at), site_id: acme.id };
    const [only] = writing([draft], [message], at);
    if (!only) throw new Error('nothing to write');
    const alone = database.writer.transaction(
      async (_run, _tx, conclude) => conclude(only.statement, only.values),
      undefined,
      [acme.id],
    );
    await expect(alone).rejects.toThrow(of === 'room' ? 'division by zero' : 'foreign key');
  }
  expect(await query(`select 1 from messages where content = 'not here'`)).toEqual([]);
});

describe('an operator’s own Postgres, where the program is no superuser', () => {
  const owner = `owner_${crypto.randomUUID().replaceAll('-', '')}`;
  const warnings: string[] = [];
  const log = { warn: (text: string) => warnings.push(text) };
  let url: string;
  let drop: () => Promise<void>;
  let admin: pg.Client;

  beforeAll(async () => {
    const database = await createTestDatabase({ empty: true });
    drop = database.drop;
    admin = new pg.Client({ connectionString: database.url });
    await admin.connect();
    await admin.query(`create role ${owner} login password 'owner' nosuperuser`);
    const own = new URL(database.url);
    await admin.query(
      `alter database ${own.pathname.slice(1)} owner to ${owner}; alter schema public owner to ${owner}`,
    );
    [own.username, own.password] = [owner, 'owner'];
    url = own.href;
  });
  afterAll(async () => {
    const { rows } = await admin.query<{ name: string }>(
      `select rolname as name from pg_roles where rolname = 'parley_app_' || current_database()`,
    );
    for (const { name } of rows) await admin.query(`drop owned by ${name}; drop role ${name}`);
    await admin.query(`alter database ${new URL(url).pathname.slice(1)} owner to current_user`);
    await admin.query(`drop owned by ${owner} cascade`);
    await admin.end();
    await drop();
  });
  const forced = async () =>
    (
      await admin.query<{ forced: boolean }>(
        `select relforcerowsecurity as forced from pg_class where relname = 'rooms'`,
      )
    ).rows[0]?.forced;

  test('without the right to make a role it runs as before and says what is missing; with it, the lock is on', async () => {
    const connections = createDatabase(url, { max: 4, log: { warn() {} } });
    try {
      await migrate(connections.pool);
      await installJobs(connections.pool);
      expect(await keepSiteLock(connections.pool, log)).toBeNull();
      const its = `parley_app_${new URL(url).pathname.slice(1)}`;
      expect(warnings.join()).toContain(`create role ${its} nologin; grant ${its} to ${owner};`);
      expect((await lookAtDatabase(connections.pool)).find(({ check }) => check === 'sites locked')).toMatchObject({
        verdict: 'warn',
        fix: expect.stringContaining(`create role ${its} nologin`),
      });
      await admin.query(`alter role ${owner} createrole`);
      const role = await keepSiteLock(connections.pool, log);
      expect(role).toMatch(/^parley_app_test_/);
      // Twice is once, and the right to make roles is not needed any more.
      await admin.query(`alter role ${owner} nocreaterole`);
      expect(await keepSiteLock(connections.pool, log)).toBe(role);
      expect(warnings).toHaveLength(1);
    } finally {
      await connections.close();
    }
    const again = await startTestServer({ databaseUrl: url });
    try {
      const site = await createSite(again.core, { slug: 'acme' });
      const agent = await createAgent(again.core, site);
      const who = await openVisitor(again, 'acme');
      const socket = await chat(again, 'acme', who);
      const inbox = await connect(again, '/ws/room/acme', agent.token);
      expect(await socket.call('new_message', { message: { content: 'hello' } })).toMatchObject({
        command: 'new_message',
      });
      const room = `acme ${who.consumer}`;
      expect(await inbox.call('take_over', { room })).toMatchObject({ command: 'take_over' });
      expect(await inbox.call('fetch_rooms', { query: 'hello' })).toMatchObject({ rooms: [{ room }] });
      const blind = inSites({ siteIds: [crypto.randomUUID()] }, () =>
        again.core.db.selectFrom('messages').selectAll().execute(),
      );
      expect(await blind).toEqual([]);
    } finally {
      await again.close();
    }
  });

  test('the database’s owner sees all under forced policies: what an operator does by hand, and a backup that asks to be held to them', async () => {
    const hand = new pg.Client({ connectionString: url });
    await hand.connect();
    try {
      expect(await forced()).toBe(true);
      expect((await hand.query('select 1 from messages')).rowCount).toBe(2);
      expect((await hand.query('update visitors set seen_at = now()')).rowCount).toBe(1);
      // The search reads words by their index: a policy that had to be looked at first would forbid it.
      await hand.query('set enable_seqscan = off');
      const { rows } = await hand.query(
        `explain select 1 from messages where to_tsvector('simple', content) @@ plainto_tsquery('simple', 'hello')`,
      );
      expect(rows.map((row) => row['QUERY PLAN']).join('\n')).toContain('on messages_said');
      // As pg_dump does unless it is told --enable-row-security: it fails, and does not leave rows out.
      await hand.query('set row_security = off');
      await expect(hand.query('select 1 from messages')).rejects.toThrow('row-level security');
    } finally {
      await hand.end();
    }
  });

  test('where the tables are not the database owner’s, nothing binds whoever owns them', async () => {
    await admin.query(`alter database ${new URL(url).pathname.slice(1)} owner to current_user`);
    const connections = createDatabase(url, { max: 2, log: { warn() {} } });
    try {
      const count = async () => (await connections.pool.query('select 1 from messages')).rowCount;
      expect(await count()).toBe(0);
      await freeOwner(connections.pool);
      expect([await forced(), await count()]).toEqual([false, 2]);
      expect(await keepSiteLock(connections.pool, log)).not.toBeNull();
      expect([await forced(), await count()]).toEqual([false, 2]);
    } finally {
      await connections.close();
    }
  });
});
