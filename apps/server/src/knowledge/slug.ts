/** Slugs of articles: made from the title once, kept for good, because links to them are out in the world. */
import type { Tx } from '../core/events.ts';
import { plainWords } from './plain-words.ts';

const LENGTH = 60;

/** "Größen & Schuhe" becomes "grossen-schuhe"; a title without Latin letters or digits becomes "article". */
export function slugOf(title: string): string {
  const words = plainWords(title).replace(/[^a-z0-9]+/g, '-');
  const cut =
    words.length <= LENGTH
      ? words
      : words
          .slice(0, LENGTH + 1)
          .replace(/-[^-]*$/, '')
          .slice(0, LENGTH);
  return cut.replace(/^-+|-+$/g, '') || 'article';
}

/** The first of slug, slug-2, slug-3 ... that is free on the site. Whoever inserts it must still expect a rival. */
export async function freeSlug(tx: Tx, siteId: string, title: string): Promise<string> {
  const slug = slugOf(title);
  const rows = await tx
    .selectFrom('articles')
    .select('slug')
    .where('site_id', '=', siteId)
    .where((eb) => eb.or([eb('slug', '=', slug), eb('slug', '~', `^${slug}-[0-9]+$`)]))
    .execute();
  const taken = new Set(rows.map((row) => row.slug));
  for (let n = 1; ; n++) {
    const candidate = n === 1 ? slug : `${slug}-${n}`;
    if (!taken.has(candidate)) return candidate;
  }
}
