/** Holds how values cross the border and that a lost connection is a failed query, not the end of the process. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { type Connections, createDatabase } from './db.ts';

let database: TestDatabase;
let connections: Connections;
let warnings: string[];
beforeEach(async () => {
  warnings = [];
  database = await createTestDatabase({ empty: true });
  connections = createDatabase(database.url, {
    max: 2,
    applicationName: 'test',
    log: { warn: (text) => warnings.push(text) },
  });
});
afterEach(async () => {
  await connections.close();
  await database.drop();
});

test('int8 is a number, timestamptz a Date, jsonb its value', async () => {
  const { rows } = await connections.pool.query(
    `SELECT 9007199254740991::int8 AS big, '2026-01-02T03:04:05.678Z'::timestamptz AS at, '{"a":[1]}'::jsonb AS json`,
  );
  expect(rows[0]).toEqual({ big: Number.MAX_SAFE_INTEGER, at: new Date('2026-01-02T03:04:05.678Z'), json: { a: [1] } });
});

test('an int8 that a number cannot hold is refused, never rounded', async () => {
  await expect(connections.pool.query('SELECT 9007199254740993::int8')).rejects.toThrow(RangeError);
});

test('idle and busy connections may be killed; the next query works', async () => {
  const busy = await connections.pool.connect();
  await connections.pool.query('SELECT 1');
  const ended = new Promise((settle) => busy.once('end', settle));
  const other = createDatabase(database.url, { max: 1, log: { warn() {} } });
  await other.pool.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'test'");
  await other.close();
  await ended;
  await expect(busy.query('SELECT 1')).rejects.toThrow();
  busy.release(true);
  await expect.poll(async () => (await connections.pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  expect(warnings.join()).toMatch(/connection was lost/);
});

test('closing twice is fine', async () => {
  await connections.close();
  await connections.close();
});
