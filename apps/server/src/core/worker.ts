/**
 * Runs the features' jobs: graphile-worker inside this program. It starts again by itself when the database was away,
 * and its stop always comes to an end.
 */
import { EventEmitter } from 'node:events';
import {
  Logger as GraphileLogger,
  type Job,
  parseCrontab,
  type Runner,
  run,
  runMigrations,
  type TaskList,
  type WorkerEvents,
  WorkerPreset,
} from 'graphile-worker';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import type { Core } from './core.ts';
import { createDatabase } from './db.ts';
import type { Feature } from './feature.ts';
import { idOnly, type LogContext, within } from './log-context.ts';
import { loggedError, withoutSecrets } from './log-safety.ts';
import { traced } from './tracing.ts';
import { keepAlive, LIVENESS, type LivenessOptions } from './worker-liveness.ts';

// Named, or the environment (GRAPHILE_WORKER_SCHEMA) would name it.
const SCHEMA = 'graphile_worker';

export interface WorkerOptions {
  /** Jobs at the same time: they wait for models and mail servers far more than they compute. */
  readonly concurrency?: number;
  /** Milliseconds between looks for jobs whose time has come; new ones are announced at once. */
  readonly pollMs?: number;
  /** Milliseconds that stopping waits for running jobs: then they are told to leave, and after as long again left behind. */
  readonly patienceMs?: number;
  readonly liveness?: LivenessOptions;
}

export interface RunningWorker {
  /** Takes no further jobs and waits for the running ones, but not for ever: those left behind run again elsewhere. */
  stop(): Promise<void>;
}

/** Creates or updates graphile-worker's own schema. Several programs may call it at once. */
export async function installJobs(pool: Pool): Promise<void> {
  const quiet = new GraphileLogger(() => () => undefined);
  await runMigrations({ pgPool: pool, schema: SCHEMA, preset: { extends: [WorkerPreset], worker: { logger: quiet } } });
}

/**
 * Resolves when jobs are being taken. A job that throws is logged with its id and task (never with its payload) and tried
 * again. A database that goes away ends nothing: the worker is there again when the database is.
 */
export async function startWorker(
  core: Core,
  features: readonly Feature[],
  { concurrency = 8, pollMs = 2_000, patienceMs = 3_000, liveness = LIVENESS }: WorkerOptions = {},
): Promise<RunningWorker> {
  const log = core.log.child({ part: 'worker' });
  // Of its own: a rush of requests must not keep jobs from being fetched, nor the other way round.
  const url = core.database.pool.options.connectionString as string;
  const { pool, close } = createDatabase(url, {
    max: concurrency + 2,
    applicationName: 'parley-worker',
    log: { warn: (text) => log.warn(text) },
  });
  const life = keepAlive(pool, log, liveness);
  // Named by the event, the only place where graphile-worker tells what it writes into `locked_by`.
  const current = { id: '' };
  const events: WorkerEvents = new EventEmitter();
  events.on('pool:create', ({ workerPool }) => {
    current.id = workerPool.id;
  });
  events.on('pool:listen:success', ({ workerPool, client }) => life.standFor(workerPool.id, client));
  // The runner that gave up waits until all is written, which it miscounts once a write has failed (its batcher counts every
  // later one off twice): it may wait for ever, and is given a moment, no more.
  let gaveUp = Promise.withResolvers<void>();
  events.on('pool:fatalError', ({ workerPool }) => {
    if (workerPool.id === current.id) gaveUp.resolve();
  });
  events.on('job:error', ({ job, error }) => logFailure(log, job, error));

  const begin = async (): Promise<Runner> => {
    gaveUp = Promise.withResolvers<void>();
    const runner = await run({
      pgPool: pool,
      schema: SCHEMA,
      taskList: taskList(core, features),
      parsedCronItems: parseCrontab(features.flatMap((feature) => feature.cron ?? []).join('\n')),
      concurrency,
      pollInterval: pollMs,
      noHandleSignals: true,
      events,
      preset: {
        extends: [WorkerPreset],
        worker: {
          logger: graphileLogger(log),
          gracefulShutdownAbortTimeout: patienceMs,
          // Without a batch the completion of a job is a promise that nobody awaits: a database that is away at that
          // moment would end the process. In a batch it ends the runner instead, which is then started again.
          completeJobBatchDelay: 0,
          failJobBatchDelay: 0,
        },
      },
    });
    await life.begin(current.id);
    return runner;
  };

  const stopping = new AbortController();
  let runner = await begin().catch(async (error: unknown) => {
    life.stop();
    await close();
    throw error;
  });
  const supervised = (async () => {
    for (;;) {
      const late = gaveUp.promise.then(() => pause(2 * patienceMs, stopping.signal));
      await Promise.race([runner.promise.catch(() => undefined), late]);
      // Where it waits for ever, its clock for what comes by the calendar still runs.
      if (!stopping.signal.aborted) runner.stop().catch(() => undefined);
      while (!stopping.signal.aborted) {
        log.warn('the worker lost the database; it starts again');
        await pause(2_000, stopping.signal);
        try {
          // What the last one could not mark as done runs again.
          await life.end(current.id);
          runner = await begin();
          break;
        } catch (error) {
          log.warn({ reason: (error as Error).message }, 'the worker could not start again yet');
        }
      }
      if (stopping.signal.aborted) return;
    }
  })();

  return {
    stop: async () => {
      stopping.abort();
      const graceful = runner.stop().catch(() => undefined);
      const done = await Promise.race([graceful.then(() => true), pause(2 * patienceMs).then(() => false)]);
      if (!done) log.warn('jobs are still running; they are left behind and run again');
      life.stop();
      const farewell = life.end(current.id).catch((error: Error) => {
        log.warn({ reason: error.message }, 'the worker could not say that it stops; its jobs are freed later');
      });
      await Promise.race([farewell, pause(patienceMs)]);
      const closed = done ? Promise.all([supervised, close()]) : close();
      await Promise.race([closed, pause(patienceMs)]);
    },
  };
}

