/** What an older version left among the jobs' queues, and how sites share them. */
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { type Connections, createDatabase } from './db.ts';
import { uuidv7 } from './ids.ts';
import { addJobs, queueOf } from './jobs.ts';

let testDatabase: TestDatabase;
let database: Connections;
beforeEach(async () => {
  testDatabase = await createTestDatabase();
  database = createDatabase(testDatabase.url, { log: { warn() {} } });
});
afterEach(async () => {
  await database.close();
  await testDatabase.drop();
});

const read = async (text: string) => (await database.pool.query({ text, rowMode: 'array' })).rows;

test('sites made one after the other share all lanes, and a site keeps its own', () => {
  const sites = Array.from({ length: 200 }, () => uuidv7());
  const lanes = sites.map((id) => queueOf('embed', id, 8));
  expect(new Set(lanes).size).toBe(8);
  expect(sites.map((id) => queueOf('embed', id, 8))).toEqual(lanes);
});

test('queues of sites go with the update; what waited in them stays, and what runs keeps its own', async () => {
  const [waiting, running, over] = [uuidv7(), uuidv7(), uuidv7()];
  const job = (queue: string) => ({ task: 't', payload: { queue }, queue });
  await database.db
    .transaction()
    .execute((tx) => addJobs(tx, [...[waiting, running, over].map((id) => job(`embed ${id}`)), job('imports 1')]));
  await database.pool.query(
    `update graphile_worker._private_job_queues set locked_at = now(), locked_by = 'w' where queue_name = $1`,
    [`embed ${running}`],
  );
  await database.pool.query(`delete from graphile_worker._private_jobs where payload->>'queue' = $1`, [
    `embed ${over}`,
  ]);
  await database.pool.query(
    readFileSync(new URL('../../migrations/0059_no_queue_a_site.sql', import.meta.url), 'utf8'),
  );
  expect(await read(`select queue_name from graphile_worker._private_job_queues order by 1`)).toEqual([
    [`embed ${running}`],
    ['imports 1'],
  ]);
  expect(
    await read(
      `select payload->>'queue', job_queue_id is null from graphile_worker._private_jobs order by payload->>'queue' = 'imports 1', id`,
    ),
  ).toEqual([
    [`embed ${waiting}`, true],
    [`embed ${running}`, false],
    ['imports 1', false],
  ]);
});
