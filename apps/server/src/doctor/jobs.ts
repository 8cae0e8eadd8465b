/** Whether somebody runs the jobs: workers that say they live, nothing long overdue, and what was given up. */
import type { Pool } from 'pg';
import { LIVENESS } from '../core/worker-liveness.ts';
import { type Finding, fail, ok, warn } from './finding.ts';

/** Seconds after which a job that is due should have been taken by whatever worker is left. */
const OVERDUE = 120;

export async function lookAtJobs(pool: Pool): Promise<Finding[]> {
  const { rows } = await pool.query<{
    alive: number;
    last: number | null;
    overdue: number;
    given_up: number;
    of: string | null;
  }>(
    `select (select count(*) from workers where seen_at > now() - $1 * interval '1 millisecond') as alive,
       (select extract(epoch from now() - max(seen_at))::float8 from workers) as last,
       (select count(*) from graphile_worker.jobs
         where attempts < max_attempts and locked_at is null and run_at < now() - $2 * interval '1 second') as overdue,
       (select count(*) from graphile_worker.jobs where attempts >= max_attempts and locked_at is null) as given_up,
       (select string_agg(distinct task_identifier, ', ') from graphile_worker.jobs
         where attempts >= max_attempts and locked_at is null) as of`,
    [LIVENESS.silenceMs, OVERDUE],
  );
  const [now] = rows;
  if (!now) throw new Error('the database said nothing');
  const since = now.last === null ? 'none was ever seen' : `the last one was seen ${Math.round(now.last)} s ago`;
  return [
    now.alive > 0
      ? ok('workers', `${now.alive} alive`)
      : fail(
          'workers',
          `none is alive: ${since}. The bot is silent and no mail goes out`,
          "Start a node whose ROLES contain 'worker' (all do unless told otherwise), and read its log.",
        ),
    now.overdue > 0
      ? fail(
          'jobs',
          `${now.overdue} are overdue by more than ${OVERDUE / 60} minutes`,
          'Where a worker is alive, see in its log what the jobs wait for; else start one.',
        )
      : now.given_up > 0
        ? warn(
            'jobs',
            `${now.given_up} were given up (${now.of})`,
            'Read why: select task_identifier, last_error from graphile_worker.jobs where attempts >= max_attempts; after mending: select graphile_worker.reschedule_jobs(array[id, ...], attempts := 0);',
          )
        : ok('jobs', 'none overdue, none given up'),
  ];
}
