/**
 * Visitors whom the host page vouches for: each of its users is one visitor, on all devices.
 *
 *   the browser's anonymous visitor      the user's visitor       then
 *   none, or of a mailed link            none                     one is made
 *   any                                  none                     the anonymous one becomes it, and the log says since when
 *   has talked                           has never talked         the same: it takes the other's place
 *   has never talked                     there                    the browser goes on as the user's
 *   has talked                           has talked               the browser goes on as the user's; the anonymous conversation
 *                                                                 stays what it is, and its log says where the visitor went on
 *
 * Two histories are never mixed, nothing is joined for an email's sake, what another user of the same browser said stays theirs,
 * and a visitor who signed up with an account of its own is no anonymous one.
 */
import type { Identity } from '@parley/protocol';
import { sql } from 'kysely';
import { requireUnblockedIn } from '../blocks/keep-out.ts';
import type { Core } from '../core/core.ts';
import { refuse } from '../core/errors.ts';
import type { Tx } from '../core/events.ts';
import { uuidv7 } from '../core/ids.ts';
import { hashToken } from '../core/tokens.ts';
import { useUp } from '../identity/once.ts';
import { noteUse, readableSecrets } from '../identity/secrets.ts';
import { type Person, readIdentity, Unsigned } from '../identity/signed.ts';
import { roomName, visitorChannel } from '../rooms/channels.ts';
import { changeRoomIn } from '../rooms/ownership.ts';
import { visitorIdentified } from '../rooms/transitions.ts';
import { announceContact, contactChanged } from './contact.ts';
import { visitorEmailLeft } from './events.ts';
import { addToken, type Coming, type Known, knowAgain } from './sessions.ts';

/** Lines of the log outlive the person where it is to be forgotten. */
const NAMELESS = 'Visitor';

const refused = (why: string) => refuse('identity_refused', { fields: { identity: why } });

interface Here {
  readonly core: Core;
  readonly tx: Tx;
  readonly siteId: string;
  /** The site's slug. */
  readonly site: string;
  readonly coming: Coming;
  readonly person: Person;
  /** Done once it is committed. */
  readonly after: (() => void)[];
}

interface Opened {
  readonly visitorId: string;
  readonly token: string;
}

/** The session of the person for whom the site vouches. Refuses `identity_refused`, and has changed nothing then. */
export async function openAs(
  core: Core,
  site: { readonly id: string; readonly slug: string },
  { identity, ip, ...coming }: Coming & { readonly identity: Identity; readonly ip: string },
): Promise<Opened & Pick<Known, 'room'>> {
  const siteId = site.id;
  const signed = readIdentity(identity, await readableSecrets(core, siteId), core.now());
  if (signed instanceof Unsigned) throw refused(signed.problem);
  const { person, late, secretId } = signed;
  const after: (() => void)[] = [];
  const { visitorId, token } = await core.db.transaction().execute(async (tx): Promise<Opened> => {
    const here: Here = { core, tx, siteId, site: site.slug, coming, person, after };
    // One person's devices one after the other, whichever nodes they came to.
    await sql`select pg_advisory_xact_lock(hashtextextended(${`identity ${siteId} ${person.userId}`}, 0))`.execute(tx);
    const kept = await keptVisitor(here);
    // Whoever of the two is blocked stays out as the other one too.
    const both = [kept?.visitorId ?? null, (await ownerOf(here))?.id ?? null];
    await requireUnblockedIn(
      tx,
      both.map((visitorId) => ({ siteId, visitorId, ip })),
    );
    const counts = late === null && (await useUp(tx, siteId, signed));
    if (kept?.externalId === person.userId) {
      // The same page asks again, with the identity that it has used up: its own token is enough.
      if (counts) await learn(here, kept.visitorId);
      return { visitorId: kept.visitorId, token: coming.visitorToken as string };
    }
    if (!counts) throw refused(late ?? 'it was used before: make a new one for each page');
    // What came by a mailed link may be anybody's who got that mail.
    const joins = kept && kept.externalId === null && kept.origin === 'browser' && !kept.hasAccount;
    const anonymous = joins ? kept.visitorId : null;
    const visitorId = await visitorOf(here, anonymous);
    await learn(here, visitorId);
    const token =
      visitorId === anonymous
        ? (coming.visitorToken as string)
        : await addToken(core, { siteId, visitorId, origin: 'identity' }, tx);
    return { visitorId, token };
  });
  for (const act of after) act();
  await noteUse(core, siteId, secretId);
  const known = await knowAgain(core, { ...coming, visitorToken: token, resumeToken: undefined, vouched: true });
  return { visitorId, token, room: known?.room ?? null };
}

interface Kept {
  readonly visitorId: string;
  readonly externalId: string | null;
  readonly origin: string;
  /** Signed up at the site by itself: it is somebody already. */
  readonly hasAccount: boolean;
}

