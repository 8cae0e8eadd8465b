/**
 * Visitors whom the host page vouches for: each of its users is one visitor, on all devices. What becomes of the browser's anonymous
 * visitor then says join.ts; one who signed up with an account of its own is no anonymous one.
 */
import type { Identity } from '@parley/protocol';
import { sql } from 'kysely';
import { requireUnblockedIn } from '../blocks/keep-out.ts';
import type { Core } from '../core/core.ts';
import { refuse } from '../core/errors.ts';
import { uuidv7 } from '../core/ids.ts';
import { useUp } from '../identity/once.ts';
import { noteUse, readableSecrets } from '../identity/secrets.ts';
import { misshapen, type Person, readIdentity, Unsigned } from '../identity/signed.ts';
import { announceContact, contactChanged } from './contact.ts';
import { visitorEmailLeft } from './events.ts';
import { anonymousOf, goOnAs, type Joining, keptVisitor } from './join.ts';
import type { Opened } from './session-call.ts';
import { addToken, type Coming, knowAgain } from './sessions.ts';

const refused = (why: string) => refuse('identity_refused', { fields: { identity: why } });

interface Here extends Joining {
  readonly coming: Coming;
  readonly person: Person;
}

/** The session of the person for whom the site vouches. Refuses `identity_refused`, and has changed nothing then. */
export async function openAs(
  core: Core,
  site: { readonly id: string; readonly slug: string },
  { identity, ip, ...coming }: Coming & { readonly identity: Identity; readonly ip: string },
): Promise<Opened> {
  const siteId = site.id;
  const nonsense = misshapen(identity);
  if (nonsense) throw refused(nonsense.problem);
  const signed = readIdentity(identity, await readableSecrets(core, siteId), core.now());
  if (signed instanceof Unsigned) throw refused(signed.problem);
  const { person, late, secretId } = signed;
  const after: (() => void)[] = [];
  const { visitorId, token } = await core.db.transaction().execute(async (tx) => {
    const here: Here = { core, tx, siteId, site: site.slug, coming, person, after };
    // One person's devices one after the other, whichever nodes they came to.
    await sql`select pg_advisory_xact_lock(hashtextextended(${`identity ${siteId} ${person.userId}`}, 0))`.execute(tx);
    const kept = await keptVisitor(here, coming.visitorToken);
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
    const anonymous = anonymousOf(kept);
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
  return { visitorId, token, room: known?.room ?? null, sessionId: known?.sessionId ?? null, fromBrowser: false };
}

async function ownerOf({ tx, siteId, person }: Here): Promise<{ id: string; hasAccount: boolean } | undefined> {
  const { rows } = await sql<{ id: string; hasAccount: boolean }>`
    select v.id, exists (select from users u where u.site_id = v.site_id and u.visitor_id = v.id) as "hasAccount"
    from visitors v where v.site_id = ${siteId} and v.external_id = ${person.userId}`.execute(tx);
  return rows[0];
}

/** The person's visitor from now on. */
async function visitorOf(here: Here, anonymous: string | null): Promise<string> {
  const { core, tx, siteId, person, coming } = here;
  const owner = await ownerOf(here);
  const goesOn = await goOnAs(here, { anonymous, owner: owner && { id: owner.id, stays: owner.hasAccount } });
  if (goesOn?.became) await become(here, goesOn.id);
  if (goesOn) return goesOn.id;
  const id = uuidv7(core.now());
  await tx
    .insertInto('visitors')
    .values({ site_id: siteId, id, external_id: person.userId, name: null, email: null, ...coming.about })
    .execute();
  return id;
}

async function become({ tx, siteId, person }: Here, visitorId: string): Promise<void> {
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
