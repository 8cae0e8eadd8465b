/** The commands on articles: list, read, write, remove. Agents read; who manages the site writes. */

import type {
  Article,
  ArticleSummary,
  createArticle,
  deleteArticle,
  detachArticle,
  getArticle,
  listArticles,
  ParamsOf,
  ResultOf,
  Source,
  updateArticle,
} from '@parley/protocol';
import { isBlank } from '@parley/protocol/blank';
import { sql } from 'kysely';
import type { AgentActor } from '../core/actor.ts';
import type { Call, Core } from '../core/core.ts';
import { audited, deedOf } from '../core/deeds.ts';
import { refuse } from '../core/errors.ts';
import type { Tx } from '../core/events.ts';
import { uuidv7 } from '../core/ids.ts';
import { isId } from '../core/place.ts';
import { beyondSites } from '../core/site-scope.ts';
import { assertStorable } from '../core/text.ts';
import { plainWords } from './plain-words.ts';
import { insertArticle, replaceArticle } from './save-article.ts';
import { freeSlug } from './slug.ts';
import { detach } from './sources/source-articles.ts';
import type { ArticleRow } from './tables.ts';

/** The protocol's most. */
const PAGE = 200;
const MAX_QUERY_WORDS = 8;
const SORT_KEY = sql<string>`lower(left(title, 60))`;

/** The public page of an article. */
export const articleUrl = (core: Core, site: string, slug: string): string =>
  `${core.config.publicUrl}/kb/${site}/${slug}`;

/** The address that answers cite: the page that the article was taken from, where there is one, else its own. */
export const citedUrl = (
  core: Core,
  site: string,
  of: { readonly slug: string; readonly originUrl: string | null },
): string => of.originUrl ?? articleUrl(core, site, of.slug);

/** What an answer cites: where it opens, and where in it the passage stands. */
export const sourceOf = (
  core: Core,
  site: string,
  of: Parameters<typeof citedUrl>[2] & { readonly title: string; readonly heading: string },
): Source => ({
  title: of.title,
  url: citedUrl(core, site, of),
  article: of.slug,
  ...(of.heading && { heading: of.heading }),
});

type SummaryRow = Pick<ArticleRow, 'id' | 'slug' | 'title' | 'updated_at' | 'source_id' | 'origin_url'>;

const summary = (core: Core, site: string, row: SummaryRow): ArticleSummary => ({
  id: row.id,
  slug: row.slug,
  title: row.title,
  updated: row.updated_at.toISOString(),
  url: citedUrl(core, site, { slug: row.slug, originUrl: row.origin_url }),
  source: row.source_id,
});

const view = (core: Core, site: string, row: ArticleRow): Article => ({ ...summary(core, site, row), body: row.body });

export async function listArticlesVerb(
  core: Core,
  { siteId, site }: AgentActor,
  params: ParamsOf<typeof listArticles>,
): Promise<ResultOf<typeof listArticles>> {
  const words = plainWords(params.query ?? '')
    .split(' ')
    .filter(Boolean);
  const after = params.cursor === undefined ? null : readCursor(params.cursor);
  let query = core.db
    .selectFrom('articles')
    .select(['id', 'slug', 'title', 'updated_at', 'source_id', 'origin_url', SORT_KEY.as('sort_key')])
    .where('site_id', '=', siteId);
  if (params.source !== undefined) query = query.where('source_id', '=', knownId(params.source));
  for (const word of words.slice(0, MAX_QUERY_WORDS)) {
    // Stems for words of another form, pieces for a word that is still being typed.
    const found = sql<boolean>`array[site_id] @> array[${siteId}::uuid]
      and (search @@ to_tsquery('parley', ${`${word}:*`}) or words like ${`%${word}%`})`;
    query = query.where('id', 'in', (eb) =>
      eb.selectFrom('passages').select('article_id').where('site_id', '=', siteId).where(found),
    );
  }
  if (after) query = query.where(sql<boolean>`(${SORT_KEY}, id) > (${after.sortKey}, ${after.id}::uuid)`);
  const some = query
    .orderBy(SORT_KEY)
    .orderBy('id')
    .limit(PAGE + 1);
  const rows = await (words.length === 0 ? some.execute() : beyondSites('search by words', () => some.execute()));
  const page = rows.slice(0, PAGE);
  const last = page.at(-1);
  return {
    articles: page.map((row) => summary(core, site, row)),
    next: rows.length > PAGE && last ? writeCursor(last.sort_key, last.id) : null,
  };
}

export async function getArticleVerb(
  core: Core,
  { siteId, site }: AgentActor,
  { article: id }: ParamsOf<typeof getArticle>,
): Promise<ResultOf<typeof getArticle>> {
  const row = await core.db
    .selectFrom('articles')
    .selectAll()
    .where('site_id', '=', siteId)
    .where('id', '=', knownId(id))
    .executeTakeFirst();
  if (!row) throw refuse('not_found');
  return { article: view(core, site, row) };
}

