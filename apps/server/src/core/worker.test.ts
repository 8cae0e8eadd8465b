/** Holds what features may rely on: a job runs, again if it must, wherever a worker lives; whatever dies in between. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import pino from 'pino';
import { afterEach, beforeEach, expect, inject, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { oneAtATime } from './alone.ts';
import { type Core, StateBox } from './core.ts';
import { type Connections, createDatabase } from './db.ts';
import { addJobs, type JobContext, type JobTask, type NewJob } from './jobs.ts';
import { Metrics } from './metrics.ts';
import { type RunningWorker, startWorker, type WorkerOptions } from './worker.ts';
import type { LivenessOptions } from './worker-liveness.ts';

const QUICK = { beatMs: 100, sweepMs: 100, goneMs: 600, silenceMs: 600 };

let testDatabase: TestDatabase;
let database: Connections;
let logged: Record<string, unknown>[];
let core: Core;
const workers: RunningWorker[] = [];
const children: ChildProcess[] = [];

beforeEach(async () => {
  testDatabase = await createTestDatabase();
  database = createDatabase(testDatabase.url, { log: { warn() {} } });
  logged = [];
  const log = pino({ level: 'debug' }, { write: (line: string) => logged.push(JSON.parse(line)) });
  // All that a worker itself needs of the core.
  const state = new StateBox();
  core = { database, db: database.db, log, metrics: new Metrics(), tracing: null, state } as Partial<Core> as Core;
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
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

/** Who holds the jobs, and whether it has been silent for longer than a killed worker may. */
const waitingFor = async () =>
  (
    await database.pool.query(
      `select j.locked_by, w.seen_at < now() - $1 * interval '1 millisecond' as silent
       from graphile_worker.jobs j left join workers w on w.id = j.locked_by order by j.id`,
      [QUICK.goneMs],
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
      const run = ++runs;
      // The second may begin before this one hears that it was added.
      if (run === 1) await add({ task: 'mail', payload: {}, key: 'k', keep: true });
      (run === 1 ? first : second).resolve();
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

/** A worker in a process of its own that has taken one job, and never lets go of it. */
async function holder(liveness: LivenessOptions): Promise<ChildProcess> {
  const script = fileURLToPath(new URL('../../test/worker-child.ts', import.meta.url));
  const child = spawn(process.execPath, [script, testDatabase.url, JSON.stringify(liveness)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  await add({ task: 'hold', payload: { alone: `${child.pid}` } });
  expect(String((await once(child.stdout, 'data'))[0])).toBe('holding\n');
  return child;
}
const end = async (child: ChildProcess) => {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
};

test('a job of a worker that was killed runs again elsewhere', async () => {
  await end(await holder(QUICK));
  const { task, ran } = once_();
  await work({ hold: task });
  expect((await ran).attempt).toBe(2);
});

test('what a worker that is frozen does alone, another may begin as soon as that one counts as dead', async () => {
  const frozen = await holder(QUICK);
  frozen.kill('SIGSTOP');
  // Sooner than one who waits gives up (`alone.ts`).
  const ran = Promise.withResolvers<void>();
  const hold: JobTask = (core, payload, { signal }) =>
    oneAtATime(core, (payload as { alone: string }).alone, signal, async () => ran.resolve());
  await work({ hold });
  await ran.promise;
});

test('a killed worker is found out by its session long before one that is frozen, which keeps its job', async () => {
  const patient = { ...QUICK, silenceMs: 60_000 };
  const frozen = await holder(patient);
  const killed = await holder(patient);
  const { rows } = await database.pool.query('select locked_by from graphile_worker.jobs order by id limit 1');
  frozen.kill('SIGSTOP');
  await end(killed);
  const { task, ran, runs } = once_();
  await work({ hold: task }, { liveness: patient });
  expect((await ran).attempt).toBe(2);
  // Both fell silent at the same time.
  await expect.poll(waitingFor).toEqual([{ locked_by: rows[0].locked_by, silent: true }]);
  expect(runs()).toBe(1);
});

test('a worker whose session was lost says so in time, and keeps its job', async () => {
  // A lane waits two seconds before it begins anew: time enough for that, on a machine that does other things too.
  const patient = { ...QUICK, goneMs: 9_000, silenceMs: 60_000 };
  await holder(patient);
  await work({}, { liveness: patient });
  const ended = async () =>
    (
      await database.pool.query(
        `select count(pg_terminate_backend(pid))::int as count from pg_stat_activity
         where datname = current_database() and application_name = 'parley-worker'`,
      )
    ).rows[0].count;
  expect(await ended()).toBeGreaterThan(1);
  const since = new Date();
  const seen = 'select count(*)::int as count from workers where seen_at > $1';
  const later = new Date(since.getTime() + patient.goneMs + 10 * patient.sweepMs);
  await expect.poll(async () => (await database.pool.query(seen, [later])).rows[0].count).toBe(2);
  expect(await waitingFor()).toMatchObject([{ locked_by: expect.any(String), silent: false }]);
  expect(logged.some(({ msg }) => msg === 'jobs of workers that fell silent were freed')).toBe(false);
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
  // So long that no busy machine keeps one from saying within it that it lives.
  const liveness = { ...QUICK, goneMs: 3_000, silenceMs: 3_000 };
  await work(tasks, { concurrency: 2, liveness });
  await work(tasks, { concurrency: 2, liveness });
  await add(
    { task: 'long', payload: {} },
    { task: 'later', payload: {}, runAt: new Date(Date.now() + 3 * liveness.silenceMs) },
  );
  await done.promise;
  expect(runs).toBe(1);
});

test('a database that is away when a job ends stops neither the program nor, once it is back, the worker', async () => {
  const admin = new pg.Client({ connectionString: inject('postgresUrl') });
  await admin.connect();
  const name = new URL(testDatabase.url).pathname.slice(1);
  const { task, ran } = once_();
  const begun = [0, 1, 2].map(() => Promise.withResolvers<void>());
  const mayEnd = [0, 1, 2].map(() => Promise.withResolvers<void>());
  await work(
    {
      unlucky: async (_core, payload, { attempt }) => {
        const { n } = payload as { n: number };
        if (attempt > 1) return;
        begun[n]?.resolve();
        await mayEnd[n]?.promise;
        if (n === 2) throw new Error('the database is away');
      },
      next: task,
    },
    { patienceMs: 500 },
  );
  await add(...begun.map((_, n) => ({ task: 'unlucky', payload: { n } })));
  await Promise.all(begun.map(({ promise }) => promise));
  await admin.query(`alter database ${name} allow_connections false`);
  await admin.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name]);
  // One after the other: after the first the runner wants to leave, after the second it does not find the end.
  const failures = () => logged.filter(({ msg }) => String(msg).startsWith('Failed to complete jobs')).length;
  for (const n of [0, 1]) {
    mayEnd[n]?.resolve();
    await expect.poll(failures).toBe(n + 1);
  }
  mayEnd[2]?.resolve();
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
