/** Signing in, staying signed in, signing out, and who one is. */
import type { getMe, login, logout, ParamsOf, ResultOf } from '@parley/protocol';
import type { AgentActor, EnrollingActor } from '../core/actor.ts';
import { addressBlock } from '../core/address.ts';
import type { Call, Core } from '../core/core.ts';
import { refuse } from '../core/errors.ts';
import { Attempts } from './attempts.ts';
import { sessionChannel } from './channels.ts';
import { members, meView, ofAccount, ofActor } from './members.ts';
import { verifyPassword } from './passwords.ts';
import { renewSession } from './session-tokens.ts';
import {
  clearCookie,
  cookieOf,
  createSession,
  httpOf,
  type SignedIn,
  setCookie,
  signedIn,
  userAgentOf,
} from './sessions.ts';
import { secondStep } from './two-factor/pass.ts';

const MINUTE = 60_000;
const KEY = Symbol('sign-in attempts');
/** Counted per address and account, so that guessing from elsewhere never locks the owner out; and per address for all accounts. */
export const attemptsOf = (core: Core) =>
  core.state.get(KEY, () => ({
    account: new Attempts(
      'sign-in',
      { free: 5, firstWaitMs: 2_000, longestWaitMs: 5 * MINUTE, forgetMs: 15 * MINUTE },
      core,
    ),
    address: new Attempts(
      'sign-in',
      { free: 50, firstWaitMs: 2_000, longestWaitMs: 5 * MINUTE, forgetMs: 15 * MINUTE },
      core,
    ),
  }));

/** A wrong password and an unknown account get the same answer in about the same time. */
export async function loginVerb(
  core: Core,
  _actor: unknown,
  params: ParamsOf<typeof login>,
  call: Call,
): Promise<SignedIn> {
  const name = (params.email || params.username || '').trim().toLowerCase();
  if (!name) throw refuse('invalid', { fields: { email: 'is missing' } });
  const attempts = attemptsOf(core);
  const address = addressBlock(call.ip);
  const pair = `${address} ${name}`;
  attempts.account.take(pair);
  attempts.address.take(address);

  // A username holds no @, so either field may hold either.
  const account = await core.db
    .selectFrom('accounts')
    .select(['id', 'password_hash'])
    .where((eb) => eb.or([eb('email', '=', name), eb('username', '=', name)]))
    .executeTakeFirst();
  const matches = await verifyPassword(account?.password_hash ?? null, params.password);
  const member = account && matches ? await ofAccount(core, account.id).executeTakeFirst() : undefined;
  if (!member) throw refuse('invalid_credentials');

  attempts.account.forgive(pair);
  attempts.address.uncount(address);
  await secondStep(core, call, member.id, params);
  const session = await createSession(core, core.db, member, call);
  setCookie(core, call, session);
  return signedIn(core, member, session.id);
}

/**
 * Needs more than the cookie, which a browser adds to anybody's request: a header that no foreign page can set without
 * being asked about it first, and an Origin (where one is sent) of this very server. The cookie gets its next value.
 */
export async function refreshSessionVerb(core: Core, _actor: unknown, _params: object, call: Call): Promise<SignedIn> {
  if (httpOf(call).request.headers['x-parley-session'] !== '1' || !isOwnOrigin(core, call)) throw refuse('forbidden');
  const token = cookieOf(core, call);
  if (!token) throw refuse('unauthenticated');
  const session = await renewSession(core, token, userAgentOf(call));
  const member =
    session &&
    (await members(core)
      .where('a.id', '=', session.accountId)
      .where('m.site_id', '=', session.siteId)
      .executeTakeFirst());
  if (!member) {
    clearCookie(core, call);
    throw refuse('unauthenticated');
  }
  setCookie(core, call, session);
  return signedIn(core, member, session.id);
}

function isOwnOrigin(core: Core, call: Call): boolean {
  if (call.origin === null) return true;
  if (call.origin === new URL(core.config.publicUrl).origin) return true;
  const { host } = httpOf(call).request;
  return call.origin === `http://${host}` || call.origin === `https://${host}`;
}

/** The sockets of this sign-in close at once on nodes that hear of it, and within the guard's beat on all others. */
export async function logoutVerb(
  core: Core,
  actor: AgentActor | EnrollingActor,
  _params: object,
  call: Call,
): Promise<ResultOf<typeof logout>> {
  await core.db.deleteFrom('sessions').where('id', '=', actor.sessionId).execute();
  clearCookie(core, call);
  core.bus.publish({ site: actor.siteId, channels: [sessionChannel(actor.sessionId)], close: 'revoked' });
  return {};
}

export async function getMeVerb(core: Core, actor: AgentActor | EnrollingActor): Promise<ResultOf<typeof getMe>> {
  const member = await ofActor(core, actor).executeTakeFirst();
  if (!member) throw refuse('unauthenticated');
  return { user: meView(member) };
}
