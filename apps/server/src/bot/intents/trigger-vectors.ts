/**
 * The vectors of the triggers of predefined answers: the job that makes them, of new triggers and with each other model, and those
 * that lie closest to a question. A trigger that is gone has none.
 */
import { sql } from 'kysely';
import type { Core } from '../../core/core.ts';
import type { Tx } from '../../core/events.ts';
import { addJobs, type JobTask, queueOf } from '../../core/jobs.ts';
import { embedderOf, unit, withdraw } from '../../knowledge/embedder.ts';
import { NearestVectors } from '../../knowledge/nearest-vectors.ts';
import { SiteCache } from '../../knowledge/site-cache.ts';

export const EMBED_TRIGGERS = 'embed_triggers';
const BATCH = 200;
const PATIENCE_MS = 30_000;
/** Of jobs that run one after the other: more than may run at once. */
const LANES = 16;
/** A site's at most: a quarter of what its passages may be, for the question waits for both. */
const MOST = 2_500;
/** Numbers of all sites together: 32 MB. */
const KEPT = 8 * 1024 * 1024;
/** So many are looked at: an answer may have the first dozens, the next one is wanted too. */
const CLOSEST = 60;
const STATE = Symbol('trigger vectors');

/** In the transaction that wrote the answer. */
export async function wantTriggerVectors(
  core: Pick<Core, 'state'>,
  tx: Tx,
  { site_id, id, triggers }: { site_id: string; id: string; triggers: readonly string[] },
): Promise<void> {
  await tx
    .deleteFrom('trigger_vectors')
    .where('site_id', '=', site_id)
    .where('answer_id', '=', id)
    .where('trigger', 'not in', [...triggers])
    .execute();
  if (embedderOf(core)) await addJob(tx, site_id);
}

const addJob = (tx: Tx, siteId: string) =>
  addJobs(tx, [
    { task: EMBED_TRIGGERS, payload: { siteId }, key: `triggers ${siteId}`, queue: queueOf('triggers', siteId, LANES) },
  ]);

/** At each start: the model may be another one, or the first. */
export function beginEmbeddingTriggers(core: Core): void {
  const model = embedderOf(core)?.model;
  if (model === undefined) return;
  core.db
    .transaction()
    .execute(async (tx) => {
      const { rows } = await sql<{ site_id: string }>`
        select distinct a.site_id from predefined_answers a cross join unnest(a.triggers) as t(trigger)
          left join trigger_vectors v on v.site_id = a.site_id and v.answer_id = a.id and v.trigger = t.trigger
        where v.model is distinct from ${model}`.execute(tx);
      for (const { site_id } of rows) await addJob(tx, site_id);
    })
    .catch((error: unknown) => core.log.warn({ err: error }, 'triggers without vectors could not be looked for'));
}

/** A batch at a time, each kept. Throws when the server cannot just now. */
export const embedTriggers: JobTask = async (core, payload, { signal }) => {
  const { siteId } = payload as { siteId: string };
  for (;;) {
    const embedder = embedderOf(core);
    if (!embedder) return;
    if (signal.aborted) throw new Error('called off: the program stops');
    const { rows } = await sql<{ id: string; trigger: string }>`
      select a.id, t.trigger from predefined_answers a cross join unnest(a.triggers) as t(trigger)
        left join trigger_vectors v on v.site_id = a.site_id and v.answer_id = a.id and v.trigger = t.trigger
      where a.site_id = ${siteId} and v.model is distinct from ${embedder.model}
      order by a.id, t.trigger limit ${BATCH}`.execute(core.db);
    if (rows.length === 0) return;
    const limit = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]);
    const triggers = rows.map(({ trigger }) => trigger);
    const vectors = await embedder.embed(triggers, limit, siteId);
    if (vectors === null) return withdraw(core);
    if (vectors.length !== rows.length) throw new Error('the model sent another number of vectors than texts');
    const bytes = vectors.map((vector) => Buffer.from((unit(vector) ?? new Float32Array()).buffer));
    // Those alone that are still triggers; the answer's row waits for nobody.
    await sql`
      insert into trigger_vectors (site_id, answer_id, trigger, model, vector)
      select a.site_id, a.id, n.trigger, ${embedder.model}, n.vector
      from unnest(${rows.map(({ id }) => id)}::uuid[], ${triggers}::text[], ${bytes}::bytea[]) as n(id, trigger, vector)
        join predefined_answers a on a.site_id = ${siteId} and a.id = n.id and n.trigger = any(a.triggers)
      on conflict (site_id, answer_id, trigger) do update set model = excluded.model, vector = excluded.vector`.execute(
      core.db,
    );
  }
};

export interface NearTrigger {
  readonly answerId: string;
  readonly trigger: string;
  readonly likeness: number;
}

interface SiteTriggers {
  readonly all: readonly Omit<NearTrigger, 'likeness'>[];
  readonly closest: NearestVectors;
}

/** The closest first. `stamp`: of the triggers as they are; the question is asked for its vector only where they have some. */
export async function closestTriggers(
  core: Pick<Core, 'db' | 'state'>,
  siteId: string,
  model: string,
  stamp: string,
  question: () => Promise<Float32Array | null>,
): Promise<NearTrigger[]> {
  const { count } = await core.db
    .selectFrom('trigger_vectors')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('site_id', '=', siteId)
    .where('model', '=', model)
    .executeTakeFirstOrThrow();
  if (count === 0 || count > MOST) return [];
  const vector = await question();
  if (!vector) return [];
  const { all, closest } = await core.state
    .get(STATE, () => new SiteCache<SiteTriggers>(KEPT, (kept) => kept.closest.size))
    .get(siteId, `${stamp} ${model} ${count}`, () => read(core.db, siteId, model));
  return closest
    .find(vector, CLOSEST)
    .map(({ at, likeness }) => ({ ...(all[at] as SiteTriggers['all'][number]), likeness }));
}

async function read(db: Core['db'], siteId: string, model: string): Promise<SiteTriggers> {
  const rows = await db
    .selectFrom('trigger_vectors')
    .select(['answer_id', 'trigger', 'vector'])
    .where('site_id', '=', siteId)
    .where('model', '=', model)
    .orderBy('answer_id')
    .orderBy('trigger')
    .limit(MOST)
    .execute();
  // Copied: the driver's bytes need not begin where a number may.
  const vectors = rows.map(({ vector }) => new Float32Array(new Uint8Array(vector).buffer));
  const width = vectors.find(({ length }) => length > 0)?.length;
  const kept = vectors.flatMap((vector, i) => (vector.length === width ? [{ vector, row: rows[i] }] : []));
  return {
    all: kept.flatMap(({ row }) => (row ? [{ answerId: row.answer_id, trigger: row.trigger }] : [])),
    closest: new NearestVectors(kept.map(({ vector }) => vector)),
  };
}
