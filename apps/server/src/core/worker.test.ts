/** Holds what features may rely on: a job runs, again if it must, wherever a worker lives; whatever dies in between. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import pino from 'pino';
import { afterEach, beforeEach, expect, inject, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import type { Core } from './core.ts';
import { type Connections, createDatabase } from './db.ts';
import { addJobs, type JobContext, type JobTask, type NewJob } from './jobs.ts';
import { Metrics } from './metrics.ts';
import { type RunningWorker, startWorker, type WorkerOptions } from './worker.ts';

const QUICK = { beatMs: 100, sweepMs: 100, silenceMs: 600 };

let testDatabase: TestDatabase;
let database: Connections;
let logged: Record<string, unknown>[];
let core: Core;
const workers: RunningWorker[] = [];

beforeEach(async () => {
  testDatabase = await createTestDatabase();
  database = createDatabase(testDatabase.url, { log: { warn() {} } });
  logged = [];
  const log = pino({ level: 'debug' }, { write: (line: string) => logged.push(JSON.parse(line)) });
  // All that a worker itself needs of the core.
  core = { database, db: database.db, log, metrics: new Metrics(), tracing: null } as Partial<Core> as Core;
});
afterEach(async () => {
  for (const worker of workers.splice(0)) await worker.stop();
  await database.close();
  await testDatabase.drop();
});

async function work(tasks: Record<string, JobTask>, options: WorkerOptions = {}): Promise<RunningWorker> {
  const worker = await startWorker(core, [{ name: 'test', tasks }], { pollMs: 100, liveness: QUICK, ...options });
  workers.push(worker);
  return worker;
}
const add = (...jobs: NewJob[]) => database.db.transaction().execute((tx) => addJobs(tx, jobs));
const waiting = async () =>
  (
    await database.pool.query(
      `select j.task_identifier as task, j.key, j.run_at, j.max_attempts, p.payload
       from graphile_worker.jobs j join graphile_worker._private_jobs p using (id) order by j.id`,
    )
  ).rows;

/** A task, and a promise of its first run. */
function once_(): { task: JobTask; ran: Promise<JobContext>; runs: () => number } {
  const { promise, resolve } = Promise.withResolvers<JobContext>();
  let runs = 0;
  return {
    task: async (_core, _payload, context) => {
      runs += 1;
      resolve(context);
    },
    ran: promise,
    runs: () => runs,
  };
}

test('jobs exist when the transaction commits, and only then', async () => {
  await expect(
    database.db.transaction().execute(async (tx) => {
      await addJobs(tx, [{ task: 'never', payload: {} }]);
      throw new Error('undone');
    }),
  ).rejects.toThrow('undone');
  expect(await waiting()).toEqual([]);
  await add(...Array.from({ length: 300 }, (_, n) => ({ task: 'many', payload: { n } })));
  expect((await waiting()).map((job) => job.payload.n)).toEqual(Array.from({ length: 300 }, (_, n) => n));
  expect((await waiting())[0]).toMatchObject({ task: 'many', key: null, max_attempts: 8 });
});

test('a waiting job of the same key is replaced, and keeps its time when asked', async () => {
  const soon = new Date(Date.now() + 60_000);
  const later = new Date(Date.now() + 120_000);
  await add({ task: 'mail', payload: { n: 1 }, key: 'k', keep: true, runAt: soon, maxAttempts: 25 });
  await add({ task: 'mail', payload: { n: 2 }, key: 'k', keep: true, runAt: later, maxAttempts: 25 });
  expect(await waiting()).toMatchObject([{ key: 'k', payload: { n: 2 }, run_at: soon, max_attempts: 25 }]);
  await add({ task: 'mail', payload: { n: 3 }, key: 'k', runAt: later });
  expect(await waiting()).toMatchObject([{ key: 'k', payload: { n: 3 }, run_at: later }]);
});

test('several jobs of one key in one call are one job, the last', async () => {
  await add({ task: 'a', payload: { n: 1 }, key: 'k' }, { task: 'b', payload: { n: 2 }, key: 'k' });
  expect(await waiting()).toMatchObject([{ task: 'b', payload: { n: 2 } }]);
});

test('a job added while its like is running runs too', async () => {
  const first = Promise.withResolvers<void>();
  const second = Promise.withResolvers<void>();
  let runs = 0;
  await work({
    mail: async () => {
      runs += 1;
      if (runs === 1) await add({ task: 'mail', payload: {}, key: 'k', keep: true });
      (runs === 1 ? first : second).resolve();
    },
  });
  await add({ task: 'mail', payload: {}, key: 'k', keep: true });
  await first.promise;
  await second.promise;
  expect(runs).toBe(2);
});

