/** The articles that a source keeps: written where they differ from what is there, and withdrawn. Within the transaction that moves the import on. */
import type { Core } from '../../core/core.ts';
import type { Tx } from '../../core/events.ts';
import { uuidv7 } from '../../core/ids.ts';
import type { Part } from '../documents/document.ts';
import { insertArticle, replaceArticle } from '../save-article.ts';
import { freeSlug } from '../slug.ts';
import type { ArticleRow } from '../tables.ts';

export interface Counts {
  added: number;
  changed: number;
  unchanged: number;
  removed: number;
}
export const noCounts = (): Counts => ({ added: 0, changed: 0, unchanged: 0, removed: 0 });

export interface Place {
  readonly site_id: string;
  readonly source_id: string;
  /** Which page; empty for a file. */
  readonly key: string;
  /** What answers cite; null: the article's own page. */
  readonly origin: string | null;
}

/** One part of a page or file, as it is now. */
export async function savePart(
  core: Core,
  tx: Tx,
  place: Place,
  number: number,
  { title, body }: Part,
  counts: Counts,
): Promise<void> {
  const { site_id, source_id, key, origin } = place;
  const before = await tx
    .selectFrom('articles')
    .select(['id', 'title', 'body'])
    .where('site_id', '=', site_id)
    .where('source_id', '=', source_id)
    .where('source_key', '=', key)
    .where('source_part', '=', number)
    .executeTakeFirst();
  if (before) {
    const same = before.title === title && before.body === body;
    if (!same) await replaceArticle(tx, { site_id, id: before.id, title, body }, new Date(core.now()));
    counts[same ? 'unchanged' : 'changed'] += 1;
    return;
  }
  const from = { source_id, source_key: key, source_part: number, origin_url: origin };
  // A rival of the same title may take the slug between looking and inserting; then the next one is free.
  for (;;) {
    const slug = await freeSlug(tx, site_id, title);
    if (await insertArticle(tx, { site_id, id: uuidv7(core.now()), slug, title, body, ...from })) break;
  }
  counts.added += 1;
}

/** All parts of a page; those of a longer version before go. */
export async function savePage(
  core: Core,
  tx: Tx,
  place: Place,
  parts: readonly Part[],
  counts: Counts,
): Promise<void> {
  for (const [number, part] of parts.entries()) await savePart(core, tx, place, number, part, counts);
  await removePage(tx, place, counts, parts.length);
}

/** Withdraws what is left of a page from a part on; without `from` all of it. */
export async function removePage(tx: Tx, place: Omit<Place, 'origin'>, counts: Counts, from = 0): Promise<void> {
  const { numDeletedRows } = await tx
    .deleteFrom('articles')
    .where('site_id', '=', place.site_id)
    .where('source_id', '=', place.source_id)
    .where('source_key', '=', place.key)
    .where('source_part', '>=', from)
    .executeTakeFirst();
  counts.removed += Number(numDeletedRows);
}

export async function countUnchanged(tx: Tx, place: Omit<Place, 'origin'>, counts: Counts): Promise<void> {
  const { n } = await tx
    .selectFrom('articles')
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .where('site_id', '=', place.site_id)
    .where('source_id', '=', place.source_id)
    .where('source_key', '=', place.key)
    .executeTakeFirstOrThrow();
  counts.unchanged += n;
}

/** Takes an article out of its source, with the rest of its page; no import brings that page again. Undefined: no such article. */
export async function detach(tx: Tx, siteId: string, id: string): Promise<ArticleRow | undefined> {
  const article = tx.selectFrom('articles').selectAll().where('site_id', '=', siteId).where('id', '=', id);
  const row = await article.forUpdate().executeTakeFirst();
  if (!row?.source_id || row.source_key === null) return row;
  const { source_id, source_key } = row;
  await tx
    .updateTable('source_pages')
    .set({ detached: true })
    .where('site_id', '=', siteId)
    .where('source_id', '=', source_id)
    .where('address', '=', source_key)
    .execute();
  await tx
    .updateTable('articles')
    .set({ source_id: null, source_key: null, source_part: null, origin_url: null })
    .where('site_id', '=', siteId)
    .where('source_id', '=', source_id)
    .where('source_key', '=', source_key)
    // Of a file each is an article of its own.
    .$if(source_key === '', (query) => query.where('id', '=', id))
    .execute();
  return article.executeTakeFirstOrThrow();
}
