/** An import as people steer it: begun, paused, gone on with, cancelled, tried again. The work is the job's (`import-job.ts`). */
import type {
  cancelImport,
  getImportReport,
  ImportProblem,
  ImportRun,
  ParamsOf,
  pauseImport,
  ResultOf,
  resumeImport,
  retryImport,
  startImport,
} from '@parley/protocol';
import { sql } from 'kysely';
import type { AgentActor } from '../../core/actor.ts';
import type { Call, Core } from '../../core/core.ts';
import { audited, deedOf } from '../../core/deeds.ts';
import { refuse } from '../../core/errors.ts';
import type { Tx } from '../../core/events.ts';
import { uuidv7 } from '../../core/ids.ts';
import { addJobs, queueOf } from '../../core/jobs.ts';
import { isId } from '../../core/place.ts';
import { type Problem, SILENT, wordsOf } from './problems.ts';
import type { RunRow, SourceRow } from './tables.ts';
import { announceSource, sourceOf } from './views.ts';

export const IMPORT_SOURCE = 'import_source';
/** So many imports go on at once, on all nodes together; what waits for its turn takes nobody's place who answers visitors. */
const LANES = 2;
const REPORT_PAGE = 200;

export const ACTIVE: readonly ImportRun['state'][] = ['queued', 'running', 'paused'];

/** A job for the next piece of a run. The same run's waiting one is replaced. */
export const addImportJob = (
  tx: Tx,
  { site_id, source_id, id }: Pick<RunRow, 'site_id' | 'source_id' | 'id'>,
  runAt?: Date,
): Promise<void> => {
  const queue = queueOf('imports', site_id, LANES);
  const payload = { site_id, source_id, run_id: id };
  return addJobs(tx, [{ task: IMPORT_SOURCE, payload, key: `import ${id}`, queue, ...(runAt && { runAt }) }]);
};

/** The source's row, locked: whoever else would steer it waits. Refuses `not_found`. */
export async function lockSource(tx: Tx, siteId: string, id: string): Promise<SourceRow> {
  const row = isId(id)
    ? await tx
        .selectFrom('knowledge_sources')
        .selectAll()
        .where('site_id', '=', siteId)
        .where('id', '=', id)
        .forNoKeyUpdate()
        .executeTakeFirst()
    : undefined;
  if (!row) throw refuse('not_found');
  return row;
}

/** Locked too; a job holds it while it writes. */
export const lockRun = (tx: Tx, { site_id, id }: Pick<SourceRow, 'site_id' | 'id'>): Promise<RunRow | undefined> =>
  tx
    .selectFrom('import_runs')
    .selectAll()
    .where('site_id', '=', site_id)
    .where('source_id', '=', id)
    .forUpdate()
    .executeTakeFirst();

/** Begins an import in the place of the last one, and its job; false while one goes on. For a source whose row is locked. */
export async function beginRun(core: Core, tx: Tx, source: SourceRow, startedBy: string | null): Promise<boolean> {
  const before = await lockRun(tx, source);
  if (before && ACTIVE.includes(before.state)) return false;
  const place = { site_id: source.site_id, source_id: source.id };
  await tx
    .deleteFrom('import_runs')
    .where('site_id', '=', place.site_id)
    .where('source_id', '=', place.source_id)
    .execute();
  const run = { ...place, id: uuidv7(core.now()), started_by: startedBy, created_at: new Date(core.now()) };
  await tx.insertInto('import_runs').values(run).execute();
  if (source.address !== null) {
    await tx
      .insertInto('import_items')
      .values({ ...place, ordinal: 1, place: source.address })
      .execute();
    await tx
      .updateTable('import_runs')
      .set({ found: 1 })
      .where('site_id', '=', place.site_id)
      .where('source_id', '=', place.source_id)
      .execute();
  }
  await addImportJob(tx, run);
  return true;
}

/** Who began it: a program's key is nobody's account. */
export const beginner = (actor: AgentActor): string | null => (actor.key ? null : actor.accountId);

/** For the audit log. */
export const about = ({ id, name }: Pick<SourceRow, 'id' | 'name'>) => ({ subject: { kind: 'source', id, name } });

export async function startImportVerb(
  core: Core,
  actor: AgentActor,
  params: ParamsOf<typeof startImport>,
  call: Call,
): Promise<ResultOf<typeof startImport>> {
  return steer(core, actor, params.source, async (tx, source) => {
    // Of a file nothing is left to be read again once its articles are made.
    const hasFile = source.kind === 'website' || (await fileIsThere(tx, source));
    if (!hasFile || !(await beginRun(core, tx, source, beginner(actor)))) throw refuse('wrong_state');
    await core.events.emit(audited, tx, deedOf(actor, call, 'import_started', about(source)));
  });
}

const fileIsThere = async (tx: Tx, { site_id, id }: SourceRow): Promise<boolean> =>
  (await tx
    .selectFrom('source_files')
    .select('source_id')
    .where('site_id', '=', site_id)
    .where('source_id', '=', id)
    .executeTakeFirst()) !== undefined;

