/** Signing in, staying signed in, signing out, and who one is. */
import type { getMe, login, logout, ParamsOf, ResultOf, refreshSession } from '@parley/protocol';
import type { AgentActor, EnrollingActor, UserActor } from '../core/actor.ts';
import { addressBlock } from '../core/address.ts';
import type { Call, Core } from '../core/core.ts';
import { refuse } from '../core/errors.ts';
import { Attempts } from './attempts.ts';
import { sessionChannel } from './channels.ts';
import { mayComeBack, reactivate } from './deactivation.ts';
import { idHere, mayBeKnown, rememberBrowser } from './known-browsers.ts';
import { type Member, members, meView, ofAccount, ofActor } from './members.ts';
import { verifyPassword } from './passwords.ts';
import { type RenewedSession, renewSession } from './session-tokens.ts';
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
import { type UserRow, users, userView } from './users.ts';

const MINUTE = 60_000;
const KEY = Symbol('sign-in attempts');
/** Counted per address and account, so that guessing from elsewhere never locks the owner out; and per address for all accounts. A browser where the account has signed in before counts by itself. */
export const attemptsOf = (core: Core) =>
  core.state.get(KEY, () => ({
    account: new Attempts(
      'sign-in',
      { free: 5, firstWaitMs: 2_000, longestWaitMs: 5 * MINUTE, forgetMs: 15 * MINUTE },
      core,
    ),
    address: new Attempts(
      'sign-in by address',
      { free: 50, firstWaitMs: 2_000, longestWaitMs: 5 * MINUTE, forgetMs: 15 * MINUTE },
      core,
    ),
  }));

export async function loginVerb(
  core: Core,
  _actor: unknown,
  params: ParamsOf<typeof login>,
  call: Call,
): Promise<SignedIn> {
  const person = await comeIn(core, call, params, {
    personOf: (accountId) => personOf(core, accountId, params.as),
    secondStep: (accountId) => secondStep(core, call, accountId, params),
  });
  const session = await core.db.transaction().execute((tx) => createSession(core, tx, person, call));
  setCookie(core, call, session);
  rememberBrowser(core, call, person.id);
  return signedIn(core, person, session.id);
}

interface Door<Person> {
  /** As what the account comes in here; undefined: as nothing, which is answered as an unknown account is. */
  readonly personOf: (accountId: string) => Promise<Person | undefined>;
  /** Throws unless it is passed. */
  readonly secondStep: (accountId: string) => Promise<void>;
}

/**
 * Who shows by name, password and second step whose account this is: the one way in. A wrong password and an unknown account get
 * the same answer in about the same time.
 */
export async function comeIn<Person>(
  core: Core,
  call: Call,
  params: Pick<ParamsOf<typeof login>, 'email' | 'username' | 'password' | 'come_back'>,
  { personOf, secondStep }: Door<Person>,
): Promise<Person> {
  const name = (params.email || params.username || '').trim().toLowerCase();
  if (!name) throw refuse('invalid', { fields: { email: 'is missing' } });
  const { accountId, forgive } = await accountOf(core, call, name, params.password);
  const active = accountId && (await personOf(accountId));
  if (!accountId || (!active && !(await mayComeBack(core, accountId)))) throw refuse('invalid_credentials');
  // Before a code is spent on it.
  if (!active && !params.come_back) throw refuse('account_deactivated');

  forgive();
  await secondStep(accountId);
  if (active) return active;
  await core.db.transaction().execute((tx) => reactivate(core, tx, accountId));
  const person = await personOf(accountId);
  if (!person) throw refuse('invalid_credentials');
  return person;
}

interface Guessed {
  /** Null: it was a wrong one. */
  readonly accountId: string | null;
  /** Takes back what was counted. */
  readonly forgive: () => void;
}

/** Whose name and password these are, in a browser of that account's own or by a stranger's guess. Throws `rate_limited`, `overloaded`. */
async function accountOf(core: Core, call: Call, name: string, password: string): Promise<Guessed> {
  if (!mayBeKnown(core, call)) return guess(core, call, name, password);
  const found = await accountsNamed(core, name);
  const own = found.find((account) => account && idHere(core, call, account.id));
  if (!own) return guess(core, call, name, password);
  const { account } = attemptsOf(core);
  const browser = `browser ${idHere(core, call, own.id)}`;
  account.take(browser);
  const isRight = await verifyPassword(own.password_hash, password, { name: own.id, isKnown: true }).catch(
    untried(() => account.uncount(browser)),
  );
  // Only this account is known here: whose address it claims is guessed as anywhere.
  if (!isRight && found.some((other) => other && other !== own)) return guess(core, call, name, password);
  return { accountId: isRight ? own.id : null, forgive: () => account.forgive(browser) };
}

/**
 * An address may be proven by one account and claimed by others, of which the first counts: two passwords are tried for every
 * address, so that the time tells neither whether there is one.
 */
