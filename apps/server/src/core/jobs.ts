/** Adding jobs inside a transaction, in bulk, and taking them away. Running them is `core/worker.ts`. */
import { sql } from 'kysely';
import type { Core } from './core.ts';
import type { Tx } from './events.ts';

export interface NewJob {
  readonly task: string;
  readonly payload: Readonly<Record<string, unknown>>;
  /** A waiting job of the same key is replaced (its time is kept, with `keep: true`) instead of joined by a second. */
  readonly key?: string;
  readonly keep?: boolean;
  /** Jobs of the same queue run one after the other. Of few names: `queueOf` for a site's, `oneAtATime` (`core/alone.ts`) for a room's. */
  readonly queue?: string;
  readonly runAt?: Date;
  /** 8 unless given. The waits between attempts grow from 3 seconds to 6 hours: 8 last an hour and a half, 25 four days. */
  readonly maxAttempts?: number;
}

export interface JobContext {
  /** From 1. */
  readonly attempt: number;
  readonly maxAttempts: number;
  /** Aborts when the program stops: leave, the job runs again elsewhere. */
  readonly signal: AbortSignal;
}

/** Runs at least once per job; the task itself keeps its effects single. What it throws is logged and tried again. */
export type JobTask = (core: Core, payload: unknown, context: JobContext) => Promise<void>;

const MAX_ATTEMPTS = 8;

/**
 * Adds all of them, with one statement or two; they exist when, and only when, the transaction commits. Of several with
 * one key the last counts. A job of that key that is running goes on; the new one runs beside it, or after it in a queue.
 */
export async function addJobs(tx: Tx, jobs: readonly NewJob[]): Promise<void> {
  const byKey = new Map<string | symbol, NewJob>();
  for (const job of jobs) byKey.set(job.key ?? Symbol('no key'), job);
  const single = [...byKey.values()];
  await add(
    tx,
    single.filter((job) => !job.keep),
    false,
  );
  await add(
    tx,
    single.filter((job) => job.keep),
    true,
  );
}

/** Which of so many queues is the site's: few are enough for all sites, and what a site's jobs wait for is mostly its own. */
export const queueOf = (name: string, siteId: string, lanes: number): string =>
  `${name} ${Number.parseInt(siteId.slice(-4), 16) % lanes}`;

/** Takes away what waits under these keys; one that is running ends, and is not tried again. */
export async function removeJobs(tx: Tx, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return;
  await sql`select graphile_worker.remove_job(key) from unnest(${[...keys]}::text[]) as key`.execute(tx);
}

async function add(tx: Tx, jobs: readonly NewJob[], keepRunAt: boolean): Promise<void> {
  if (jobs.length === 0) return;
  const specs = jobs.map((job) => ({
    identifier: job.task,
    payload: job.payload,
    queue_name: job.queue ?? null,
    run_at: job.runAt?.toISOString() ?? null,
    max_attempts: job.maxAttempts ?? MAX_ATTEMPTS,
    job_key: job.key ?? null,
  }));
  await sql`select add_jobs_for(${JSON.stringify(specs)}::json, ${keepRunAt})`.execute(tx);
}
