/** What a walk has still before it: the pages found so far, in a table, so that whoever goes on knows where. */
import { sql } from 'kysely';
import type { Core } from '../../core/core.ts';
import type { Tx } from '../../core/events.ts';
import { type ImportJob, moveOn } from './import-run.ts';
import { noCounts } from './source-articles.ts';
import type { ItemRow, PageRow, RunRow, SourceRow } from './tables.ts';

/** For each page that a source may have, so many addresses are looked at on the way: others turn out to be the same or unwanted. */
const ADDRESSES_PER_PAGE = 4;
const AT_LEAST = 200;

/** Pages of which something was made, or should have been. */
const looked = ({ done, skipped, removed }: RunRow): number => done - skipped - removed;

/** The first that waits, with what is remembered of it. Null: none, or the limit is reached. */
export async function nextPage(
  core: Core,
  { site_id, source_id, run_id }: ImportJob,
): Promise<{ item: ItemRow; page: PageRow | undefined } | null | 'over'> {
  const run = await core.db
    .selectFrom('import_runs as r')
    .innerJoin('knowledge_sources as s', (join) =>
      join.onRef('s.site_id', '=', 'r.site_id').onRef('s.id', '=', 'r.source_id'),
    )
    .selectAll('r')
    .select('s.max_pages')
    .where('r.site_id', '=', site_id)
    .where('r.source_id', '=', source_id)
    .where('r.id', '=', run_id)
    .where('r.state', '=', 'running')
    .executeTakeFirst();
  if (!run) return 'over';
  if (looked(run) >= run.max_pages) return null;
  const item = await core.db
    .selectFrom('import_items')
    .selectAll()
    .where('site_id', '=', site_id)
    .where('source_id', '=', source_id)
    .where('state', '=', 'waiting')
    .orderBy('ordinal')
    .limit(1)
    .executeTakeFirst();
  if (!item) return null;
  const page = await core.db
    .selectFrom('source_pages')
    .selectAll()
    .where('site_id', '=', site_id)
    .where('source_id', '=', source_id)
    .where('address', '=', item.place)
    .executeTakeFirst();
  return { item, page };
}

/** Behind those that wait; known ones are not added again. Answers how many are new. */
export async function addPages(
  tx: Tx,
  { site_id, source_id }: ImportJob,
  { max_pages }: SourceRow,
  places: readonly string[],
  depth: number,
): Promise<number> {
  if (places.length === 0) return 0;
  const most = Math.max(AT_LEAST, max_pages * ADDRESSES_PER_PAGE);
  const { numAffectedRows = 0n } = await sql`
    insert into import_items (site_id, source_id, ordinal, place, depth)
    select ${site_id}, ${source_id}, known.last + row_number() over (order by u.n), u.place, ${depth}
    from (select coalesce(max(ordinal), 0)::int as last, count(*)::int as n from import_items
          where site_id = ${site_id} and source_id = ${source_id}) known,
      unnest(${[...places]}::text[]) with ordinality as u(place, n)
    where not exists (select from import_items i
      where i.site_id = ${site_id} and i.source_id = ${source_id} and i.place = u.place)
    order by u.n limit (select greatest(0, ${most} - count(*)) from import_items
      where site_id = ${site_id} and source_id = ${source_id})
    on conflict (site_id, source_id, place) do nothing`.execute(tx);
  return Number(numAffectedRows);
}

/** Whether the limit is reached with pages left: those go, and one line of the report says how many they were. */
export async function overLimit(tx: Tx, job: ImportJob, run: RunRow, { max_pages }: SourceRow): Promise<boolean> {
  if (looked(run) < max_pages) return false;
  const { site_id, source_id } = job;
  const { numDeletedRows } = await tx
    .deleteFrom('import_items')
    .where('site_id', '=', site_id)
    .where('source_id', '=', source_id)
    .where('state', '=', 'waiting')
    .executeTakeFirst();
  const left = Number(numDeletedRows);
  if (left === 0) return true;
  await sql`insert into import_items (site_id, source_id, ordinal, place, state, problem, detail)
    select ${site_id}, ${source_id}, max(ordinal) + 1, 'Further pages', 'skipped', 'beyond_limit', ${String(left)}
    from import_items where site_id = ${site_id} and source_id = ${source_id}
    on conflict (site_id, source_id, place) do update set detail = excluded.detail`.execute(tx);
  await moveOn(tx, job, { ...noCounts(), found: 1 - left, done: 1, skipped: 1 });
  return true;
}

/** Pages of earlier imports that this one has not met. */
export async function knownPages(tx: Tx, { site_id, source_id }: ImportJob): Promise<string[]> {
  const { rows } = await sql<{ address: string }>`
    select p.address from source_pages p where p.site_id = ${site_id} and p.source_id = ${source_id}
      and not exists (select from import_items i
        where i.site_id = p.site_id and i.source_id = p.source_id and i.place = p.address)
    order by p.address`.execute(tx);
  return rows.map(({ address }) => address);
}
