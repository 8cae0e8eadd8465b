/** `GET /kb/<site>/<slug>`: the public page of an article, which answers cite. Anybody may read it. */
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Core } from '../core/core.ts';
import { sendPlainPage } from '../core/security-headers.ts';
import { articleUrl } from './articles.ts';
import { articlePage, type Html, missingPage } from './page-html.ts';

const NAME = /^[a-z0-9-]{1,80}$/;

export function registerArticlePages(app: FastifyInstance, core: Core): void {
  app.get<{ Params: { site: string; slug: string } }>('/kb/:site/:slug', async ({ params }, reply) => {
    const { site, slug } = params;
    const found = NAME.test(site) && NAME.test(slug) ? await find(core, site, slug) : undefined;
    if (!found) return send(reply.code(404), missingPage());
    const { name, accent, title, body, updated_at: updated, origin_url: origin } = found;
    // Short: what was corrected should be seen, and a link in a busy chat should not cost a query each time.
    reply.header('cache-control', 'public, max-age=60');
    return send(
      reply,
      articlePage({ site: { name, accent }, title, body, updated, url: origin ?? articleUrl(core, site, slug) }),
    );
  });
}

const send = (reply: FastifyReply, { html, style }: Html): FastifyReply => sendPlainPage(reply, html, style);

const find = (core: Core, site: string, slug: string) =>
  core.db
    .selectFrom('articles')
    .innerJoin('sites', 'sites.id', 'articles.site_id')
    .select([
      'sites.name',
      'sites.accent',
      'articles.title',
      'articles.body',
      'articles.updated_at',
      'articles.origin_url',
    ])
    .where('sites.slug', '=', site)
    .where('articles.slug', '=', slug)
    .executeTakeFirst();