export const pauseImportVerb = (
  core: Core,
  actor: AgentActor,
  params: ParamsOf<typeof pauseImport>,
): Promise<ResultOf<typeof pauseImport>> =>
  steer(core, actor, params.source, (tx, source) => move(tx, source, ['queued', 'running'], { state: 'paused' }));

export const resumeImportVerb = (
  core: Core,
  actor: AgentActor,
  params: ParamsOf<typeof resumeImport>,
): Promise<ResultOf<typeof resumeImport>> =>
  steer(core, actor, params.source, async (tx, source) =>
    addImportJob(tx, await move(tx, source, ['paused'], { state: 'queued' })),
  );

export async function cancelImportVerb(
  core: Core,
  actor: AgentActor,
  params: ParamsOf<typeof cancelImport>,
  call: Call,
): Promise<ResultOf<typeof cancelImport>> {
  return steer(core, actor, params.source, async (tx, source) => {
    await move(tx, source, ACTIVE, { state: 'cancelled', finished_at: new Date(core.now()) });
    await core.events.emit(audited, tx, deedOf(actor, call, 'import_cancelled', about(source)));
  });
}

/** What failed waits again, at its old place. */
export async function retryImportVerb(
  core: Core,
  actor: AgentActor,
  params: ParamsOf<typeof retryImport>,
  call: Call,
): Promise<ResultOf<typeof retryImport>> {
  return steer(core, actor, params.source, async (tx, source) => {
    const run = await move(tx, source, ['done', 'failed', 'cancelled'], {
      state: 'queued',
      problem: null,
      problem_detail: null,
      finished_at: null,
    });
    const again = await tx
      .updateTable('import_items')
      .set({ state: 'waiting', problem: null, detail: null })
      .where('site_id', '=', source.site_id)
      .where('source_id', '=', source.id)
      .where('state', '=', 'failed')
      .where('place', 'like', 'http%')
      .returning('ordinal')
      .execute();
    const left = run.state === 'done' && again.length === 0;
    if (left || (source.kind === 'file' && !(await fileIsThere(tx, source)))) throw refuse('wrong_state');
    await tx
      .updateTable('import_runs')
      .set(({ eb }) => ({ done: eb('done', '-', again.length), failed: eb('failed', '-', again.length) }))
      .where('site_id', '=', source.site_id)
      .where('source_id', '=', source.id)
      .execute();
    await addImportJob(tx, run);
    await core.events.emit(audited, tx, deedOf(actor, call, 'import_started', about(source)));
  });
}

/** One change of a source's import, told to all agents. */
async function steer(
  core: Core,
  { siteId }: AgentActor,
  id: string,
  change: (tx: Tx, source: SourceRow) => Promise<unknown>,
): Promise<{ source: Awaited<ReturnType<typeof sourceOf>> }> {
  const source = await core.db.transaction().execute(async (tx) => {
    await change(tx, await lockSource(tx, siteId, id));
    return sourceOf(tx, siteId, id);
  });
  await announceSource(core, siteId, id);
  return { source };
}

/** Answers the run as it was. Refuses `wrong_state` from any other state. */
async function move(
  tx: Tx,
  source: SourceRow,
  from: readonly ImportRun['state'][],
  to: Partial<Pick<RunRow, 'state' | 'problem' | 'problem_detail' | 'finished_at'>>,
): Promise<RunRow> {
  const run = await lockRun(tx, source);
  if (!run || !from.includes(run.state)) throw refuse('wrong_state');
  await tx
    .updateTable('import_runs')
    .set(to)
    .where('site_id', '=', source.site_id)
    .where('source_id', '=', source.id)
    .execute();
  return run;
}

export async function getImportReportVerb(
  core: Core,
  { siteId }: AgentActor,
  { source: id, after = 0 }: ParamsOf<typeof getImportReport>,
): Promise<ResultOf<typeof getImportReport>> {
  const source = await sourceOf(core.db, siteId, id);
  const rows = await core.db
    .selectFrom('import_items')
    .select(['ordinal', 'place', 'state', 'problem', 'detail'])
    .where('site_id', '=', siteId)
    .where('source_id', '=', id)
    .where('state', 'in', ['failed', 'skipped', 'removed'])
    .where(sql<boolean>`problem <> all(${[...SILENT]}::text[])`)
    .where('ordinal', '>', after)
    .orderBy('ordinal')
    .limit(REPORT_PAGE + 1)
    .execute();
  const problems = rows.slice(0, REPORT_PAGE).map(
    ({ place, state, problem, detail }): ImportProblem => ({
      place,
      outcome: state as ImportProblem['outcome'],
      code: problem as Problem,
      ...wordsOf(problem as Problem, detail),
    }),
  );
  return { source, problems, next: rows.length > REPORT_PAGE ? (rows[REPORT_PAGE - 1]?.ordinal ?? null) : null };
}