/** Whose the browser's own token is, held until we are done: of two persons who sign in there at once, one finds it taken. */
async function keptVisitor({ core, tx, siteId, coming: { visitorToken } }: Here): Promise<Kept | null> {
  if (!visitorToken) return null;
  const { rows } = await sql<Kept>`
    select v.id as "visitorId", v.external_id as "externalId", t.origin,
      exists (select from users u where u.site_id = v.site_id and u.visitor_id = v.id) as "hasAccount"
    from visitor_tokens t join visitors v on v.site_id = t.site_id and v.id = t.visitor_id
    where t.site_id = ${siteId} and t.token_hash = ${hashToken(visitorToken)} and t.purpose = 'session'
      and t.expires_at > ${new Date(core.now())}
    for no key update`.execute(tx);
  return rows[0] ?? null;
}

async function ownerOf({ tx, siteId, person }: Here): Promise<{ id: string; hasAccount: boolean } | undefined> {
  const { rows } = await sql<{ id: string; hasAccount: boolean }>`
    select v.id, exists (select from users u where u.site_id = v.site_id and u.visitor_id = v.id) as "hasAccount"
    from visitors v where v.site_id = ${siteId} and v.external_id = ${person.userId}`.execute(tx);
  return rows[0];
}

/** The person's visitor, by the table above. */
async function visitorOf(here: Here, anonymous: string | null): Promise<string> {
  const { tx, siteId, person, coming } = here;
  const owner = await ownerOf(here);
  const rooms = anonymous ? await roomsOf(here, anonymous) : [];
  const gives = !owner?.hasAccount && rooms.length > 0;
  if (anonymous && (!owner || (gives && (await roomsOf(here, owner.id)).length === 0))) {
    if (owner) await replace(here, owner.id, anonymous);
    await become(here, anonymous, rooms);
    return anonymous;
  }
  if (owner) {
    if (rooms.length > 0) await sayWhere(here, rooms, owner.id);
    return owner.id;
  }
  const id = uuidv7(here.core.now());
  await tx
    .insertInto('visitors')
    .values({ site_id: siteId, id, external_id: person.userId, name: null, email: null, ...coming.about })
    .execute();
  return id;
}

/** Keys of its rooms, the latest first. */
async function roomsOf({ tx, siteId }: Here, visitorId: string): Promise<string[]> {
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
async function become({ core, tx, siteId, site, person, after }: Here, visitorId: string, rooms: readonly string[]) {
  await tx
    .updateTable('visitors')
    .set({ external_id: person.userId })
    .where('site_id', '=', siteId)
    .where('id', '=', visitorId)
    .execute();
  await tx
    .updateTable('visitor_tokens')
    .set({ origin: 'identity' })
    .where('site_id', '=', siteId)
    .where('visitor_id', '=', visitorId)
    .where('origin', '=', 'browser')
    .execute();
  for (const key of rooms) {
    const place = { siteId, site, key };
    after.push((await changeRoomIn(core, tx, { place, by: NAMELESS, transition: visitorIdentified })).tell);
  }
}

/** The visitor that never talked goes; its browsers find the other one by the tokens that they have. */
async function replace({ core, tx, siteId, after }: Here, gone: string, by: string): Promise<void> {
  await tx
    .updateTable('visitor_tokens')
    .set({ visitor_id: by })
    .where('site_id', '=', siteId)
    .where('visitor_id', '=', gone)
    .execute();
  // A first message that is on its way at this moment fails now, and is sent again by whom the browser then is.
  await tx.deleteFrom('visitors').where('site_id', '=', siteId).where('id', '=', gone).execute();
  after.push(() => core.bus.publish({ site: siteId, channels: [visitorChannel(siteId, gone)], close: 'expired' }));
}

async function sayWhere(here: Here, rooms: readonly string[], ownerId: string): Promise<void> {
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

/** Takes over what the site signed. An address that the visitor gave by itself stays, and stays unverified. */
async function learn({ core, tx, siteId, person, after }: Here, visitorId: string): Promise<void> {
  const { name, email, emailVerified } = person;
  const { rows } = await sql<{ new_email: boolean }>`
    with before as (
      select name, email, email_verified, ${email}::text is not null
          and (email is null or email_verified or email = ${email}::text) as takes
      from visitors where site_id = ${siteId} and id = ${visitorId})
    update visitors v set name = coalesce(${name}::text, v.name),
      email = case when b.takes then ${email}::text else v.email end,
      email_verified = case when b.takes then ${emailVerified}::boolean else v.email_verified end
    from before b where v.site_id = ${siteId} and v.id = ${visitorId}
      and (b.name is distinct from coalesce(${name}::text, b.name)
        or b.takes and (b.email, b.email_verified) is distinct from (${email}::text, ${emailVerified}::boolean))
    returning b.takes and b.email is distinct from ${email}::text as new_email`.execute(tx);
  if (rows.length === 0) return;
  if (rows[0]?.new_email) await core.events.emit(visitorEmailLeft, tx, { siteId, visitorId });
  const keys = await contactChanged(tx, siteId, visitorId);
  after.push(() => announceContact(core, siteId, keys));
}
