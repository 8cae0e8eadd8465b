/**
 * Runs the features' jobs: graphile-worker inside this program, in two lanes (`worker-lane.ts`), so that an answer that waits for its
 * model holds up neither the next one nor a mail. Its stop always comes to an end.
 */
import { Logger as GraphileLogger, type Job, runMigrations, type TaskList, WorkerPreset } from 'graphile-worker';
import type { Pool, PoolClient } from 'pg';
import type { Logger } from 'pino';
import { lockBy } from './alone.ts';
import type { Core } from './core.ts';
import { createDatabase } from './db.ts';
import type { Feature } from './feature.ts';
import { idOnly, type LogContext, within } from './log-context.ts';
import { loggedError, withoutSecrets } from './log-safety.ts';
import { traced } from './tracing.ts';
import { type Lane, type LaneOptions, pause, SCHEMA, startLane } from './worker-lane.ts';
import { keepAlive, LIVENESS, type LivenessOptions } from './worker-liveness.ts';

export interface WorkerOptions {
  /** Jobs at the same time: they wait for mail servers and the like far more than they compute. */
  readonly concurrency?: number;
  /** The same of those that do nothing but wait (`Feature.waitingTasks`). */
  readonly waiting?: number;
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
  { concurrency = 8, waiting = 256, pollMs = 2_000, patienceMs = 3_000, liveness = LIVENESS }: WorkerOptions = {},
): Promise<RunningWorker> {
  const log = core.log.child({ part: 'worker' });
  // Of its own: a rush of requests must not keep jobs from being fetched, nor the other way round.
  const url = core.database.pool.options.connectionString as string;
  const { pool, close } = createDatabase(url, {
    max: concurrency + 4,
    applicationName: 'parley-worker',
    log: { warn: (text) => log.warn(text) },
  });
  const life = keepAlive(pool, log, liveness);
  const all = Object.entries(taskList(core, features));
  const waits = new Set(features.flatMap((feature) => feature.waitingTasks ?? []));
  const those = (which: boolean): TaskList => Object.fromEntries(all.filter(([name]) => waits.has(name) === which));
  const onFailure: LaneOptions['onFailure'] = (job, error) => logFailure(log, job, error);
  const onSession = (session: PoolClient) => lockBy(core, session);
  const shared = { pool, log, life, pollMs, patienceMs, onSession, onFailure };
  const crontab = features.flatMap((feature) => feature.cron ?? []).join('\n');
  const lanes: Lane[] = [];
  try {
    lanes.push(await startLane({ ...shared, tasks: those(false), concurrency, crontab }));
    if (waits.size > 0)
      lanes.push(await startLane({ ...shared, tasks: those(true), concurrency: waiting, ahead: true }));
  } catch (error) {
    await Promise.all(lanes.map((lane) => lane.stop()));
    life.stop();
    await close();
    throw error;
  }

  return {
    stop: async () => {
      const ends = await Promise.all(lanes.map((lane) => lane.stop()));
      const done = ends.every((end) => end.done);
      if (!done) log.warn('jobs are still running; they are left behind and run again');
      life.stop();
      const farewell = Promise.all(lanes.map((lane) => lane.leave())).catch((error: Error) => {
        log.warn({ reason: error.message }, 'the worker could not say that it stops; its jobs are freed later');
      });
      await Promise.race([farewell, pause(patienceMs)]);
      const closed = done ? Promise.all([...ends.map((end) => end.over), close()]) : close();
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
