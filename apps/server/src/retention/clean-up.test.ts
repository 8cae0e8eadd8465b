/** Holds what the daily clean-up takes, what it leaves, and that nothing stops it half-way for good. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createAgent, createSite, type NewSite } from '../../test/create.ts';
import { startTestServer, type TestServer } from '../../test/server.ts';
import { makeToken } from '../accounts/one-time-tokens.ts';
import { uuidv7 } from '../core/ids.ts';
import { addJobs } from '../core/jobs.ts';
import { cleanUp } from './clean-up.ts';

let server: TestServer;
let site: NewSite;

beforeEach(async () => {
  server = await startTestServer();
  site = await createSite(server.core);
});
afterEach(() => server.close());

const run = (signal = new AbortController().signal) => cleanUp(server.core, {}, { attempt: 1, maxAttempts: 8, signal });
const query = async (text: string, values: unknown[] = []) =>
  (await server.core.database.pool.query(text, values)).rows;
const count = async (table: string) => (await query(`select count(*)::int as n from ${table}`))[0].n as number;

/** `n` rooms with three messages each, closed `days` ago (null: open), whose visitors were last seen then. */
async function rooms(n: number, days: number | null, on = site): Promise<void> {
  await query(
    `with v as (
       insert into visitors (site_id, id, seen_at)
       select $1, gen_random_uuid(), now() - coalesce($3, 400) * interval '1 day' from generate_series(1, $2)
       returning site_id, id),
     r as (
       insert into rooms (site_id, id, key, visitor_id, last_seq, status, closed_at)
       select site_id, gen_random_uuid(), id::text, id, 3, case when $3::int is null then 'open' else 'closed' end,
         now() - $3 * interval '1 day' from v
       returning site_id, id)
     insert into messages (site_id, room_id, seq, id, author_id, author, role, content)
     select site_id, id, seq, gen_random_uuid(), 'a', 'A', 'visitor', 'hello' from r, generate_series(1, 3) seq`,
    [on.id, n, days],
  );
}

test('rooms closed for longer than their site keeps them go, in batches, with messages and visitors', async () => {
  const keeping = await createSite(server.core);
  await query('update sites set retention_days = 60 where id = $1', [keeping.id]);
  await rooms(1_203, 31);
  await rooms(2, 29);
  await rooms(2, null);
  await rooms(3, 59, keeping);
  await rooms(4, 61, keeping);
  await run();
  expect(await count('rooms')).toBe(2 + 2 + 3);
  expect(await count('messages')).toBe(3 * 7);
  expect(await count('visitors')).toBe(7);
});

test('two at once share the work, and a second one finds nothing to do', async () => {
  await rooms(1_100, 31);
  await Promise.all([run(), run()]);
  await run();
  expect(await count('rooms')).toBe(0);
  expect(await count('visitors')).toBe(0);
});

test('stopped in the middle it is tried again and goes on', async () => {
  await rooms(5, 31);
  await expect(run(AbortSignal.abort())).rejects.toThrow();
  expect(await count('rooms')).toBe(5);
  await run();
  expect(await count('rooms')).toBe(0);
});

test('visitors who never talked are forgotten after thirty days, those who come back are not', async () => {
  const visitor = async (days: number) =>
    query(`insert into visitors (site_id, id, seen_at) values ($1, $2, now() - $3 * interval '1 day')`, [
      site.id,
      uuidv7(),
      days,
    ]);
  for (const days of [0, 29, 31, 400]) await visitor(days);
  await run();
  expect(await count('visitors')).toBe(2);
});

test('what has expired is swept, what has not stays', async () => {
  const agent = await createAgent(server.core, site);
  await makeToken(server.core, server.core.db, 'reset', agent.id);
  await makeToken(server.core, server.core.db, 'invitation', agent.id);
  await query(`insert into visitors (site_id, id) values ($1, $1)`, [site.id]);
  await query(
    `insert into visitor_tokens (site_id, token_hash, visitor_id, purpose, expires_at)
     select $1, decode(to_hex(n), 'escape'), $1, 'session', now() + (n - 10) * interval '1 hour' from generate_series(1, 20) n`,
    [site.id],
  );
  await query(`update one_time_tokens set expires_at = now() where purpose = 'reset'`);
  await run();
  expect(await count('visitor_tokens')).toBe(10);
  expect(await query('select purpose from one_time_tokens')).toEqual([{ purpose: 'invitation' }]);
  expect(await count('sessions')).toBe(1);
  await query('update sessions set expires_at = now()');
  await run();
  expect(await count('sessions')).toBe(0);
});

test('[D9] what was asked about people’s data goes a month after an export, 400 days after an erasure, and what is not done stays', async () => {
  const asked = [
    ['export', 'done', 29],
    ['export', 'done', 31],
    ['export', 'failed', 31],
    ['erasure', 'done', 399],
    ['erasure', 'done', 401],
    ['erasure', 'failed', 401],
    ['erasure', 'running', null],
    ['export', 'queued', null],
  ] as const;
  for (const [kind, state, days] of asked)
    await query(
      `insert into privacy_requests (site_id, id, kind, consumer, state, created_at, finished_at)
       values ($1, gen_random_uuid(), $2, gen_random_uuid(), $3, now() - interval '500 days', now() - $4 * interval '1 day')`,
      [site.id, kind, state, days],
    );
  await run();
  const left = await query(
    `select kind, state, extract(day from now() - finished_at)::int as days from privacy_requests`,
  );
  const gone = [1, 2, 4];
  expect(left.map(({ kind, state, days }) => `${kind} ${state} ${days}`).sort()).toEqual(
    asked.flatMap(([kind, state, days], n) => (gone.includes(n) ? [] : [`${kind} ${state} ${days}`])).sort(),
  );
});

test('jobs that were given up a month ago are taken away, waiting ones are not', async () => {
  const jobs = ['waiting', 'given up lately', 'given up long ago'].map((payload) => ({
    task: 't',
    payload: { payload },
  }));
  await server.core.db.transaction().execute((tx) => addJobs(tx, jobs));
  await query(`alter table graphile_worker._private_jobs disable trigger user`);
  await query(
    `update graphile_worker._private_jobs set attempts = max_attempts where payload->>'payload' like 'given%'`,
  );
  await query(
    `update graphile_worker._private_jobs set updated_at = now() - interval '31 days' where payload->>'payload' <> 'given up lately'`,
  );
  await run();
  expect(await query(`select payload->>'payload' as p from graphile_worker._private_jobs order by id`)).toEqual([
    { p: 'waiting' },
    { p: 'given up lately' },
  ]);
});

test('every query of it goes by an index', async () => {
  await rooms(3_000, 31);
  await rooms(3_000, 5);
  await query('analyze');
  const plan = JSON.stringify(
    await query(
      `explain select id from rooms where site_id = $1 and status = 'closed' and closed_at < now() - interval '30 days'
       order by closed_at limit 500 for update skip locked`,
      [site.id],
    ),
  );
  expect(plan).toContain('rooms_closed_by_site');
});

test('old texts of articles go after 400 days, and their articles stay', async () => {
  await query(`insert into articles (site_id, id, slug, title, body) values ($1, gen_random_uuid(), 'a', 'A', '1')`, [
    site.id,
  ]);
  await query(`update articles set body = '2'`);
  await query(`update article_revisions set replaced_at = now() - interval '401 days'`);
  await query(`update articles set body = '3'`);
  await run();
  expect(await query('select revision, body from article_revisions')).toEqual([{ revision: 2, body: '2' }]);
  expect(await query('select revision, body from articles')).toEqual([{ revision: 3, body: '3' }]);
});
