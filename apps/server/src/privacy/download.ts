/**
 * Fetching the files of an export: a command makes a link that works once, for a day at most; following it sends the file to be
 * saved, never to be shown on this origin.
 */
import { Readable } from 'node:stream';
import { gunzipSync } from 'node:zlib';
import type { openExport, ParamsOf, ResultOf } from '@parley/protocol';
import type { FastifyInstance } from 'fastify';
import type { Core } from '../core/core.ts';
import { refuse } from '../core/errors.ts';
import { hashToken, newOpaqueToken } from '../core/tokens.ts';
import { KEPT_MS } from './export.ts';
import type { Format } from './export-content.ts';
import { type Asker, requestOf } from './requests.ts';

const TYPES: Record<Format, string> = { json: 'application/json; charset=utf-8', html: 'text/html; charset=utf-8' };

/** Refuses `not_found`, also before the export is done; `link_expired` when its files are gone. */
export async function openExportVerb(
  core: Core,
  actor: Asker,
  { request, format }: ParamsOf<typeof openExport>,
): Promise<ResultOf<typeof openExport>> {
  const known = await requestOf(core, actor, request);
  if (known.kind !== 'export' || known.state !== 'done' || !known.expires) throw refuse('not_found');
  const expires = new Date(Math.min(Date.parse(known.expires), core.now() + KEPT_MS));
  if (expires.getTime() <= core.now()) throw refuse('link_expired');
  const token = newOpaqueToken();
  await core.db
    .insertInto('export_links')
    .values({ site_id: actor.siteId, token_hash: hashToken(token), request_id: request, format, expires_at: expires })
    .execute();
  return { url: `${core.config.publicUrl}/exports/${token}`, expires: expires.toISOString() };
}

export function registerDownloads(app: FastifyInstance, core: Core): void {
  app.get<{ Params: { token: string } }>(
    '/exports/:token',
    // A look at the headers uses nothing up.
    { exposeHeadRoute: false },
    async ({ params }, reply) => {
      reply
        .header('cache-control', 'no-store')
        .header('referrer-policy', 'no-referrer')
        .header('x-robots-tag', 'noindex')
        .header('content-security-policy', "default-src 'none'; sandbox");
      const link = params.token.length > 100 ? undefined : await take(core, params.token);
      if (!link)
        return reply
          .code(404)
          .type('text/plain; charset=utf-8')
          .send('This link was used, or has run out. Ask for a new one.\n');
      const { site_id, request_id, format } = link;
      return reply
        .type(TYPES[format])
        .header('content-disposition', `attachment; filename="data-${request_id.slice(-8)}.${format}"`)
        .send(Readable.from(parts(core, site_id, request_id, format)));
    },
  );
}

/** Once, also for two who follow it at the same moment. */
const take = (core: Core, token: string) =>
  core.db
    .deleteFrom('export_links')
    .where('token_hash', '=', hashToken(token))
    .where('expires_at', '>', new Date(core.now()))
    .returning(['site_id', 'request_id', 'format'])
    .executeTakeFirst();

/** One after the other: a long conversation never lies in memory as a whole. */
async function* parts(core: Core, siteId: string, requestId: string, format: Format): AsyncGenerator<Buffer> {
  for (let ordinal = 0; ; ordinal++) {
    const part = await core.db
      .selectFrom('export_parts')
      .select('body')
      .where('site_id', '=', siteId)
      .where('request_id', '=', requestId)
      .where('format', '=', format)
      .where('ordinal', '=', ordinal)
      .executeTakeFirst();
    if (!part) return;
    const text = gunzipSync(part.body);
    if (text.length > 0) yield text;
  }
}
