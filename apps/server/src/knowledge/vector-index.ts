/**
 * Vectors of sites that are too large for memory (`vectors.ts`): an HNSW index of Postgres for each, where the database has the extension
 * pgvector or may make it. It covers that one site and model, so nothing is filtered out of what it finds, and nothing is stored twice: the
 * vectors stay where they are. Without the extension there is no index, and words alone decide. Nobody waits for it, and no start fails.
 */
import { createHash } from 'node:crypto';
import { type RawBuilder, sql } from 'kysely';
import type { Core } from '../core/core.ts';
import { addJobs, type JobTask } from '../core/jobs.ts';
import { embedderOf } from './embedder.ts';

export const INDEX_VECTORS = 'index_vectors';
/** Vectors of sites with more are not held in memory. */
export const MOST_PASSAGES = 10_000;
/** Numbers of a vector that an index of halves takes. */
const WIDEST = 4_000;
/** Any number that nothing else here locks. */
const LOCK = 7_245_301_885;
const PREFIX = 'passage_points_';

/** Its name says of which site and model it is, and how wide. */
const nameOf = (siteId: string, model: string, width: number): string =>
  `${PREFIX}${siteId.replaceAll('-', '')}_${createHash('sha256').update(`${model} ${width}`).digest('hex').slice(0, 8)}`;

/** The rows of one index, and what it orders them by: the query must say the same, word for word. */
const rowsOf = (siteId: string, model: string, width: number): RawBuilder<unknown> =>
  sql`site_id = ${sql.lit(siteId)}::uuid and model = ${sql.lit(model)} and octet_length(vector) = ${sql.lit(4 * width)}`;
const pointOf = (width: number): RawBuilder<unknown> => sql`(passage_point(vector)::halfvec(${sql.lit(width)}))`;

type Indexed = { readonly name: string; readonly valid: boolean };

async function indexes(db: Core['db']): Promise<Indexed[]> {
  const { rows } = await sql<Indexed>`
    select c.relname as name, i.indisvalid as valid from pg_index i join pg_class c on c.oid = i.indexrelid
    where i.indrelid = 'passage_vectors'::regclass and c.relname like ${`${PREFIX.replaceAll('_', '\\_')}%`}`.execute(
    db,
  );
  return rows;
}

/** At each start, and after passages were embedded. One job at a time: of two, one would drop what the other is making. */
export const wantIndexes = (core: Core): Promise<void> =>
  core.db
    .transaction()
    .execute((tx) => addJobs(tx, [{ task: INDEX_VECTORS, payload: {}, key: INDEX_VECTORS, queue: INDEX_VECTORS }]));

/** Makes the indexes that are missing, one after the other, and drops those of sites that are gone, small again or of another model. */
export const indexVectors: JobTask = async (core, _payload, { signal }) => {
  const model = embedderOf(core)?.model;
  if (model === undefined) return;
  const there = await indexes(core.db);
  const large = await core.db
    .selectFrom('knowledge_versions')
    .select('site_id')
    .where('passages', '>', MOST_PASSAGES)
    .where('embedded', '>', 0)
    .execute();
  if (large.length === 0 && there.length === 0) return;
  if (!(await ready(core))) return;
  const wanted = new Set<string>();
  for (const { site_id } of large) {
    if (signal.aborted) throw new Error('called off: the program stops');
    const width = await widthOf(core.db, site_id, model);
    if (width === null) continue;
    const name = nameOf(site_id, model, width);
    wanted.add(name);
    const known = there.find((index) => index.name === name);
    if (known?.valid) continue;
    // Begun, and not ended: of a program that was stopped.
    if (known) await unhurried(core.db, sql`drop index concurrently if exists ${sql.id(name)}`);
    await unhurried(
      core.db,
      sql`create index concurrently if not exists ${sql.id(name)} on passage_vectors
        using hnsw (${pointOf(width)} halfvec_ip_ops) where ${rowsOf(site_id, model, width)}`,
    );
    core.log.info({ site: site_id, index: name }, 'the vectors of a large site have an index');
  }
  for (const { name } of there)
    if (!wanted.has(name)) await unhurried(core.db, sql`drop index concurrently if exists ${sql.id(name)}`);
};