test('what a job throws is logged with its id and task, never with its payload, and it runs again', async () => {
  const again = Promise.withResolvers<JobContext>();
  await work({
    flaky: async (_core, _payload, context) => {
      if (context.attempt === 1) throw Object.assign(new Error('no luck'), { detail: 'secret words' });
      again.resolve(context);
    },
  });
  await add({ task: 'flaky', payload: { words: 'secret words' } });
  expect(await again.promise).toMatchObject({ attempt: 2, maxAttempts: 8 });
  const line = logged.find((entry) => entry.task === 'flaky');
  expect(line).toMatchObject({ msg: 'a job failed and will be tried again', reason: 'no luck', attempt: 1 });
  expect(line?.job).toBeDefined();
  expect(JSON.stringify(logged)).not.toContain('secret words');
});

test('a job of a worker that was killed runs again elsewhere', async () => {
  const script = fileURLToPath(new URL('../../test/worker-child.ts', import.meta.url));
  const child = spawn(process.execPath, [script, testDatabase.url, JSON.stringify(QUICK)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await add({ task: 'hold', payload: {} });
  expect(String((await once(child.stdout, 'data'))[0])).toBe('holding\n');
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;

  const { task, ran } = once_();
  await work({ hold: task });
  expect((await ran).attempt).toBe(2);
});

test('a job that takes longer than the silence stays with its worker while that one lives', async () => {
  const longEnough = once_();
  let runs = 0;
  const done = Promise.withResolvers<void>();
  const tasks: Record<string, JobTask> = {
    long: async () => {
      runs += 1;
      await longEnough.ran;
      done.resolve();
    },
    later: longEnough.task,
  };
  await work(tasks, { concurrency: 2 });
  await work(tasks, { concurrency: 2 });
  await add(
    { task: 'long', payload: {} },
    { task: 'later', payload: {}, runAt: new Date(Date.now() + 3 * QUICK.silenceMs) },
  );
  await done.promise;
  expect(runs).toBe(1);
});

test('a database that is away when a job ends stops neither the program nor, once it is back, the worker', async () => {
  const admin = new pg.Client({ connectionString: inject('postgresUrl') });
  await admin.connect();
  const name = new URL(testDatabase.url).pathname.slice(1);
  const { task, ran } = once_();
  const begun = Promise.withResolvers<void>();
  const mayEnd = Promise.withResolvers<void>();
  await work({
    unlucky: async (_core, _payload, { attempt }) => {
      if (attempt > 1) return;
      begun.resolve();
      await mayEnd.promise;
    },
    next: task,
  });
  await add({ task: 'unlucky', payload: {} });
  await begun.promise;
  await admin.query(`alter database ${name} allow_connections false`);
  await admin.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name]);
  mayEnd.resolve();
  await expect.poll(() => logged.some(({ msg }) => msg === 'the worker lost the database; it starts again')).toBe(true);
  await admin.query(`alter database ${name} allow_connections true`);
  await admin.end();
  await expect
    .poll(() =>
      add({ task: 'next', payload: {} }).then(
        () => true,
        () => false,
      ),
    )
    .toBe(true);
  await ran;
  await expect.poll(waiting).toEqual([]);
});

test('stopping waits for what is running', async () => {
  const begun = Promise.withResolvers<void>();
  const mayEnd = Promise.withResolvers<void>();
  let ended = false;
  const worker = await work({
    slow: async () => {
      begun.resolve();
      await mayEnd.promise;
      ended = true;
    },
  });
  await add({ task: 'slow', payload: {} });
  await begun.promise;
  const stopped = worker.stop();
  mayEnd.resolve();
  await stopped;
  expect(ended).toBe(true);
  expect(await waiting()).toEqual([]);
});

test('stopping tells a long job to leave, does not hang on one that will not, and leaves it to others at once', async () => {
  const told = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<void>();
  const worker = await work(
    {
      stubborn: (_core, _payload, { signal }) => {
        begun.resolve();
        signal.addEventListener('abort', () => told.resolve());
        return new Promise(() => undefined);
      },
    },
    { patienceMs: 200 },
  );
  await add({ task: 'stubborn', payload: {} });
  await begun.promise;
  await worker.stop();
  await told.promise;

  const { task, ran } = once_();
  await work({ stubborn: task });
  expect((await ran).attempt).toBe(2);
});
