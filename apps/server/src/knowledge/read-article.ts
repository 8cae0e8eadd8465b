/** `read_article`: what the public page of an article shows, for whoever talks to the site. Of that site alone. */
import type { ParamsOf, ResultOf, readArticle } from '@parley/protocol';
import type { Guest } from '../core/actor.ts';
import type { Core } from '../core/core.ts';
import { refuse } from '../core/errors.ts';
import { citedUrl } from './articles.ts';

export async function readArticleVerb(
  core: Core,
  { siteId, site }: Guest,
  { article: slug }: ParamsOf<typeof readArticle>,
): Promise<ResultOf<typeof readArticle>> {
  const row = await core.db
    .selectFrom('articles')
    .select(['title', 'body', 'origin_url'])
    .where('site_id', '=', siteId)
    .where('slug', '=', slug)
    .executeTakeFirst();
  if (!row) throw refuse('not_found');
  const { title, body, origin_url: originUrl } = row;
  return { article: { title, body, url: citedUrl(core, site, { slug, originUrl }) } };
}
