/**
 * Keeps jobs from staying locked by a worker that died. Each worker says every few seconds that it lives, and holds a lock in
 * Postgres that its session takes with it when it ends; jobs of one that fell silent are freed by any other.
 */
import type { Pool, PoolClient } from 'pg';
import type { Logger } from 'pino';

export interface LivenessOptions {
  /** Milliseconds between two signs of life. */
  readonly beatMs: number;
  /** Milliseconds between two looks for the dead. */
  readonly sweepMs: number;
  /** Milliseconds without a sign after which a worker counts as dead whose session has ended. */
  readonly goneMs: number;
  /** The same where the session is still there: a worker that is frozen, starved, or cut off without a word. */
  readonly silenceMs: number;
}

/**
 * A killed worker's jobs are free after at most gone + sweep = 13 s, those of one that hangs after silence + sweep = 23 s, and
 * run within the poll of 2 s that follows. What hangs loses its session then, and with it the locks that others wait for.
 * A worker that only lost its session has two beats to say that it lives.
 */
export const LIVENESS: LivenessOptions = { beatMs: 4_000, sweepMs: 3_000, goneMs: 10_000, silenceMs: 20_000 };

export interface Liveness {
  /** The session that stands for this worker from now on: one that stays open, and is opened again when it was lost. */
  standFor(workerId: string, session: PoolClient): void;
  /** Writes the first sign of life of this worker, and sweeps. */
  begin(workerId: string): Promise<void>;
  /** No further signs. Its jobs, where it left any, are free at once. */
  end(workerId: string): Promise<void>;
  stop(): void;
}

/** What a worker's session holds. */
const LOCK = `hashtextextended('parley worker ' || $1, 0)`;

export function keepAlive(pool: Pool, log: Logger, options: LivenessOptions): Liveness {
  const { beatMs, sweepMs, goneMs, silenceMs } = options;
  const alive = new Set<string>();
  let lastBeat = Date.now();
  let waitUntil = 0;

  const beat = async () => {
    if (alive.size === 0) return;
    await pool.query(
      `insert into workers (id, seen_at) select id, now() from unnest($1::text[]) id
       on conflict (id) do update set seen_at = excluded.seen_at`,
      [[...alive]],
    );
    // After an outage everybody's last sign is old: the others get the time to say again that they live.
    if (Date.now() - lastBeat > 2 * beatMs) waitUntil = Date.now() + goneMs;
    lastBeat = Date.now();
  };
  const sweep = async () => {
    if (Date.now() < waitUntil) return;
    // Whoever can take a worker's lock finds its session gone; one that is still there is ended, with all that it locks (`alone.ts`).
    // Another one that sweeps is not idle. A fresh lock on a job by an unknown worker is one that has not come to its first sign yet.
    const { rows } = await pool.query<{ id: string; held: boolean }>(
      `with dead as (
         select w.id from workers w where w.seen_at < now() - $1 * interval '1 millisecond' and (
           w.seen_at < now() - $2 * interval '1 millisecond' or pg_try_advisory_xact_lock(${LOCK.replace('$1', 'w.id')}))
         union
         select j.locked_by from graphile_worker.jobs j
         where j.locked_at < now() - $2 * interval '1 millisecond' and not exists (
           select from workers w where w.id = j.locked_by)),
       forgotten as (delete from workers w using dead where w.id = dead.id)
       select id, exists (select from graphile_worker.jobs j where j.locked_by = dead.id) as held,
         graphile_worker.force_unlock_workers(array[id]), (
           select count(pg_terminate_backend(l.pid)) from pg_locks l join pg_stat_activity a using (pid)
           where l.locktype = 'advisory' and (l.classid::bigint << 32) | l.objid::bigint = ${LOCK.replace('$1', 'dead.id')}
             and a.state = 'idle' and a.datname = current_database() and a.usename = current_user)
       from dead`,
      [goneMs, silenceMs],
    );
    const workers = rows.filter(({ held }) => held).map(({ id }) => id);
    if (workers.length > 0) log.warn({ workers }, 'jobs of workers that fell silent were freed');
  };
  const every = (ms: number, work: () => Promise<void>) =>
    setInterval(() => {
      work().catch((error: Error) => log.warn({ reason: error.message }, 'worker liveness: the database is away'));
    }, ms);
  const timers = [every(beatMs, beat), every(sweepMs, sweep)];

  return {
    standFor: (workerId, session) => {
      // After what it is doing just now. A session that cannot take the lock is one that ends, and another comes.
      session.once('drain', () => {
        session.query(`select pg_advisory_lock(${LOCK})`, [workerId]).catch(() => undefined);
      });
    },
    begin: async (workerId) => {
      alive.add(workerId);
      await beat();
      await sweep();
    },
    end: async (workerId) => {
      alive.delete(workerId);
      await pool.query('select graphile_worker.force_unlock_workers(array[$1])', [workerId]);
      await pool.query('delete from workers where id = $1', [workerId]);
    },
    stop: () => {
      for (const timer of timers) clearInterval(timer);
    },
  };
}