export async function createArticleVerb(
  core: Core,
  actor: AgentActor,
  params: ParamsOf<typeof createArticle>,
  call: Call,
): Promise<ResultOf<typeof createArticle>> {
  const { siteId, site } = actor;
  const { title, body } = content(params);
  const row = await core.db.transaction().execute(async (tx) => {
    // A rival of the same title may take the slug between looking and inserting; then the next one is free.
    for (;;) {
      const slug = await freeSlug(tx, siteId, title);
      const made = await insertArticle(tx, { site_id: siteId, id: uuidv7(core.now()), slug, title, body });
      if (!made) continue;
      await core.events.emit(audited, tx, deedOf(actor, call, 'article_created', about(made)));
      return made;
    }
  });
  return { article: view(core, site, row) };
}

export async function updateArticleVerb(
  core: Core,
  actor: AgentActor,
  params: ParamsOf<typeof updateArticle>,
  call: Call,
): Promise<ResultOf<typeof updateArticle>> {
  const article = { site_id: actor.siteId, id: knownId(params.article), ...content(params) };
  const row = await core.db.transaction().execute(async (tx) => {
    await assertByHand(tx, article);
    const changed = await replaceArticle(tx, article, new Date(core.now()));
    if (!changed) throw refuse('not_found');
    await core.events.emit(audited, tx, deedOf(actor, call, 'article_changed', about(changed)));
    return changed;
  });
  return { article: view(core, actor.site, row) };
}

export async function deleteArticleVerb(
  core: Core,
  actor: AgentActor,
  { article: id }: ParamsOf<typeof deleteArticle>,
  call: Call,
): Promise<ResultOf<typeof deleteArticle>> {
  await core.db.transaction().execute(async (tx) => {
    await assertByHand(tx, { site_id: actor.siteId, id: knownId(id) });
    const gone = await tx
      .deleteFrom('articles')
      .where('site_id', '=', actor.siteId)
      .where('id', '=', knownId(id))
      .returning(['id', 'title'])
      .executeTakeFirst();
    if (!gone) throw refuse('not_found');
    await core.events.emit(audited, tx, deedOf(actor, call, 'article_deleted', about(gone)));
  });
  return {};
}

/** What a source keeps up to date the next import would bring back. Refuses `from_source`. */
async function assertByHand(tx: Tx, { site_id, id }: Pick<ArticleRow, 'site_id' | 'id'>): Promise<void> {
  const row = await tx
    .selectFrom('articles')
    .select('source_id')
    .where('site_id', '=', site_id)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (row?.source_id) throw refuse('from_source');
}

export async function detachArticleVerb(
  core: Core,
  actor: AgentActor,
  { article: id }: ParamsOf<typeof detachArticle>,
  call: Call,
): Promise<ResultOf<typeof detachArticle>> {
  const row = await core.db.transaction().execute(async (tx) => {
    const detached = await detach(tx, actor.siteId, knownId(id));
    if (!detached) throw refuse('not_found');
    await core.events.emit(audited, tx, deedOf(actor, call, 'article_detached', about(detached)));
    return detached;
  });
  return { article: view(core, actor.site, row) };
}

/** An id that the database can compare; anything else belongs to nothing. */
export function knownId(id: string): string {
  if (!isId(id)) throw refuse('not_found');
  return id;
}

/** The title on one line, the body as it was written. */
function content(params: { title: string; body: string }): { title: string; body: string } {
  const title = params.title.replace(/[\p{Cc}\s]+/gu, ' ').trim();
  const fields = {
    ...(isBlank(title) && { title: 'is empty' }),
    ...(isBlank(params.body) && { body: 'is empty' }),
  };
  if (Object.keys(fields).length > 0) throw refuse('invalid', { fields });
  return { title, body: params.body };
}

const writeCursor = (sortKey: string, id: string): string =>
  Buffer.from(JSON.stringify([sortKey, id])).toString('base64url');

function readCursor(cursor: string): { sortKey: string; id: string } {
  try {
    const [sortKey, id] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[];
    if (typeof sortKey === 'string' && typeof id === 'string' && isId(id)) {
      assertStorable(sortKey);
      return { sortKey, id };
    }
  } catch {
    // Not a cursor of ours; told below.
  }
  throw refuse('invalid', { fields: { cursor: 'is not a cursor of this list' } });
}

/** For the audit log: the title, never the text. */
const about = ({ id, title }: Pick<ArticleRow, 'id' | 'title'>) => ({ subject: { kind: 'article', id, name: title } });
