/**
 * A browser in which somebody talked as nobody in particular, and now it is known who that is: by the site's word, or by an account.
 *
 *   the browser's anonymous visitor      the person's visitor     then
 *   any                                  none                     the anonymous one becomes it, and the log says since when
 *   has talked                           has never talked         the same: it takes the other's place
 *   has never talked                     there                    the browser goes on as the person's
 *   has talked                           has talked               the browser goes on as the person's; the anonymous conversation
 *                                                                 stays what it is, and its log says where the visitor went on
 *
 * Two histories are never mixed, nothing is joined for an email's sake, and what another person said in the same browser stays theirs.
 */
import { sql } from 'kysely';
import type { Actor } from '../core/actor.ts';
import type { Core } from '../core/core.ts';
import type { Tx } from '../core/events.ts';
import { hashToken } from '../core/tokens.ts';
import { roomName, visitorChannel } from '../rooms/channels.ts';
import { changeRoomIn } from '../rooms/ownership.ts';
import { visitorIdentified } from '../rooms/transitions.ts';

/** Lines of the log outlive the person where it is to be forgotten. */
const NAMELESS = 'Visitor';

export interface Joining {
  readonly core: Core;
  readonly tx: Tx;
  readonly siteId: string;
  /** The site's slug. */
  readonly site: string;
  /** To be done once it is committed. */
  readonly after: (() => void)[];
}

export interface Kept {
  readonly visitorId: string;
  readonly name: string | null;
  readonly externalId: string | null;
  /** By a token that was minted in a browser. */
  readonly fromBrowser: boolean;
  /** Signed up at the site by itself: it is somebody already. */
  readonly hasAccount: boolean;
}

/** Whose the browser's own token is, held until we are done: of two persons who sign in there at once, one finds it taken. */
export async function keptVisitor(
  { core, tx, siteId }: Joining,
  visitorToken: string | undefined,
): Promise<Kept | null> {
  if (!visitorToken) return null;
  const { rows } = await sql<Kept>`
    select v.id as "visitorId", v.name, v.external_id as "externalId", t.origin = 'browser' as "fromBrowser",
      exists (select from users u where u.site_id = v.site_id and u.visitor_id = v.id) as "hasAccount"
    from visitor_tokens t join visitors v on v.site_id = t.site_id and v.id = t.visitor_id
    where t.site_id = ${siteId} and t.token_hash = ${hashToken(visitorToken)} and t.purpose = 'session'
      and t.expires_at > ${new Date(core.now())}
    for no key update`.execute(tx);
  return rows[0] ?? null;
}

/** As `keptVisitor`, of whoever calls with its access token. */
export async function callingVisitor({ tx, siteId }: Joining, actor: Actor): Promise<Kept | null> {
  if (actor.kind !== 'visitor' || actor.siteId !== siteId) return null;
  const { rows } = await sql<Omit<Kept, 'fromBrowser'>>`
    select v.id as "visitorId", v.name, v.external_id as "externalId",
      exists (select from users u where u.site_id = v.site_id and u.visitor_id = v.id) as "hasAccount"
    from visitors v where v.site_id = ${siteId} and v.id = ${actor.visitorId}
    for no key update`.execute(tx);
  return rows[0] ? { ...rows[0], fromBrowser: actor.fromBrowser } : null;
}

/** The kept visitor where it is nobody's yet. What came by a mailed link may be anybody's who got that mail. */
export const anonymousOf = (kept: Kept | null): string | null =>
  kept && kept.externalId === null && kept.fromBrowser && !kept.hasAccount ? kept.visitorId : null;

interface Both {
  readonly anonymous: string | null;
  /** The person's visitor; `stays`: it cannot give its place away. */
  readonly owner: { readonly id: string; readonly stays?: boolean } | undefined;
}

/**
 * By the table above. `became`: it is the anonymous one, with rooms of these keys, and whoever calls makes it the person's. Null: there
 * is neither, and one has to be made.
 */
