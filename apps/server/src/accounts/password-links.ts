/** Asking for a link to choose a password, and choosing one with it. */
import type { ParamsOf, ResultOf, requestPasswordReset, setPassword } from '@parley/protocol';
import { addressBlock } from '../core/address.ts';
import type { Call, Core } from '../core/core.ts';
import { refuse } from '../core/errors.ts';
import { Attempts } from './attempts.ts';
import { accountChannel } from './channels.ts';
import { requireAddress } from './email-address.ts';
import { accountNews, passwordResetRequested } from './events.ts';
import { rememberBrowser } from './known-browsers.ts';
import { members, ofAccount } from './members.ts';
import { findToken, useToken } from './one-time-tokens.ts';
import { requireStrong } from './password-strength.ts';
import { hashPassword } from './passwords.ts';
import { createSession, type SignedIn, setCookie, signedIn } from './sessions.ts';
import { tellTeams } from './team-deeds.ts';
import { secondStepByCode } from './two-factor/pass.ts';
import { forgetDevices } from './two-factor/remembered-devices.ts';
import { users } from './users.ts';

const MINUTE = 60_000;
const KEY = Symbol('password mails');
/** A mailbox must not be filled by strangers, nor ours be used to find out who has an account. */
export const mailsOf = (core: Core) =>
  core.state.get(KEY, () => ({
    mailbox: new Attempts(
      'mails',
      // A link is good for an hour: whoever keeps asking for somebody else sees to it that a good one always lies in that mailbox.
      { free: 3, firstWaitMs: 5 * MINUTE, longestWaitMs: 30 * MINUTE, forgetMs: 60 * MINUTE },
      core,
    ),
    /** Asked for by the owner, with the password: whatever strangers ask for is not in the way of leaving. */
    own: new Attempts(
      'mails to oneself',
      { free: 3, firstWaitMs: 5 * MINUTE, longestWaitMs: 60 * MINUTE, forgetMs: 60 * MINUTE },
      core,
    ),
    address: new Attempts(
      'mails by address',
      { free: 20, firstWaitMs: MINUTE, longestWaitMs: 30 * MINUTE, forgetMs: 60 * MINUTE },
      core,
    ),
  }));

/**
 * Does the same work whether the account exists or not: only the job that follows looks. So neither the answer nor its
 * time tells anything.
 */
export async function requestPasswordResetVerb(
  core: Core,
  _actor: unknown,
  params: ParamsOf<typeof requestPasswordReset>,
  call: Call,
): Promise<ResultOf<typeof requestPasswordReset>> {
  const email = requireAddress(params.email);
  const mails = mailsOf(core);
  mails.address.take(addressBlock(call.ip));
  mails.mailbox.take(email);
  await core.db.transaction().execute((tx) => core.events.emit(passwordResetRequested, tx, { email }));
  return {};
}

/**
 * Ends every session of the account, with its sockets, and signs in here: to the newest site, where one was invited, and who is on no team as a user. A link is
 * worth no more than a password: an account with a second factor needs a code too, and without one the link stays good.
 */
export async function setPasswordVerb(
  core: Core,
  _actor: unknown,
  params: ParamsOf<typeof setPassword>,
  call: Call,
): Promise<SignedIn> {
  const token = await findToken(core, params.token, ['invitation', 'reset']);
  const accountId = token.account_id as string;
  const account = await core.db
    .selectFrom('accounts')
    .select(['email', 'username', 'name', 'password_hash'])
    .where('id', '=', accountId)
    .executeTakeFirstOrThrow();
  // A code passes once: it is not to be spent on a password that is then refused.
  await requireStrong(params.password, [account.email, account.username, account.name]);
  await secondStepByCode(core, call, accountId, params.code);
  // Before the transaction: hashing takes a while, and only a good link is worth it.
  const password_hash = await hashPassword(params.password);
  const { person, session } = await core.db.transaction().execute(async (tx) => {
    await useToken(tx, token);
    await tx.updateTable('accounts').set({ password_hash }).where('id', '=', accountId).execute();
    const found =
      token.purpose === 'invitation'
        ? members(core, tx).where('a.id', '=', accountId).orderBy('m.created_at', 'desc')
        : ofAccount(core, accountId, tx);
    const person =
      (await found.executeTakeFirst()) ??
      (await users(core, tx).where('a.id', '=', accountId).orderBy('u.created_at').executeTakeFirst());
    if (!person) throw refuse('link_expired');
    await tx.deleteFrom('sessions').where('account_id', '=', accountId).execute();
    await forgetDevices(tx, accountId);
    if (account.password_hash !== null) {
      await core.events.emit(accountNews, tx, { accountId, news: 'password_changed' });
      await tellTeams(core, tx, accountId, call, 'password_reset');
    }
    return { person, session: await createSession(core, tx, person, call) };
  });
  core.bus.publish({ site: null, channels: [accountChannel(accountId)], close: 'revoked' });
  setCookie(core, call, session);
  rememberBrowser(core, call, accountId);
  return signedIn(core, person, session.id);
}