/** Minutes for a large site; nobody waits for it, and it holds up nobody. */
const unhurried = (db: Core['db'], statement: RawBuilder<unknown>): Promise<unknown> =>
  db.connection().execute(async (connection) => {
    await sql`set statement_timeout = 0; set lock_timeout = 0`.execute(connection);
    try {
      await statement.execute(connection);
    } finally {
      await sql`reset statement_timeout; reset lock_timeout`.execute(connection);
    }
  });

/** Numbers of the site's vectors of that model; null: none, or too many. */
async function widthOf(db: Core['db'], siteId: string, model: string): Promise<number | null> {
  const { rows } = await sql<{ width: number }>`
    select octet_length(vector) / 4 as width from passage_vectors
    where site_id = ${siteId} and model = ${model} and octet_length(vector) > 0 limit 1`.execute(db);
  const width = rows[0]?.width;
  return width !== undefined && width <= WIDEST ? width : null;
}

/** The extension and what makes points of vectors. False: the database has none that is new enough, or does not let us. */
async function ready(core: Core): Promise<boolean> {
  try {
    return await core.db.transaction().execute(async (tx) => {
      await sql`select pg_advisory_xact_lock(${LOCK})`.execute(tx);
      const { rows } = await sql<{ known: boolean }>`
        select installed_version is not null as known from pg_available_extensions where name = 'vector'`.execute(tx);
      if (!rows[0]) return false;
      if (!rows[0].known) await sql`create extension vector`.execute(tx);
      // Little-endian 32-bit floats by hand: Postgres has no cast. About a millisecond for 1,536 numbers, once for each vector.
      await sql`
        create or replace function passage_point(bytes bytea) returns halfvec
        language sql immutable strict parallel safe cost 10000 as $$
          -- Unpacked once, not for each byte.
          with whole as materialized (select bytes || ''::bytea as bytes)
          select array_agg((case when e = 0 then 0 else (1 - 2 * s) * (1 + m / 8388608.0::float8) * power(2::float8, e - 127) end)::real order by i)::vector::halfvec
          from (
            select i, get_byte(whole.bytes, 4 * i + 3) >> 7 as s,
              ((get_byte(whole.bytes, 4 * i + 3) & 127) << 1) | (get_byte(whole.bytes, 4 * i + 2) >> 7) as e,
              ((get_byte(whole.bytes, 4 * i + 2) & 127) << 16) | (get_byte(whole.bytes, 4 * i + 1) << 8) | get_byte(whole.bytes, 4 * i) as m
            from whole, generate_series(0, octet_length(whole.bytes) / 4 - 1) as i
          ) numbers
        $$`.execute(tx);
      return true;
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    core.log.info({ reason }, 'vectors have no index: sites above 10,000 passages are looked up by words alone');
    return false;
  }
}

export interface IndexedVector {
  readonly articleId: string;
  readonly ordinal: number;
  readonly vector: Buffer;
}

/** Looked at by the index, of which the best are given: more of them lose fewer. */
const LOOKED_AT = 200;
/** A visitor waits; it takes some five milliseconds. */
const PATIENCE_MS = 2_000;

/** About the closest `limit`, in no order to be relied on; none where there is no index. Throws where the extension goes away meanwhile. */
export async function searchIndex(
  db: Core['db'],
  siteId: string,
  model: string,
  question: Float32Array,
  limit: number,
): Promise<IndexedVector[]> {
  const width = question.length;
  const name = nameOf(siteId, model, width);
  if (!(await indexes(db)).some((index) => index.name === name && index.valid)) return [];
  return db.transaction().execute(async (tx) => {
    // Sorting would make a point of every vector: seconds. A planner that knows nothing of the rows yet might.
    await sql`select set_config('hnsw.ef_search', ${`${LOOKED_AT}`}, true), set_config('enable_sort', 'off', true),
      set_config('statement_timeout', ${`${PATIENCE_MS}`}, true)`.execute(tx);
    const { rows } = await sql<IndexedVector>`
      select article_id as "articleId", ordinal, vector from passage_vectors where ${rowsOf(siteId, model, width)}
      order by ${pointOf(width)} <#> ${sql.lit(`[${question.join()}]`)}::halfvec(${sql.lit(width)}) limit ${limit}`.execute(
      tx,
    );
    return rows;
  });
}
