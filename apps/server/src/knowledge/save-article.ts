/** Writing an article together with its passages: they are never apart, not even for a moment. */
import { sql } from 'kysely';
import type { Tx } from '../core/events.ts';
import { wantVectors } from './embed-passages.ts';
import { type Language, languageOf } from './language.ts';
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
    .values({ ...article, language: writtenIn(article) })
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
    .set({ title: article.title, body: article.body, language: writtenIn(article), updated_at: at })
    .where('site_id', '=', article.site_id)
    .where('id', '=', article.id)
    .returningAll()
    .executeTakeFirst();
  if (!row) return undefined;
  await tx.deleteFrom('passages').where('site_id', '=', row.site_id).where('article_id', '=', row.id).execute();
  await writePassages(tx, row);
  return row;
}

/** Writes the passages anew, as this program would; the text stays as it is. Only while the article's row is locked. */
export async function indexArticle(
  tx: Tx,
  article: Pick<ArticleRow, 'site_id' | 'id' | 'title' | 'body'>,
): Promise<void> {
  const { site_id, id } = article;
  const language = writtenIn(article);
  await tx.updateTable('articles').set({ language }).where('site_id', '=', site_id).where('id', '=', id).execute();
  await tx.deleteFrom('passages').where('site_id', '=', site_id).where('article_id', '=', id).execute();
  await writePassages(tx, { ...article, language });
}

/** The language that an article's words tell; English where they do not. */
const writtenIn = ({ title, body }: Pick<ArticleRow, 'title' | 'body'>): Language =>
  languageOf(`${title}\n${body}`) ?? 'en';

async function writePassages(
  tx: Tx,
  { site_id, id, title, body, language }: Pick<ArticleRow, 'site_id' | 'id' | 'title' | 'body' | 'language'>,
): Promise<void> {
  const passages = passagesOf(body).map(({ ordinal, heading, text }) => {
    const [plainTitle, plainHeading, plainText] = [plainWords(title), plainWords(heading), plainWords(text)];
    return {
      site_id,
      article_id: id,
      ordinal,
      title,
      heading,
      text,
      language,
      words: [plainTitle, plainHeading, plainText].filter(Boolean).join(' '),
      terms: sql<string>`knowledge_terms(${language}, ${plainTitle}, ${plainHeading}, ${plainText})`,
    };
  });
  await tx.insertInto('passages').values(passages).execute();
  await wantVectors(tx, site_id);
}
