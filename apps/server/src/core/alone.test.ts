/** One at a time for a key: in one program, between two, and no longer than the session that holds the lock. */
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { lockBy, oneAtATime } from './alone.ts';
import { type Core, StateBox } from './core.ts';

let database: TestDatabase;
let pool: pg.Pool;
let sessions: pg.PoolClient[];
const { signal } = new AbortController();

beforeAll(async () => {
  database = await createTestDatabase();
  pool = new pg.Pool({ connectionString: database.url });
  sessions = [];
});
afterAll(async () => {
  for (const session of sessions) session.release(true);
  await pool.end();
  await database.drop();
});

let key: string;
let said: string[];
beforeEach(() => {
  key = crypto.randomUUID();
  said = [];
});

/** A program with a session of its own. */
async function program(): Promise<{ core: Core; session: pg.PoolClient }> {
  const core = { state: new StateBox() } as Core;
  const session = await pool.connect();
  session.on('error', () => undefined);
  sessions.push(session);
  lockBy(core, session);
  return { core, session };
}

/** Work that has begun and ends when it is told to. */
async function begin(core: Core, name: string): Promise<{ end(): Promise<void> }> {
  const going = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<void>();
  const over = oneAtATime(core, key, signal, async () => {
    said.push(`${name} begins`);
    begun.resolve();
    await going.promise;
    said.push(`${name} ends`);
  });
  await begun.promise;
  return {
    end: () => {
      going.resolve();
      return over;
    },
  };
}

test('within a program the next one begins when the last one has ended, also when that threw', async () => {
  const { core } = await program();
  const first = await begin(core, 'first');
  const failing = oneAtATime(core, key, signal, () => Promise.reject(new Error('as it may'))).catch(
    (error: Error) => error.message,
  );
  const third = oneAtATime(core, key, signal, async () => void said.push('third'));
  await oneAtATime(core, `${key} other`, signal, async () => void said.push('other key'));
  await first.end();
  expect(await failing).toBe('as it may');
  await third;
  expect(said).toEqual(['first begins', 'other key', 'first ends', 'third']);
});

test('so it is between two programs on one database', async () => {
  const [one, two] = [await program(), await program()];
  const first = await begin(one.core, 'first');
  const second = oneAtATime(two.core, key, signal, async () => void said.push('second'));
  await oneAtATime(two.core, `${key} other`, signal, async () => void said.push('other key'));
  await first.end();
  await second;
  expect(said).toEqual(['first begins', 'other key', 'first ends', 'second']);
});

test('nothing stays locked by a session that is gone', async () => {
  const [one, two] = [await program(), await program()];
  const first = await begin(one.core, 'first');
  const { rows } = await one.session.query<{ pid: number }>('select pg_backend_pid() as pid');
  await pool.query('select pg_terminate_backend($1)', [rows[0]?.pid]);
  await oneAtATime(two.core, key, signal, async () => void said.push('second'));
  await first.end();
  expect(said).toEqual(['first begins', 'second', 'first ends']);
});

test('whoever is told to leave waits no longer', async () => {
  const [one, two] = [await program(), await program()];
  const first = await begin(one.core, 'first');
  const leaving = new AbortController();
  const waiting = oneAtATime(two.core, key, leaving.signal, async () => void said.push('second'));
  leaving.abort();
  await expect(waiting).rejects.toThrow();
  await first.end();
  expect(said).toEqual(['first begins', 'first ends']);
});
