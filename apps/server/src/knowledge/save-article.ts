/** Writing an article together with its passages: they are never apart, not even for a moment. */
import type { Tx } from '../core/events.ts';
import { passagesOf } from './passages.ts';
import { plainWords } from './plain-words.ts';
import type { ArticleRow } from './tables.ts';

/** Where an article comes from that nobody writes by hand. */
export type Origin = Pick<ArticleRow, 'source_id' | 'source_key' | 'source_part' | 'origin_url'>;

/** Inserts a new article; `undefined` when its slug was taken meanwhile. */
export async function insertArticle(
  tx: Tx,
  article: Pick<ArticleRow, 'site_id' | 'id' | 'slug' | 'title' | 'body'> & Partial<Origin>,
): Promise<ArticleRow | undefined> {
  const row = await tx
    .insertInto('articles')
    .values(article)
    .onConflict((conflict) => conflict.columns(['site_id', 'slug']).doNothing())
    .returningAll()
    .executeTakeFirst();
  if (row) await writePassages(tx, row);
  return row;
}

/** Replaces an article's text; `undefined` when it is not there. The row's lock makes two savers take turns. */
export async function replaceArticle(
  tx: Tx,
  article: Pick<ArticleRow, 'site_id' | 'id' | 'title' | 'body'>,
  at: Date,
): Promise<ArticleRow | undefined> {
  const row = await tx
    .updateTable('articles')
    .set({ title: article.title, body: article.body, updated_at: at })
    .where('site_id', '=', article.site_id)
    .where('id', '=', article.id)
    .returningAll()
    .executeTakeFirst();
  if (!row) return undefined;
  await tx.deleteFrom('passages').where('site_id', '=', row.site_id).where('article_id', '=', row.id).execute();
  await writePassages(tx, row);
  return row;
}

async function writePassages(tx: Tx, { site_id, id, title, body }: ArticleRow): Promise<void> {
  const passages = passagesOf(body).map(({ ordinal, heading, text }) => ({
    site_id,
    article_id: id,
    ordinal,
    title,
    heading,
    text,
    words: plainWords(`${title} ${heading} ${text}`),
  }));
  await tx.insertInto('passages').values(passages).execute();
}