async function guess(core: Core, call: Call, name: string, password: string): Promise<Guessed> {
  const attempts = attemptsOf(core);
  const address = addressBlock(call.ip);
  const pair = `${address} ${name}`;
  attempts.account.take(pair);
  attempts.address.take(address);
  const tried = async () => {
    const found = await accountsNamed(core, name);
    const asker = { name, isKnown: false };
    const matches = await Promise.all(
      found.map((account) => verifyPassword(account?.password_hash ?? null, password, asker)),
    );
    return found.find((_account, i) => matches[i])?.id ?? null;
  };
  const accountId = await tried().catch(
    untried(() => {
      attempts.account.uncount(pair);
      attempts.address.uncount(address);
    }),
  );
  const forgive = () => {
    attempts.account.forgive(pair);
    attempts.address.uncount(address);
  };
  return { accountId, forgive };
}

/** Whoever comes back after a flood has all attempts left: nothing was tried. */
const untried = (uncount: () => void) => (error: unknown) => {
  uncount();
  throw error;
};

function accountsNamed(core: Core, name: string) {
  const accounts = core.db.selectFrom('accounts').select(['id', 'password_hash']);
  // A username holds no @, so either field may hold either.
  const byAddress = name.includes('@');
  return Promise.all([
    accounts.where(byAddress ? 'email' : 'username', '=', name).executeTakeFirst(),
    ...(byAddress
      ? [accounts.where('claimed_email', '=', name).where('email', 'is', null).orderBy('created_at').executeTakeFirst()]
      : []),
  ]);
}

/** As what an account comes in: as an agent where it is one, otherwise as a user. */
async function personOf(core: Core, accountId: string, as?: 'agent' | 'user'): Promise<Member | UserRow | undefined> {
  const member = as === 'user' ? undefined : await ofAccount(core, accountId).executeTakeFirst();
  if (member || as === 'agent') return member;
  return users(core).where('a.id', '=', accountId).orderBy('u.created_at').executeTakeFirst();
}

/**
 * Needs more than the cookie, which a browser adds to anybody's request: a header that no foreign page can set without
 * being asked about it first, and an Origin (where one is sent) of this very server. The cookie gets its next value.
 */
export async function refreshSessionVerb(
  core: Core,
  _actor: unknown,
  params: ParamsOf<typeof refreshSession>,
  call: Call,
): Promise<SignedIn> {
  if (httpOf(call).request.headers['x-parley-session'] !== '1' || !isOwnOrigin(core, call)) throw refuse('forbidden');
  const token = cookieOf(core, call);
  if (!token) throw refuse('unauthenticated');
  const session = await renewSession(core, token, userAgentOf(call));
  const person = session && (await ofSession(core, session));
  if (!person) {
    clearCookie(core, call);
    throw refuse('unauthenticated');
  }
  setCookie(core, call, session);
  if (idHere(core, call, session.accountId) === null) rememberBrowser(core, call, session.accountId);
  if (params.as !== undefined && params.as !== session.audience) throw refuse('unauthenticated');
  return signedIn(core, person, session.id);
}

const ofSession = (
  core: Core,
  { accountId, siteId, audience }: RenewedSession,
): Promise<Member | UserRow | undefined> =>
  audience === 'user'
    ? users(core).where('a.id', '=', accountId).where('u.site_id', '=', siteId).executeTakeFirst()
    : members(core).where('a.id', '=', accountId).where('m.site_id', '=', siteId).executeTakeFirst();

function isOwnOrigin(core: Core, call: Call): boolean {
  if (call.origin === null) return true;
  if (call.origin === new URL(core.config.publicUrl).origin) return true;
  const { host } = httpOf(call).request;
  return call.origin === `http://${host}` || call.origin === `https://${host}`;
}

/** The sockets of this sign-in close at once on nodes that hear of it, and within the guard's beat on all others. */
export async function logoutVerb(
  core: Core,
  actor: AgentActor | EnrollingActor | UserActor,
  _params: object,
  call: Call,
): Promise<ResultOf<typeof logout>> {
  await core.db.deleteFrom('sessions').where('id', '=', actor.sessionId).execute();
  clearCookie(core, call);
  core.bus.publish({ site: actor.siteId, channels: [sessionChannel(actor.sessionId)], close: 'revoked' });
  return {};
}

export async function getMeVerb(
  core: Core,
  actor: AgentActor | EnrollingActor | UserActor,
): Promise<ResultOf<typeof getMe>> {
  if (actor.kind === 'user') {
    const user = await users(core)
      .where('a.id', '=', actor.accountId)
      .where('u.site_id', '=', actor.siteId)
      .executeTakeFirst();
    if (!user) throw refuse('unauthenticated');
    return { user: userView(user) };
  }
  const member = await ofActor(core, actor).executeTakeFirst();
  if (!member) throw refuse('unauthenticated');
  return { user: meView(member) };
}
