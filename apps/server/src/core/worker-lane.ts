/**
 * Some of the jobs, with places of their own: one runner of graphile-worker. It starts again by itself when the database was away,
 * and its stop always comes to an end.
 */
import { EventEmitter } from 'node:events';
import {
  Logger as GraphileLogger,
  type Job,
  parseCrontab,
  type Runner,
  run,
  type TaskList,
  type WorkerEvents,
  WorkerPreset,
} from 'graphile-worker';
import type { Pool, PoolClient } from 'pg';
import type { Logger } from 'pino';
import type { Liveness } from './worker-liveness.ts';

// Named, or the environment (GRAPHILE_WORKER_SCHEMA) would name it.
export const SCHEMA = 'graphile_worker';
/** Milliseconds that jobs wait here for a place before another node may have them. */
const AHEAD_MS = 2_000;

export interface LaneOptions {
  readonly pool: Pool;
  readonly log: Logger;
  readonly life: Liveness;
  readonly tasks: TaskList;
  readonly concurrency: number;
  readonly crontab?: string;
  readonly pollMs: number;
  readonly patienceMs: number;
  /** One look for jobs serves all places: else each looks for itself, which many must not. */
  readonly ahead?: boolean;
  /** Hears of each session that listens for jobs: it stays as long as the database does. */
  readonly onSession: (session: PoolClient) => void;
  readonly onFailure: (job: Job, error: unknown) => void;
}

export interface Lane {
  /** Takes no further jobs; resolves when the running ones are done, or when they were told to leave and did not. */
  stop(): Promise<{ readonly done: boolean; readonly over: Promise<void> }>;
  /** Says that this runner is gone: its jobs, where it left any, are free at once. */
  leave(): Promise<void>;
}

export async function startLane({
  pool,
  log,
  life,
  tasks,
  concurrency,
  crontab = '',
  pollMs,
  patienceMs,
  ahead = false,
  onSession,
  onFailure,
}: LaneOptions): Promise<Lane> {
  // Named by the event, the only place where graphile-worker tells what it writes into `locked_by`.
  const current = { id: '' };
  const events: WorkerEvents = new EventEmitter();
  events.on('pool:create', ({ workerPool }) => {
    current.id = workerPool.id;
  });
  events.on('pool:listen:success', ({ workerPool, client }) => {
    life.standFor(workerPool.id, client);
    onSession(client);
  });
  // The runner that gave up waits until all is written, which it miscounts once a write has failed (its batcher counts every
  // later one off twice): it may wait for ever, and is given a moment, no more.
  let gaveUp = Promise.withResolvers<void>();
  events.on('pool:fatalError', ({ workerPool }) => {
    if (workerPool.id === current.id) gaveUp.resolve();
  });
  events.on('job:error', ({ job, error }) => onFailure(job, error));

  const begin = async (): Promise<Runner> => {
    gaveUp = Promise.withResolvers<void>();
    const runner = await run({
      pgPool: pool,
      schema: SCHEMA,
      taskList: tasks,
      parsedCronItems: parseCrontab(crontab),
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
          ...(ahead && { localQueue: { size: concurrency, ttl: AHEAD_MS } }),
        },
      },
    });
    await life.begin(current.id);
    return runner;
  };

  const stopping = new AbortController();
  let runner = await begin();
  const over = (async () => {
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
      return { done, over };
    },
    leave: () => life.end(current.id),
  };
}

/** What graphile-worker itself has to say, without its details: those hold whole jobs with their payloads. */
const graphileLogger = (log: Logger) =>
  new GraphileLogger(() => (level, message, meta) => {
    // A failed job is logged where it ran. That there are fewer connections than places is meant: who waits holds none.
    if (meta?.failure || meta?.concurrency) return;
    if (message.startsWith('Error occurred fetching jobs')) log.warn(message);
    else if (level === 'error') log.error(message);
    else if (level === 'warning') log.warn(message);
    else log.debug(message);
  });

export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal?.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
