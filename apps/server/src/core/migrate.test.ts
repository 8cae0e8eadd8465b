/** Holds that migrations run once, in order, whole, and that a database which does not fit is refused with a reason. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { type Connections, createDatabase } from './db.ts';
import { migrate, migrationsPending } from './migrate.ts';
import { StartError } from './start-error.ts';

const log = { warn() {} };
let database: TestDatabase;
let connections: Connections;
let folder: string;
beforeEach(async () => {
  database = await createTestDatabase({ empty: true });
  connections = createDatabase(database.url, { log });
  folder = mkdtempSync(join(tmpdir(), 'parley-migrations-'));
  write('0001_first.sql', 'CREATE TABLE things (id int PRIMARY KEY);');
});
afterEach(async () => {
  await connections.close();
  await database.drop();
  rmSync(folder, { recursive: true });
});
const write = (name: string, sql: string) => writeFileSync(join(folder, name), sql);
const run = () => migrate(connections.pool, { folder });
const count = async () => (await connections.pool.query('SELECT count(*)::int8 AS n FROM things')).rows[0].n;

test('what is missing is applied in order, once', async () => {
  write('0002_more.sql', 'INSERT INTO things VALUES (1); INSERT INTO things VALUES (2);');
  expect(await migrationsPending(connections.pool, { folder })).toEqual(['0001_first.sql', '0002_more.sql']);
  expect(await run()).toEqual(['0001_first.sql', '0002_more.sql']);
  expect(await run()).toEqual([]);
  expect(await migrationsPending(connections.pool, { folder })).toEqual([]);
  expect(await count()).toBe(2);
});

test('programs that start together take turns and apply each file once', async () => {
  write('0002_slow.sql', 'SELECT pg_sleep(0.2); INSERT INTO things VALUES (1);');
  const applied = await Promise.all([run(), run(), run(), run()]);
  expect(applied.map((names) => names.length).sort()).toEqual([0, 0, 0, 2]);
  expect(await count()).toBe(1);
});

test('a failing file is rolled back whole, named with its line, and can be mended', async () => {
  write('0002_bad.sql', 'INSERT INTO things VALUES (1);\nINSERT INTO nowhere VALUES (1);');
  await expect(run()).rejects.toThrow(/0002_bad\.sql failed \(line 2\): relation "nowhere" does not exist/);
  expect(await count()).toBe(0);
  write('0002_bad.sql', 'INSERT INTO things VALUES (1);');
  expect(await run()).toEqual(['0002_bad.sql']);
});

test('a file without a transaction may build an index concurrently', async () => {
  write(
    '0002_index.sql',
    '-- no-transaction\nDROP INDEX CONCURRENTLY IF EXISTS things_id;\n-- Again; after half of it.\nCREATE INDEX CONCURRENTLY things_id ON things (id);\n',
  );
  expect(await run()).toHaveLength(2);
});

test('a changed file that was applied is refused, by name', async () => {
  await run();
  write('0001_first.sql', 'CREATE TABLE things (id int PRIMARY KEY, name text);');
  await expect(run()).rejects.toThrow(/0001_first\.sql/);
  await expect(run()).rejects.toThrow(StartError);
});

test('a database of a newer program is refused and left alone', async () => {
  write('0002_new.sql', 'INSERT INTO things VALUES (1);');
  await run();
  rmSync(join(folder, '0002_new.sql'));
  await expect(run()).rejects.toThrow(/newer Parley \(0002_new\.sql\)/);
  await expect(migrationsPending(connections.pool, { folder })).rejects.toThrow(StartError);
});

test('a table that is in use is waited for, not queued upon for ever', async () => {
  await run();
  const reader = await connections.pool.connect();
  await reader.query('BEGIN; LOCK TABLE things IN ACCESS SHARE MODE');
  write('0002_alter.sql', "SET LOCAL lock_timeout = '50ms'; ALTER TABLE things ADD name text;");
  await expect(run()).rejects.toThrow(/lock timeout/);
  await reader.query('COMMIT');
  reader.release();
  expect(await run()).toEqual(['0002_alter.sql']);
});

test.each(['1_short.sql', '0002-dash.sql'])('the file name %s is refused', async (name) => {
  write(name, 'SELECT 1');
  await expect(run()).rejects.toThrow(/not named like/);
});

test('two files of one number are refused', async () => {
  write('0001_other.sql', 'SELECT 1');
  await expect(run()).rejects.toThrow(/numbered 0001/);
});
