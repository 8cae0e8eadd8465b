/**
 * Signing up, in and out where one talks: the account's visitor and its conversations in this browser, and nothing else of the account.
 * The page gets a visitor's session; it ends with a session of the account that has no cookie, and with whatever ends that one.
 * What is joined is the account that the password proves, by the rules of join.ts; an address joins nothing.
 */
import type {
  openSession,
  ParamsOf,
  ResultOf,
  signInVisitor,
  signOutVisitor,
  signUpVisitor,
  VisitorAccounts,
} from '@parley/protocol';
import { tell } from '../accounts/own-sessions.ts';
import { createSession, goOn } from '../accounts/sessions.ts';
import { comeIn } from '../accounts/sign-in.ts';
import { checkAccount } from '../accounts/sign-up.ts';
import { secondStepByCode } from '../accounts/two-factor/pass.ts';
import { usernameFor } from '../accounts/usernames.ts';
import { signedInUsers, users } from '../accounts/users.ts';
import { requireUnblocked, requireUnblockedIn } from '../blocks/keep-out.ts';
import type { Call, Core } from '../core/core.ts';
import { refuse } from '../core/errors.ts';
import { hashToken } from '../core/tokens.ts';
import type { SiteRow } from '../sites/sites.ts';
import { consentDue, consentIn } from './consent.ts';
import type { Seen } from './greeting.ts';
import { anonymousOf, goOnAs, type Joining, keptVisitor, signInBrowsers } from './join.ts';
import { sessionView, siteOfPage } from './session-call.ts';
import { addToken, type Coming, knowAgain } from './sessions.ts';
import { addUser, type Settled } from './sign-up.ts';
import { widgetConfig } from './widget-config.ts';

type Session = ResultOf<typeof openSession>;

/** No more is kept of a page than its session call told. */
const UNTOLD = { page: null, referrer: null, language: null };

export async function signUpVisitorVerb(
  core: Core,
  _actor: unknown,
  params: ParamsOf<typeof signUpVisitor>,
  call: Call,
): Promise<Session> {
  const site = await siteOfPage(core, params.site, call);
  const here = await comingFrom(core, site, params.visitor_token, call);
  if (here.consentDue) throw refuse('consent_required');
  const email = params.email.trim().toLowerCase();
  const name = params.name ?? (email.split('@')[0] as string).slice(0, 80);
  const account = await checkAccount(core, { ...params, username: usernameFor(email), name });
  return settle(core, site, here, call, async (joining) => {
    const kept = await keptVisitor(joining, params.visitor_token);
    const called = params.name === undefined && anonymousOf(kept) && kept?.name ? { name: kept.name } : {};
    return addUser(joining, { ...account, ...called }, kept, call);
  });
}

export async function signInVisitorVerb(
  core: Core,
  _actor: unknown,
  params: ParamsOf<typeof signInVisitor>,
  call: Call,
): Promise<Session> {
  const site = await siteOfPage(core, params.site, call);
  const here = await comingFrom(core, site, params.visitor_token, call);
  const { id } = await comeIn(core, call, params, {
    personOf: (accountId) => userOfSite(core, site.id, accountId).executeTakeFirst(),
    // A remembered browser is known by a cookie, which does not come along from another site's page.
    secondStep: (accountId) => secondStepByCode(core, call, accountId, params.code),
  });
  return settle(core, site, here, call, async (joining) => {
    // One account's devices one after the other, whichever nodes they came to.
    const user = await userOfSite(core, site.id, id, joining.tx).forUpdate('u').executeTakeFirst();
    if (!user) throw refuse('invalid_credentials');
    await requireUnblockedIn(joining.tx, [{ siteId: site.id, visitorId: user.visitor_id, ip: call.ip }]);
    const vouchedFor = await joining.tx
      .selectFrom('visitors')
      .select('id')
      .where('site_id', '=', site.id)
      .where('id', '=', user.visitor_id)
      .where('external_id', 'is not', null)
      .executeTakeFirst();
    const owner = { id: user.visitor_id, stays: vouchedFor !== undefined };
    const anonymous = anonymousOf(await keptVisitor(joining, params.visitor_token));
    const goesOn = await goOnAs(joining, { anonymous, owner });
    return { user, visitorId: goesOn?.id ?? owner.id, became: goesOn?.became ?? null };
  });
}

