/**
 * Keeps jobs from staying locked by a worker that died. Each worker says every few seconds that it lives; jobs of one
 * that fell silent are freed by any other, and by the next start.
 */
import type { Pool } from 'pg';
import type { Logger } from 'pino';

export interface LivenessOptions {
  /** Milliseconds between two signs of life. */
  readonly beatMs: number;
  /** Milliseconds between two looks for the dead. */
  readonly sweepMs: number;
  /** Milliseconds without a sign after which a worker counts as dead. */
  readonly silenceMs: number;
}

/** A killed worker's jobs are free after at most silence + sweep = 50 s, and run within the poll of 2 s that follows. */
export const LIVENESS: LivenessOptions = { beatMs: 10_000, sweepMs: 10_000, silenceMs: 40_000 };

export interface Liveness {
  /** Writes the first sign of life of this worker, and sweeps. */
  begin(workerId: string): Promise<void>;
  /** No further signs. Its jobs, where it left any, are free at once. */
  end(workerId: string): Promise<void>;
  stop(): void;
}

export function keepAlive(pool: Pool, log: Logger, { beatMs, sweepMs, silenceMs }: LivenessOptions): Liveness {
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
    if (Date.now() - lastBeat > silenceMs) waitUntil = Date.now() + silenceMs;
    lastBeat = Date.now();
  };
  const sweep = async () => {
    if (Date.now() < waitUntil) return;
    // A fresh lock of an unknown worker is one that has not come to its first sign yet.
    const { rows } = await pool.query<{ dead: string[] | null }>(
      `with dead as (
         select distinct j.locked_by as id from graphile_worker.jobs j
         where j.locked_at < now() - $1 * interval '1 millisecond' and not exists (
           select from workers w where w.id = j.locked_by and w.seen_at > now() - $1 * interval '1 millisecond'))
       select array_agg(id) as dead, graphile_worker.force_unlock_workers(array_agg(id)) from dead having count(*) > 0`,
      [silenceMs],
    );
    const dead = rows[0]?.dead;
    if (dead) log.warn({ workers: dead }, 'jobs of workers that fell silent were freed');
    await pool.query(`delete from workers where seen_at < now() - interval '1 day'`);
  };
  const every = (ms: number, work: () => Promise<void>) =>
    setInterval(() => {
      work().catch((error: Error) => log.warn({ reason: error.message }, 'worker liveness: the database is away'));
    }, ms);
  const timers = [every(beatMs, beat), every(sweepMs, sweep)];

  return {
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
