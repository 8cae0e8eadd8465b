/**
 * Making the account of an end customer. By what doors one signs up, and as which visitor, say the visitors (visitors/sign-up.ts). Whether an account has the email already is not looked at, here or by anything
 * that the answer waits for: it is only claimed until a mail proves it (docs/decisions/0016).
 */
import type { ParamsOf, signUp } from '@parley/protocol';
import type { Core } from '../core/core.ts';
import { refuse } from '../core/errors.ts';
import type { Tx } from '../core/events.ts';
import { uuidv7 } from '../core/ids.ts';
import { requireAddress } from './email-address.ts';
import { accountNews, userJoined } from './events.ts';
import { requireName } from './names.ts';
import { mailsOf } from './password-links.ts';
import { requireStrong } from './password-strength.ts';
import { hashPassword } from './passwords.ts';
import { claimUsername, requireUsername } from './usernames.ts';
import { type UserRow, users } from './users.ts';

type Wanted = Omit<ParamsOf<typeof signUp>, 'site'>;

export interface CheckedAccount {
  readonly id: string;
  readonly username: string;
  readonly name: string;
  readonly password_hash: string;
  readonly claimed_email: string;
}

/** What may become an account. Throws `invalid`. */
export async function checkAccount(core: Core, params: Wanted): Promise<CheckedAccount> {
  const claimed_email = requireAddress(params.email);
  const username = requireUsername(params.username);
  const name = requireName(params.name ?? username, 'name');
  const password = requireTwice(params);
  await requireStrong(password, [params.email, username, name]);
  const password_hash = await hashPassword(password, { name: claimed_email, isKnown: false });
  return { id: uuidv7(core.now()), username, name, password_hash, claimed_email };
}

/** Makes it, a user of the site, and has its address confirmed. Throws `taken`. */
export async function addAccount(
  core: Core,
  tx: Tx,
  account: CheckedAccount,
  { siteId, visitorId }: Pick<Joining, 'siteId' | 'visitorId'>,
): Promise<UserRow> {
  const { id, username, name, claimed_email } = account;
  await claimUsername(tx, username);
  await tx
    .insertInto('accounts')
    .values({ ...account, email: null, deactivated_at: null, created_at: new Date(core.now()) })
    .execute();
  await join(core, tx, { siteId, accountId: id, name, visitorId });
  if (mayMail(core, claimed_email)) await core.events.emit(accountNews, tx, { accountId: id, news: 'verify_email' });
  return users(core, tx).where('a.id', '=', id).executeTakeFirstOrThrow();
}

/** A mailbox that many sign up with gets no more of it; signing up goes on, and the mail can be asked for later. */
function mayMail(core: Core, email: string): boolean {
  try {
    mailsOf(core).mailbox.take(email);
    return true;
  } catch {
    return false;
  }
}

interface Joining {
  readonly siteId: string;
  readonly accountId: string;
  readonly name: string;
  /** Who signs up, where it was here before; otherwise a visitor is made. */
  readonly visitorId: string | null;
}

async function join(core: Core, tx: Tx, { siteId, accountId, name, visitorId }: Joining): Promise<void> {
  const insert = (visitor_id: string) =>
    tx
      .insertInto('users')
      .values({ site_id: siteId, account_id: accountId, visitor_id, created_at: new Date(core.now()) })
      .onConflict((conflict) => conflict.columns(['site_id', 'visitor_id']).doNothing())
      .returning('visitor_id')
      .executeTakeFirst();
  // In a browser that two people share the second one begins anew.
  const user = (visitorId && (await insert(visitorId))) || (await insert(uuidv7(core.now())));
  if (!user) throw refuse('internal');
  await core.events.emit(userJoined, tx, { siteId, accountId, name, visitorId: user.visitor_id });
}

/** The one that was given, under its name of today or of yesterday, and given twice. */
function requireTwice(params: Wanted): string {
  const password = params.password ?? params.password1;
  const again = params.password_confirm ?? params.password2;
  const missing = 'is missing';
  if (password === undefined) throw refuse('invalid', { fields: { password: missing } });
  if (again === undefined) throw refuse('invalid', { fields: { password_confirm: missing } });
  if (again !== password) throw refuse('invalid', { fields: { password_confirm: 'is not the same as the password' } });
  return password;
}