/** The token of anything but a sign-in is answered the same. Open sockets come back as somebody new. */
export async function signOutVisitorVerb(
  core: Core,
  _actor: unknown,
  params: ParamsOf<typeof signOutVisitor>,
  call: Call,
): Promise<ResultOf<typeof signOutVisitor>> {
  const site = await siteOfPage(core, params.site, call);
  const ended = await core.db
    .deleteFrom('sessions')
    .where('site_id', '=', site.id)
    .where('audience', '!=', 'agent')
    .where('id', 'in', ({ selectFrom }) =>
      selectFrom('visitor_tokens')
        .select((eb) => eb.ref('session_id').$notNull().as('id'))
        .where('site_id', '=', site.id)
        .where('token_hash', '=', hashToken(params.visitor_token))
        .where('session_id', 'is not', null),
    )
    .returning(['id', 'site_id'])
    .execute();
  tell(core, ended);
  return {};
}

/** What a page is told of accounts: whether there are any to be had, and who is signed in to one. */
export async function accountsOf(
  core: Core,
  site: SiteRow,
  sessionId: string | null,
  call: Call,
): Promise<VisitorAccounts | undefined> {
  const user = sessionId && (await signedInUsers(core).where('sessions.id', '=', sessionId).executeTakeFirst());
  if (!user) return site.visitor_accounts ? { me: null } : undefined;
  await goOn(core, user, call);
  return { me: { email: user.email, email_verified: user.email_verified } };
}

const userOfSite = (core: Core, siteId: string, accountId: string, db: Joining['tx'] | Core['db'] = core.db) =>
  users(core, db).where('u.site_id', '=', siteId).where('a.id', '=', accountId);

interface Here extends Coming {
  readonly consentDue: boolean;
}

/** Refuses `forbidden` where the site does not offer it, and `blocked`. */
async function comingFrom(core: Core, site: SiteRow, visitorToken: string | undefined, { ip }: Call): Promise<Here> {
  if (!site.visitor_accounts) throw refuse('forbidden');
  const coming: Coming = { siteId: site.id, visitorToken, resumeToken: undefined, about: UNTOLD };
  const known = await knowAgain(core, coming);
  await requireUnblocked(core, { siteId: site.id, visitorId: known?.visitorId ?? null, ip });
  const due = site.consent_version !== null && (!known || (await consentDue(core, site, known.visitorId)));
  return { ...coming, consentDue: !!due };
}

/** One transaction: who goes on as whom, the account's session, and its token. */
async function settle(
  core: Core,
  site: SiteRow,
  coming: Coming,
  call: Call,
  join: (joining: Joining) => Promise<Settled>,
): Promise<Session> {
  const siteId = site.id;
  const after: (() => void)[] = [];
  const token = await core.db.transaction().execute(async (tx) => {
    const joining: Joining = { core, tx, siteId, site: site.slug, after };
    const { user, visitorId, became } = await join(joining);
    const { id: session_id } = await createSession(core, tx, user, call, 'visitor');
    if (became) await signInBrowsers(joining, { visitorId, rooms: became, session_id });
    return addToken(core, { siteId, visitorId, origin: 'account', session_id }, tx);
  });
  for (const act of after) act();
  const known = await knowAgain(core, { ...coming, visitorToken: token });
  if (!known) throw refuse('invalid_credentials');
  const accounts = await accountsOf(core, site, known.sessionId, call);
  const consent = await consentDue(core, site, known.visitorId);
  const seen = await seenBy(core, siteId, known.visitorId);
  const config = {
    ...(await widgetConfig(core, site, seen)),
    ...consentIn(site, consent),
    ...(accounts && { accounts }),
  };
  return sessionView(core, site, { ...known, token }, config);
}

/** The call tells neither page nor language; what the visitor's last one did counts. */
const seenBy = async (core: Core, siteId: string, visitorId: string): Promise<Seen> =>
  (await core.db
    .selectFrom('visitors')
    .select(['page', 'language'])
    .where('site_id', '=', siteId)
    .where('id', '=', visitorId)
    .executeTakeFirst()) ?? { page: null, language: null };
