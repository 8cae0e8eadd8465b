/** Visitors: minting one, knowing one again by its token, and where its answers may be mailed. */
import type { leaveEmail, openSession, ParamsOf, ResultOf } from '@parley/protocol';
import { sql } from 'kysely';
import { requireAddress } from '../accounts/email-address.ts';
import { requireName } from '../accounts/names.ts';
import type { VisitorActor } from '../core/actor.ts';
import type { Call, Core } from '../core/core.ts';
import { refuse } from '../core/errors.ts';
import { uuidv7 } from '../core/ids.ts';
import { ACCESS_TOKEN_SECONDS, hashToken, newOpaqueToken } from '../core/tokens.ts';
import { announceRooms } from '../rooms/announce.ts';
import { originAllowed } from '../sites/origins.ts';
import { findSite, type SiteRow } from '../sites/sites.ts';
import { visitorEmailLeft } from './events.ts';
import { widgetConfig } from './widget-config.ts';

/** A browser that comes back within a year finds its conversation. */
const TOKEN_DAYS = 365;

export async function openSessionVerb(
  core: Core,
  _actor: unknown,
  params: ParamsOf<typeof openSession>,
  call: Call,
): Promise<ResultOf<typeof openSession>> {
  const site = await findSite(core, params.site);
  if (!site) throw refuse('site_not_found');
  const host = call.http?.request.headers.host;
  if (!originAllowed(call.origin, { listed: site.origins, publicUrl: core.config.publicUrl, host })) {
    throw refuse('origin_not_allowed');
  }
  const about = {
    page: pageOf(params.page, call.origin),
    referrer: params.referrer ?? null,
    language: params.language && /^[A-Za-z0-9-]{2,35}$/.test(params.language) ? params.language : null,
  };
  const { visitorId, token } = await resumeOrMint(core, site, params, about);
  const [room, config] = await Promise.all([lastRoom(core, site.id, visitorId), widgetConfig(core, site)]);
  return {
    consumer: visitorId,
    visitor_token: token,
    access_token: core.tokens.sign({ kind: 'visitor', siteId: site.id, site: site.slug, visitorId }),
    expires_in: ACCESS_TOKEN_SECONDS,
    room,
    config,
  };
}

/** The page's address without its fragment; nothing where the browser says that the call came from elsewhere. */
function pageOf(page: string | undefined, origin: string | null): string | null {
  if (!page || !URL.canParse(page)) return null;
  const url = new URL(page);
  url.hash = '';
  if (!/^https?:$/.test(url.protocol) || (origin !== null && url.origin !== origin)) return null;
  return url.href;
}

interface About {
  page: string | null;
  referrer: string | null;
  language: string | null;
}

async function resumeOrMint(
  core: Core,
  site: SiteRow,
  params: ParamsOf<typeof openSession>,
  about: About,
): Promise<{ visitorId: string; token: string }> {
  const resumed = params.resume_token && (await find(core, site.id, params.resume_token, 'resume'));
  const kept = params.visitor_token && (await find(core, site.id, params.visitor_token, 'session'));
  const visitorId = resumed || kept;
  const expires_at = new Date(core.now() + TOKEN_DAYS * 86_400_000);
  if (visitorId) {
    await sql`
      update visitors set seen_at = now(), page = coalesce(${about.page}, page), language = coalesce(${about.language}, language)
      where site_id = ${site.id} and id = ${visitorId}`.execute(core.db);
    if (visitorId === kept) return { visitorId, token: params.visitor_token as string };
  }
  const token = newOpaqueToken();
  const tokenRow = (visitor_id: string) =>
    ({ site_id: site.id, token_hash: hashToken(token), visitor_id, purpose: 'session', expires_at }) as const;
  if (visitorId) {
    await core.db.insertInto('visitor_tokens').values(tokenRow(visitorId)).execute();
    return { visitorId, token };
  }
  const minted = uuidv7(core.now());
  await core.db.transaction().execute(async (tx) => {
    await tx
      .insertInto('visitors')
      .values({ site_id: site.id, id: minted, name: null, email: null, ...about })
      .execute();
    await tx.insertInto('visitor_tokens').values(tokenRow(minted)).execute();
  });
  return { visitorId: minted, token };
}

async function find(core: Core, siteId: string, token: string, purpose: 'session' | 'resume'): Promise<string | null> {
  const row = await core.db
    .selectFrom('visitor_tokens')
    .select('visitor_id')
    .where('site_id', '=', siteId)
    .where('token_hash', '=', hashToken(token))
    .where('purpose', '=', purpose)
    .where('expires_at', '>', new Date(core.now()))
    .executeTakeFirst();
  return row?.visitor_id ?? null;
}

/** The visitor's latest room, with what it has not read of it. */
async function lastRoom(core: Core, siteId: string, visitorId: string): Promise<ResultOf<typeof openSession>['room']> {
  const { rows } = await sql<{ key: string; head: number; unread: number }>`
    select r.key, r.last_seq as head, (
      select count(*)::int from (
        select 1 from messages m
        where m.site_id = r.site_id and m.room_id = r.id and m.role in ('bot', 'agent') and m.seq > coalesce((
          select p.seq from read_positions p
          where p.site_id = r.site_id and p.room_id = r.id and p.person = r.visitor_id), 0)
        limit 100) as found) as unread
    from rooms r where r.site_id = ${siteId} and r.visitor_id = ${visitorId}
    order by r.updated_at desc limit 1`.execute(core.db);
  return rows[0] ?? null;
}

export async function leaveEmailVerb(
  core: Core,
  actor: VisitorActor,
  params: ParamsOf<typeof leaveEmail>,
): Promise<ResultOf<typeof leaveEmail>> {
  const email = params.email.trim() ? requireAddress(params.email) : null;
  const name = params.name === undefined ? null : requireName(params.name, 'name');
  const keys = await core.db.transaction().execute(async (tx) => {
    await tx
      .updateTable('visitors')
      .set({ email, ...(name && { name }) })
      .where('site_id', '=', actor.siteId)
      .where('id', '=', actor.visitorId)
      .execute();
    if (email) await core.events.emit(visitorEmailLeft, tx, { siteId: actor.siteId, visitorId: actor.visitorId });
    // The contact is part of the room's view: readers who missed the announcement see it by the version.
    const rooms = await tx
      .updateTable('rooms')
      .set((eb) => ({ version: eb('version', '+', 1), touched_at: new Date(core.now()) }))
      .where('site_id', '=', actor.siteId)
      .where('visitor_id', '=', actor.visitorId)
      .returning('key')
      .execute();
    return rooms.map((room) => room.key);
  });
  if (keys.length > 0) await announceRooms(core, actor.siteId, keys);
  return { email };
}
