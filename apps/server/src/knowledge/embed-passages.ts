/**
 * The job that gives passages their vectors: those that have none, or one of another model, a batch at a time. Each batch is
 * kept, so that whatever ends it (the program stops, the server is busy) it goes on from there.
 */
import { hash } from 'node:crypto';
import { sql } from 'kysely';
import type { Core } from '../core/core.ts';
import type { Tx } from '../core/events.ts';
import { addJobs, type JobTask, queueOf } from '../core/jobs.ts';
import { embedderOf, unit, withdraw } from './embedder.ts';
import { wantIndexes } from './vector-index.ts';

export const EMBED_PASSAGES = 'embed_passages';
/** Passages of one request: about 15,000 tokens. */
const BATCH = 64;
const PATIENCE_MS = 30_000;
/** Of jobs that run one after the other: more than may run at once. */
const LANES = 16;

/** Passages of the site have changed. Jobs for one site wait behind one another. */
export const wantVectors = (tx: Tx, siteId: string): Promise<void> =>
  addJobs(tx, [
    { task: EMBED_PASSAGES, payload: { siteId }, key: `embed ${siteId}`, queue: queueOf('embed', siteId, LANES) },
  ]);

/** At each start: the model may be another one, or the first. */
export function beginEmbedding(core: Core): void {
  const model = embedderOf(core)?.model;
  if (model === undefined) return;
  core.db
    .transaction()
    .execute(async (tx) => {
      const { rows } = await sql<{ site_id: string }>`
        select distinct p.site_id from passages p left join passage_vectors v using (site_id, article_id, ordinal)
        where v.model is distinct from ${model}`.execute(tx);
      for (const { site_id } of rows) await wantVectors(tx, site_id);
    })
    .then(() => wantIndexes(core))
    .catch((error: unknown) => core.log.warn({ err: error }, 'passages without vectors could not be looked for'));
}

interface Bare {
  readonly article_id: string;
  readonly ordinal: number;
  readonly words: string;
  readonly text: string;
}

export const embedPassages: JobTask = async (core, payload, { signal }) => {
  await embedSite(core, (payload as { siteId: string }).siteId, signal);
  await wantIndexes(core);
};

type Embedding = Pick<Core, 'db' | 'state'>;

/** Throws when the server cannot just now, or the signal aborts; what is done by then is kept. */
export async function embedSite(core: Embedding, siteId: string, signal: AbortSignal): Promise<void> {
  let done = 0;
  try {
    for (;;) {
      const embedder = embedderOf(core);
      if (!embedder) return;
      if (signal.aborted) throw new Error('called off: the program stops');
      const bare = await bareOf(core, siteId, embedder.model);
      if (bare.length === 0) return;
      const limit = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]);
      const vectors = await embedder.embed(
        bare.map(({ text }) => text),
        limit,
        siteId,
      );
      if (vectors === null) return withdraw(core);
      await keep(core, siteId, embedder.model, bare, vectors);
      done += bare.length;
    }
  } finally {
    // Once for all batches: nodes read a site's vectors anew.
    if (done > 0) {
      await core.db
        .updateTable('knowledge_versions')
        .set({ embedded: sql`embedded + 1` })
        .where('site_id', '=', siteId)
        .execute();
    }
  }
}

async function bareOf(core: Embedding, siteId: string, model: string): Promise<Bare[]> {
  const { rows } = await sql<Bare>`
    select p.article_id, p.ordinal, p.words, concat_ws(E'\n', p.title, nullif(p.heading, ''), p.text) as text
    from passages p left join passage_vectors v using (site_id, article_id, ordinal)
    where p.site_id = ${siteId} and v.model is distinct from ${model}
    order by p.article_id, p.ordinal limit ${BATCH}`.execute(core.db);
  return rows;
}

/** Only for passages that still say what was asked about; one without direction gets an empty vector, and is not asked about again. */
async function keep(
  core: Embedding,
  siteId: string,
  model: string,
  bare: readonly Bare[],
  vectors: readonly (readonly number[])[],
): Promise<void> {
  if (vectors.length !== bare.length) throw new Error('the model sent another number of vectors than texts');
  const bytes = vectors.map((vector) => Buffer.from((unit(vector) ?? new Float32Array()).buffer));
  await sql`
    insert into passage_vectors (site_id, article_id, ordinal, model, vector)
    select p.site_id, p.article_id, p.ordinal, ${model}, n.vector
    from unnest(${bare.map((one) => one.article_id)}::uuid[], ${bare.map((one) => one.ordinal)}::int[],
        ${bare.map((one) => hash('md5', one.words))}::text[], ${bytes}::bytea[]) as n(article_id, ordinal, words, vector)
      join passages p on p.site_id = ${siteId} and p.article_id = n.article_id and p.ordinal = n.ordinal and md5(p.words) = n.words
    on conflict (site_id, article_id, ordinal) do update set model = excluded.model, vector = excluded.vector`.execute(
    core.db,
  );
}
