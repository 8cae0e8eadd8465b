/**
 * Signing up as an end customer of a site, and which of its visitors that is from then on. The same for whoever does so in the chat
 * (accounts.ts) and for who calls with a visitor's token: what came by a mailed link, an identity or another account is never joined.
 */
import type { ParamsOf, signUp } from '@parley/protocol';
import { createSession, type SignedUp, setCookie, signedIn } from '../accounts/sessions.ts';
import { addAccount, type CheckedAccount, checkAccount } from '../accounts/sign-up.ts';
import { siteOfSignUp } from '../accounts/site-of-sign-up.ts';
import type { UserRow } from '../accounts/users.ts';
import type { Actor } from '../core/actor.ts';
import type { Call, Core } from '../core/core.ts';
import { admit, admitted } from './flood.ts';
import { anonymousOf, callingVisitor, goOnAs, type Joining, type Kept, signInBrowsers } from './join.ts';

/** Refused: `invalid`, `taken` (the username alone), `site_not_found`, `proof_wanted`. A visitor that signs up keeps its conversations. */
export async function signUpVerb(
  core: Core,
  actor: Actor,
  params: ParamsOf<typeof signUp>,
  call: Call,
): Promise<SignedUp> {
  const { id: siteId, slug: site } =
    actor.kind === 'visitor' ? { id: actor.siteId, slug: actor.site } : await siteOfSignUp(core, params.site, call);
  const account = await checkAccount(core, params);
  const after: (() => void)[] = [];
  const { user, session } = await core.db.transaction().execute(async (tx) => {
    const joining: Joining = { core, tx, siteId, site, after };
    const { user, visitorId, became } = await addUser(joining, account, await callingVisitor(joining, actor), call);
    const session = await createSession(core, tx, user, call);
    if (became) await signInBrowsers(joining, { visitorId, rooms: became, session_id: session.id });
    return { user, session };
  });
  for (const act of after) act();
  setCookie(core, call, session);
  return signedIn(core, user, session.id);
}

export interface Settled {
  readonly user: UserRow;
  readonly visitorId: string;
  /** Keys of the anonymous visitor's rooms, if that is the account's from now on. */
  readonly became: readonly string[] | null;
}

/** The account, and its visitor: who was here where that is nobody's yet, else a new one, who comes in as any other. Throws `taken`, `proof_wanted`. */
export async function addUser(
  joining: Joining,
  account: CheckedAccount,
  kept: Kept | null,
  { ip }: Pick<Call, 'ip'>,
): Promise<Settled> {
  const { core, tx, siteId, after } = joining;
  const anonymous = anonymousOf(kept);
  if (!anonymous) {
    const { way } = admit(core, { siteId, ip, proof: undefined });
    after.push(() => admitted(core, siteId, way));
  }
  const user = await addAccount(core, tx, account, { siteId, visitorId: anonymous });
  // Somebody else may have signed up as this visitor a moment ago.
  const became = user.visitor_id === anonymous && (await goOnAs(joining, { anonymous, owner: undefined }));
  return { user, visitorId: user.visitor_id, became: became ? became.became : null };
}
