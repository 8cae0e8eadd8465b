/** Consent: what a visitor is asked to agree to, and taking down that it did. Whether it may speak without is `rooms/consent.ts`. */
import type { Consent, giveConsent, ParamsOf, ResultOf } from '@parley/protocol';
import type { Guest } from '../core/actor.ts';
import type { Call, Core } from '../core/core.ts';
import { refuse } from '../core/errors.ts';
import type { SiteRow } from '../sites/sites.ts';

/** The text in force, if this visitor has not agreed to it yet. */
export async function consentDue(core: Core, site: SiteRow, visitorId: string): Promise<Consent | undefined> {
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

/** Twice is once, with the time of the first. */
export async function takeConsent(core: Core, siteId: string, visitorId: string, version: number): Promise<void> {
  await core.db
    .insertInto('consents')
    .values({ site_id: siteId, visitor_id: visitorId, version, given_at: new Date(core.now()) })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Refuses `conflict` for a text that is not in force: ask the visitor anew, with what a new session says. */
export async function giveConsentVerb(
  core: Core,
  actor: Guest,
  { version }: ParamsOf<typeof giveConsent>,
  { socket }: Call,
): Promise<ResultOf<typeof giveConsent>> {
  const site = await core.db
    .selectFrom('sites')
    .select('consent_version')
    .where('id', '=', actor.siteId)
    .executeTakeFirst();
  if (site?.consent_version !== version) throw refuse('conflict');
  await takeConsent(core, actor.siteId, actor.visitorId, version);
  // Others of this visitor's sockets look it up when they have something to say.
  if (socket?.actor === actor) socket.actor = { ...actor, consent: version };
  return { version };
}