function taskList(core: Core, features: readonly Feature[]): TaskList {
  const tasks: TaskList = {};
  for (const feature of features) {
    for (const [name, task] of Object.entries(feature.tasks ?? {})) {
      if (tasks[name]) throw new Error(`two features run the job ${name}`);
      tasks[name] = async (payload, { job, abortSignal }) => {
        const begun = performance.now();
        let outcome = job.attempts >= job.max_attempts ? 'given_up' : 'failed';
        try {
          const context = contextOf(job, payload);
          const { site = '' } = context;
          const attributes = { 'parley.job': String(job.id), 'parley.site': site, 'parley.attempt': job.attempts };
          await traced(core.tracing, `job ${name}`, { kind: 'consumer', attributes }, () =>
            within(context, () =>
              task(core, payload, { attempt: job.attempts, maxAttempts: job.max_attempts, signal: abortSignal }),
            ),
          );
          outcome = 'done';
        } catch (error) {
          throw new JobFailed(error);
        } finally {
          core.metrics.jobSeconds.observe({ task: name, outcome }, (performance.now() - begun) / 1_000);
        }
      };
    }
  }
  return tasks;
}

/** What a job threw. The database remembers the message until the job is gone: it holds nobody's words. */
class JobFailed extends Error {
  override name = 'JobFailed';

  constructor(cause: unknown) {
    super(withoutSecrets(loggedError(cause).message), { cause });
  }
}

/** Of the payload the ids alone: the rest may be anything. */
function contextOf(job: Job, payload: unknown): LogContext {
  const given = (payload ?? {}) as Record<string, unknown>;
  const [site, room_id] = [idOnly(given.siteId ?? given.site_id), idOnly(given.roomId ?? given.room_id)];
  return { job: String(job.id), task: job.task_identifier, ...(site && { site }), ...(room_id && { room_id }) };
}

function logFailure(log: Logger, job: Job, error: unknown): void {
  const { message: reason, ...rest } = loggedError(error instanceof JobFailed ? error.cause : error);
  const about = { ...contextOf(job, job.payload), attempt: job.attempts, of: job.max_attempts, reason, ...rest };
  if (job.attempts >= job.max_attempts) log.error(about, 'a job failed for the last time and is given up');
  else log.warn(about, 'a job failed and will be tried again');
}

/** What graphile-worker itself has to say, without its details: those hold whole jobs with their payloads. */
const graphileLogger = (log: Logger) =>
  new GraphileLogger(() => (level, message, meta) => {
    // A failed job is logged above.
    if (meta?.failure) return;
    if (level === 'error') log.error(message);
    else if (level === 'warning') log.warn(message);
    else log.debug(message);
  });

function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal?.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
