/** Visitors: minting one, knowing one again by its token or by its site's word, and where its answers may be mailed. */
import type { leaveEmail, openSession, ParamsOf, ResultOf } from '@parley/protocol';
import { sql } from 'kysely';
import { requireAddress } from '../accounts/email-address.ts';
import type { userJoined } from '../accounts/events.ts';
import { requireName } from '../accounts/names.ts';
import { requireUnblocked } from '../blocks/keep-out.ts';
import type { Guest } from '../core/actor.ts';
import type { Call, Core } from '../core/core.ts';
import type { Tx } from '../core/events.ts';
import { announceRooms } from '../rooms/announce.ts';
import { requireConsent } from '../rooms/consent.ts';
import type { SiteRow } from '../sites/sites.ts';
import { accountsOf } from './accounts.ts';
import { consentDue, consentIn, takeConsent } from './consent.ts';
import { contactChanged } from './contact.ts';
import { visitorEmailLeft } from './events.ts';
import { admit, admitted, type Newcomer } from './flood.ts';
import { openAs } from './identified.ts';
import { type Opened, sessionView, siteOfPage } from './session-call.ts';
import {
  type About,
  addToken,
  type Coming,
  type Known,
  knowAgain,
  learn,
  type Minted,
  mint,
  wasOfAnAccount,
} from './sessions.ts';
import { widgetConfig } from './widget-config.ts';

const UNKNOWN: About = { page: null, referrer: null, language: null };

export async function openSessionVerb(
  core: Core,
  _actor: unknown,
  params: ParamsOf<typeof openSession>,
  call: Call,
): Promise<ResultOf<typeof openSession>> {
  const site = await siteOfPage(core, params.site, call);
  const about: About = {
    page: pageOf(params.page, call.origin),
    referrer: params.referrer ?? null,
    language: params.language && /^[A-Za-z0-9-]{2,35}$/.test(params.language) ? params.language : null,
  };
  // Where consent is asked for nothing of this is kept without.
  const kept = site.consent_version === null ? about : UNKNOWN;
  const { visitor_token: visitorToken, resume_token: resumeToken, identity } = params;
  const coming = { siteId: site.id, visitorToken, resumeToken, about: kept };
  const config = widgetConfig(core, site, about);
  // Whoever is refused does not wait for it.
  config.catch(() => undefined);
  const opened = await comeBack(core, site, coming, params, call);
  const { visitorId, token, sessionId } = opened;
  const consent =
    site.consent_version === null ? undefined : await consentOf(core, site, visitorId, params.consent, about);
  // The page says who its users are: they have nothing to sign in to here.
  const accounts = identity === undefined ? await accountsOf(core, site, sessionId, call) : undefined;
  const ended = token !== visitorToken && !resumeToken && identity === undefined && wasOfAnAccount(visitorToken);
  const more = { ...consentIn(site, consent), ...(accounts && { accounts }), ...(ended && { signed_out: true }) };
  return sessionView(core, site, opened, { ...(await config), ...more });
}

/** A mailed link is followed to see its own conversation; otherwise the site's word goes before the browser's. */
async function comeBack(
  core: Core,
  site: SiteRow,
  coming: Coming,
  { identity, proof }: ParamsOf<typeof openSession>,
  { ip }: Call,
): Promise<Opened> {
  if (identity !== undefined) {
    const linked = coming.resumeToken ? await knowAgain(core, { ...coming, visitorToken: undefined }) : null;
    if (!linked) return openAs(core, site, { ...coming, identity, ip });
  }
  const known = await knowAgain(core, coming);
  await requireUnblocked(core, { siteId: site.id, visitorId: known?.visitorId ?? null, ip });
  if (!known) {
    const minted = await mintFor(core, coming, { siteId: site.id, ip, proof });
    return { ...minted, room: null, sessionId: null, fromBrowser: true };
  }
  const { visitorId, room, sessionId, fromBrowser } = known;
  return { visitorId, token: await tokenFor(core, coming, known), room, sessionId, fromBrowser };
}

/** What is still to be agreed to; who has agreed is known by its page as anywhere. */
async function consentOf(core: Core, site: SiteRow, visitorId: string, version: number | undefined, about: About) {
  if (version !== undefined && version === site.consent_version) await takeConsent(core, site.id, visitorId, version);
  const due = await consentDue(core, site, visitorId);
  if (!due) await learn(core, site.id, visitorId, about);
  return due;
}

/** The page's address without its fragment; nothing where the browser says that the call came from elsewhere. */
function pageOf(page: string | undefined, origin: string | null): string | null {
  if (!page || !URL.canParse(page)) return null;
  const url = new URL(page);
  url.hash = '';
  if (!/^https?:$/.test(url.protocol) || (origin !== null && url.origin !== origin)) return null;
  return url.href;
}

/** The browser's own token where it is this visitor's, a new one where a mailed link brought somebody else's browser. */
const tokenFor = async (core: Core, { siteId, visitorToken }: Coming, { visitorId, keptId }: Known): Promise<string> =>
  visitorToken && keptId === visitorId ? visitorToken : addToken(core, { siteId, visitorId, origin: 'mail' });

/** Refuses `proof_wanted` and `rate_limited`. */
async function mintFor(core: Core, coming: Coming, newcomer: Newcomer, spent = false): Promise<Minted> {
  const by = admit(core, newcomer, spent);
  const minted = await mint(core, { ...coming, proven: by.way === 'proof' ? by.proven : null });
  if (!minted) return mintFor(core, coming, newcomer, true);
  admitted(core, newcomer.siteId, by.way);
  return minted;
}

/** Makes the visitor that a user is, or gives the one that signed up its name. */
export async function welcomeUser(
  tx: Tx,
  { siteId, visitorId, name }: NonNullable<(typeof userJoined)['payload']>,
): Promise<void> {
  await tx
    .insertInto('visitors')
    .values({ site_id: siteId, id: visitorId, name })
    .onConflict((conflict) => conflict.columns(['site_id', 'id']).doUpdateSet({ name }))
    .execute();
}

export async function leaveEmailVerb(
  core: Core,
  actor: Guest,
  params: ParamsOf<typeof leaveEmail>,
): Promise<ResultOf<typeof leaveEmail>> {
  const email = params.email.trim() ? requireAddress(params.email) : null;
  await requireConsent(core, actor);
  const name = params.name === undefined ? null : requireName(params.name, 'name');
  const keys = await core.db.transaction().execute(async (tx) => {
    await tx
      .updateTable('visitors')
      .set({
        email,
        email_verified: sql`email_verified and email is not distinct from ${email}`,
        ...(name && { name }),
      })
      .where('site_id', '=', actor.siteId)
      .where('id', '=', actor.visitorId)
      .execute();
    if (email) await core.events.emit(visitorEmailLeft, tx, { siteId: actor.siteId, visitorId: actor.visitorId });
    return contactChanged(tx, actor.siteId, actor.visitorId);
  });
  if (keys.length > 0) await announceRooms(core, actor.siteId, keys);
  return { email };
}
