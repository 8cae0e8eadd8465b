/** The run that a job works on: looked at and locked before each step, moved on with it, and ended. */
import type { Core } from '../../core/core.ts';
import type { Tx } from '../../core/events.ts';
import type { Problem } from './problems.ts';
import type { Counts } from './source-articles.ts';
import type { RunRow, SourceRow } from './tables.ts';

export interface ImportJob {
  readonly site_id: string;
  readonly source_id: string;
  readonly run_id: string;
}

/** Milliseconds to leave the site alone before the next step; `over`: there is none. */
export type Step = number | 'over';

const theRun = (tx: Tx, { site_id, source_id, run_id }: ImportJob) =>
  tx
    .updateTable('import_runs')
    .where('site_id', '=', site_id)
    .where('source_id', '=', source_id)
    .where('id', '=', run_id);

/** Null: paused, cancelled, deleted, or another import than this job's. */
export async function beginWork(core: Core, job: ImportJob): Promise<SourceRow | null> {
  return core.db.transaction().execute(async (tx) => {
    const run = await theRun(tx, job)
      .set({ state: 'running' })
      .where('state', 'in', ['queued', 'running'])
      .returning('id')
      .executeTakeFirst();
    if (!run) return null;
    const source = await tx
      .selectFrom('knowledge_sources')
      .selectAll()
      .where('site_id', '=', job.site_id)
      .where('id', '=', job.source_id)
      .executeTakeFirst();
    return source ?? null;
  });
}

/** The run, locked for a step, if this job may still go on with it. */
export async function lockImport(tx: Tx, { site_id, source_id, run_id }: ImportJob): Promise<RunRow | undefined> {
  return tx
    .selectFrom('import_runs')
    .selectAll()
    .where('site_id', '=', site_id)
    .where('source_id', '=', source_id)
    .where('id', '=', run_id)
    .where('state', '=', 'running')
    .forUpdate()
    .executeTakeFirst();
}

/** Moves a locked run on. */
export const moveOn = (
  tx: Tx,
  job: ImportJob,
  by: Counts & { found?: number; done: number; failed?: number; skipped?: number },
): Promise<unknown> =>
  theRun(tx, job)
    .set(({ eb }) => ({
      found: eb('found', '+', by.found ?? 0),
      done: eb('done', '+', by.done),
      added: eb('added', '+', by.added),
      changed: eb('changed', '+', by.changed),
      unchanged: eb('unchanged', '+', by.unchanged),
      removed: eb('removed', '+', by.removed),
      failed: eb('failed', '+', by.failed ?? 0),
      skipped: eb('skipped', '+', by.skipped ?? 0),
    }))
    .execute();

export async function finish(
  core: Core,
  tx: Tx,
  job: ImportJob,
  state: 'done' | 'failed',
  problem: Problem | null = null,
  problem_detail: string | null = null,
): Promise<'over'> {
  await theRun(tx, job)
    .set({ state, problem, problem_detail, finished_at: new Date(core.now()) })
    .execute();
  return 'over';
}
