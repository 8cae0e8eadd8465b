/** Consent: what a visitor is asked to agree to, and taking down that it did, or has taken it back. Whether it may speak without is `rooms/consent.ts`. */
import type { Consent, giveConsent, ParamsOf, ResultOf, WidgetConfig, withdrawConsent } from '@parley/protocol';
import { sql } from 'kysely';
import type { Guest } from '../core/actor.ts';
import type { Call, Core } from '../core/core.ts';
import { refuse } from '../core/errors.ts';
import type { SiteRow } from '../sites/sites.ts';
import { announceWithdrawal } from './ask-anew.ts';
import { announceContact, contactChanged } from './contact.ts';

type Asking = Pick<SiteRow, 'id' | 'consent_version'>;

/** The text in force, if this visitor has not agreed to it yet. */
export async function consentDue(core: Core, site: Asking, visitorId: string): Promise<Consent | undefined> {
  if (site.consent_version === null) return undefined;
  return core.db
    .selectFrom('consent_texts as t')
    .select(['t.version', 't.text', 't.policy_url'])
    .where('t.site_id', '=', site.id)
    .where('t.version', '=', site.consent_version)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('consents as c')
            .select('c.version')
            .whereRef('c.site_id', '=', 't.site_id')
            .whereRef('c.version', '=', 't.version')
            .where('c.visitor_id', '=', visitorId),
        ),
      ),
    )
    .executeTakeFirst();
}

/** What a page is told of it. */
export const consentIn = (site: Asking, due: Consent | undefined): Pick<WidgetConfig, 'consent' | 'consented'> =>
  due ? { consent: due } : site.consent_version === null ? {} : { consented: site.consent_version };

/** Twice is once, with the time of the first. */
export async function takeConsent(core: Core, siteId: string, visitorId: string, version: number): Promise<void> {
  await core.db
    .insertInto('consents')
    .values({ site_id: siteId, visitor_id: visitorId, version, given_at: new Date(core.now()) })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Refuses `consent_changed` for a text that is not in force. */
export async function giveConsentVerb(
  core: Core,
  actor: Guest,
  { version }: ParamsOf<typeof giveConsent>,
  { socket }: Call,
): Promise<ResultOf<typeof giveConsent>> {
  const site = await asking(core, actor.siteId);
  if (site.consent_version !== version) throw refuse('consent_changed');
  await takeConsent(core, actor.siteId, actor.visitorId, version);
  // Others of this visitor's sockets look it up when they have something to say.
  if (socket?.actor === actor) socket.actor = { ...actor, consent: version };
  return { version };
}

/** What it rested on goes too: where the visitor was, and where answers would be mailed without its account. */
export async function withdrawConsentVerb(
  core: Core,
  actor: Guest,
  _params: object,
  { socket }: Call,
): Promise<ResultOf<typeof withdrawConsent>> {
  const { siteId, visitorId } = actor;
  const keys = await core.db.transaction().execute(async (tx) => {
    const { numAffectedRows } = await sql`
      with gone as (
        delete from consents where site_id = ${siteId} and visitor_id = ${visitorId} returning version, given_at)
      insert into withdrawn_consents (site_id, visitor_id, version, given_at, withdrawn_at)
      select ${siteId}, ${visitorId}, version, given_at, ${new Date(core.now())} from gone`.execute(tx);
    if (!numAffectedRows) return null;
    await sql`
      update visitors set page = null, referrer = null, language = null, email = case when email_verified then email end
      where site_id = ${siteId} and id = ${visitorId}`.execute(tx);
    return contactChanged(tx, siteId, visitorId);
  });
  if (keys) {
    if (socket?.actor === actor) socket.actor = { ...actor, consent: null };
    announceWithdrawal(core, { siteId, visitorId });
    announceContact(core, siteId, keys);
  }
  return { consent: (await consentDue(core, await asking(core, siteId), visitorId)) ?? null };
}

const asking = (core: Core, siteId: string): Promise<Asking> =>
  core.db.selectFrom('sites').select(['id', 'consent_version']).where('id', '=', siteId).executeTakeFirstOrThrow();