export async function goOnAs(
  here: Joining,
  { anonymous, owner }: Both,
): Promise<{ id: string; became: readonly string[] | null } | null> {
  const rooms = anonymous ? await roomsOf(here, anonymous) : [];
  const gives = rooms.length > 0 && owner && !owner.stays && (await roomsOf(here, owner.id)).length === 0;
  if (anonymous && (!owner || gives)) {
    if (owner) await replace(here, owner.id, anonymous);
    await sayWho(here, rooms);
    return { id: anonymous, became: rooms };
  }
  if (!owner) return null;
  if (rooms.length > 0) await sayWhere(here, rooms, owner.id);
  return { id: owner.id, became: null };
}

/** Keys of its rooms, the latest first. */
async function roomsOf({ tx, siteId }: Joining, visitorId: string): Promise<string[]> {
  const rows = await tx
    .selectFrom('rooms')
    .select('key')
    .where('site_id', '=', siteId)
    .where('visitor_id', '=', visitorId)
    .orderBy('updated_at', 'desc')
    .execute();
  return rows.map(({ key }) => key);
}

/** What stands above the line was said by somebody whom nobody vouched for, and stays to be seen as that. */
async function sayWho({ core, tx, siteId, site, after }: Joining, rooms: readonly string[]): Promise<void> {
  for (const key of rooms) {
    const place = { siteId, site, key };
    after.push((await changeRoomIn(core, tx, { place, by: NAMELESS, transition: visitorIdentified })).tell);
  }
}

/** The visitor that never talked goes; its browsers and its account find the other one. */
async function replace({ core, tx, siteId, after }: Joining, gone: string, by: string): Promise<void> {
  await tx
    .updateTable('visitor_tokens')
    .set({ visitor_id: by })
    .where('site_id', '=', siteId)
    .where('visitor_id', '=', gone)
    .execute();
  await tx
    .updateTable('users')
    .set({ visitor_id: by })
    .where('site_id', '=', siteId)
    .where('visitor_id', '=', gone)
    .execute();
  // A first message that is on its way at this moment fails now, and is sent again by whom the browser then is.
  await tx.deleteFrom('visitors').where('site_id', '=', siteId).where('id', '=', gone).execute();
  after.push(() => askAgain(core, siteId, [gone]));
}

interface SignedIn {
  readonly visitorId: string;
  /** Keys. */
  readonly rooms: readonly string[];
  /** The account's. */
  readonly session_id: string;
}

/** The browsers in which somebody talked that is an account's now are signed in, and out, with it. */
export async function signInBrowsers(
  { core, tx, siteId, after }: Joining,
  { visitorId, rooms, session_id }: SignedIn,
): Promise<void> {
  await tx
    .updateTable('visitor_tokens')
    .set({ origin: 'account', session_id })
    .where('site_id', '=', siteId)
    .where('visitor_id', '=', visitorId)
    .where('origin', '=', 'browser')
    .execute();
  // Sockets that were opened by nobody in particular would outlive the sign-in.
  after.push(() => askAgain(core, siteId, [visitorId, ...rooms]));
}

/** Whoever has a visitor's socket on one of these rooms comes with its token once more. */
export function askAgain(core: Core, siteId: string, keys: readonly string[]): void {
  core.bus.publish({ site: siteId, channels: keys.map((key) => visitorChannel(siteId, key)), close: 'expired' });
}

async function sayWhere(here: Joining, rooms: readonly string[], ownerId: string): Promise<void> {
  const { core, tx, siteId, site, after } = here;
  const [goesOn = ownerId] = await roomsOf(here, ownerId);
  const change = {
    place: { siteId, site, key: rooms[0] as string },
    by: NAMELESS,
    transition: () => 'moved_on' as const,
    more: { goes_on: roomName(site, goesOn) },
  };
  after.push((await changeRoomIn(core, tx, change)).tell);
}
