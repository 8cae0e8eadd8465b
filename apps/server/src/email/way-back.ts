/**
 * The way back from a mail into the conversation: a link to this server, which sends the browser on to the page where the
 * visitor last was, with the token behind the `#`. Following it uses nothing up and changes nothing: mail programs and
 * virus scanners follow links too.
 */
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Core } from '../core/core.ts';
import { sendPlainPage } from '../core/security-headers.ts';
import { hashToken, newOpaqueToken } from '../core/tokens.ts';
import { WAY_BACK_STYLE, wayBackPage } from './templates/way-back-page.ts';

const LINK_DAYS = 30;

export interface WayBack {
  readonly token: string;
  readonly link: string;
}

/** A new link for this visitor. */
export async function makeWayBack(core: Core, siteId: string, visitorId: string): Promise<WayBack> {
  const token = newOpaqueToken();
  await core.db
    .insertInto('visitor_tokens')
    .values({
      site_id: siteId,
      token_hash: hashToken(token),
      visitor_id: visitorId,
      purpose: 'resume',
      created_at: new Date(core.now()),
      expires_at: new Date(core.now() + LINK_DAYS * 86_400_000),
    })
    .execute();
  return { token, link: `${core.config.publicUrl}/r/${token}` };
}

/** For a link that surely reached nobody. */
export async function dropWayBack(core: Core, siteId: string, { token }: WayBack): Promise<void> {
  await core.db
    .deleteFrom('visitor_tokens')
    .where('site_id', '=', siteId)
    .where('token_hash', '=', hashToken(token))
    .execute();
}

export function registerWayBack(app: FastifyInstance, core: Core): void {
  app.get<{ Params: { token: string } }>('/r/:token', async ({ params }, reply) => {
    reply
      .header('referrer-policy', 'no-referrer')
      .header('cache-control', 'no-store')
      .header('x-robots-tag', 'noindex');
    const found = await find(core, params.token);
    if (!found) return page(reply, 404, 'link_expired', null);
    const target = targetOf(found.page, found.origins);
    if (!target) return page(reply, 200, 'no_page', found.name);
    return reply.redirect(`${target}#parley=${params.token}`, 302);
  });
}

interface Found {
  readonly name: string;
  readonly origins: readonly string[];
  readonly page: string | null;
}

async function find(core: Core, token: string): Promise<Found | undefined> {
  if (token.length > 200) return undefined;
  return core.db
    .selectFrom('visitor_tokens as t')
    .innerJoin('visitors as v', (join) => join.onRef('v.site_id', '=', 't.site_id').onRef('v.id', '=', 't.visitor_id'))
    .innerJoin('sites as s', 's.id', 't.site_id')
    .select(['s.name', 's.origins', 'v.page'])
    .where('t.token_hash', '=', hashToken(token))
    .where('t.purpose', '=', 'resume')
    .where('t.expires_at', '>', new Date(core.now()))
    .executeTakeFirst();
}

/** The visitor's last page where the site still lists its origin, else the site's first origin; the token goes nowhere else. */
export function targetOf(lastPage: string | null, origins: readonly string[]): string | null {
  const listed = origins.filter((origin) => /^https?:\/\//.test(origin));
  if (lastPage !== null && URL.canParse(lastPage)) {
    const url = new URL(lastPage);
    url.hash = '';
    if (listed.includes(url.origin) && !url.username && !url.password) return url.href;
  }
  return listed[0] === undefined ? null : `${listed[0]}/`;
}

function page(
  reply: FastifyReply,
  status: number,
  what: Parameters<typeof wayBackPage>[0],
  site: string | null,
): FastifyReply {
  return sendPlainPage(reply.code(status), wayBackPage(what, site), WAY_BACK_STYLE);
}
