/**
 * A person's address: confirming it, and changing it. The new one counts once a mail there was answered; the old one is told,
 * and can take it back for a week, whatever else happened to the account since.
 */
import type {
  changeEmail,
  confirmEmail,
  ParamsOf,
  ResultOf,
  sendVerification,
  undoEmailChange,
} from '@parley/protocol';
import type { AgentActor, UserActor } from '../core/actor.ts';
import { addressBlock } from '../core/address.ts';
import type { Call, Core } from '../core/core.ts';
import { refuse } from '../core/errors.ts';
import type { Tx } from '../core/events.ts';
import { newOpaqueToken } from '../core/tokens.ts';
import { reactivate } from './deactivation.ts';
import { requireAddress } from './email-address.ts';
import { accountNews, addressProven, passwordResetRequested } from './events.ts';
import { findToken, useToken } from './one-time-tokens.ts';
import { endSessions, tell } from './own-sessions.ts';
import { mailsOf } from './password-links.ts';
import { hashPassword } from './passwords.ts';
import { requirePassword } from './two-factor/guesses.ts';
import { forgetDevices } from './two-factor/remembered-devices.ts';

/** Neither the answer nor its time tells whether somebody else has the address: only the job that mails looks. */
export async function changeEmailVerb(
  core: Core,
  actor: AgentActor | UserActor,
  params: ParamsOf<typeof changeEmail>,
  call: Call,
): Promise<ResultOf<typeof changeEmail>> {
  const email = requireAddress(params.email);
  await requirePassword(core, call, actor.accountId, params.password);
  takeMail(core, call, email);
  await core.db.transaction().execute(async (tx) => {
    await core.events.emit(accountNews, tx, { accountId: actor.accountId, news: 'change_email', email });
  });
  return {};
}

/** Mails the link once more; nothing where the address is confirmed. */
export async function sendVerificationVerb(
  core: Core,
  actor: AgentActor | UserActor,
  _params: object,
  call: Call,
): Promise<ResultOf<typeof sendVerification>> {
  const { email, claimed_email } = await core.db
    .selectFrom('accounts')
    .select(['email', 'claimed_email'])
    .where('id', '=', actor.accountId)
    .executeTakeFirstOrThrow();
  if (email !== null || claimed_email === null) return {};
  takeMail(core, call, claimed_email);
  await core.db.transaction().execute(async (tx) => {
    await core.events.emit(accountNews, tx, { accountId: actor.accountId, news: 'verify_email' });
  });
  return {};
}

function takeMail(core: Core, call: Call, email: string): void {
  const mails = mailsOf(core);
  mails.address.take(addressBlock(call.ip));
  mails.mailbox.take(email);
}

/** By the link of either mail. An address that somebody else took meanwhile is `taken`, and the link stays good. */
export async function confirmEmailVerb(
  core: Core,
  _actor: unknown,
  params: ParamsOf<typeof confirmEmail>,
): Promise<ResultOf<typeof confirmEmail>> {
  const token = await findToken(core, params.token, ['verify_email', 'change_email']);
  const email = token.email as string;
  const accountId = token.account_id as string;
  const after: (() => void)[] = [];
  await core.db.transaction().execute(async (tx) => {
    const account = await lock(tx, accountId);
    await useToken(tx, token);
    // A link to prove an address that the account no longer claims.
    if (token.purpose === 'verify_email' && account.claimed_email !== email) throw refuse('link_expired');
    await setEmail(core, tx, { accountId, email, after });
    if (account.email !== null && account.email !== email)
      await core.events.emit(accountNews, tx, { accountId, news: 'email_changed', email: account.email });
  });
  for (const act of after) act();
  return { email };
}

/**
 * By the link in the mail to the old address. Whoever changed it may know the password and hold sessions: all of them end,
 * the password is worth nothing any more, and a link to choose another goes to the address that counts again.
 */
export async function undoEmailChangeVerb(
  core: Core,
  _actor: unknown,
  params: ParamsOf<typeof undoEmailChange>,
): Promise<ResultOf<typeof undoEmailChange>> {
  const token = await findToken(core, params.token, ['undo_email']);
  const email = token.email as string;
  const accountId = token.account_id as string;
  const password_hash = await hashPassword(newOpaqueToken());
  const after: (() => void)[] = [];
  const ended = await core.db.transaction().execute(async (tx) => {
    // A thief may have deactivated it too.
    await reactivate(core, tx, accountId);
    await lock(tx, accountId);
    await useToken(tx, token);
    await setEmail(core, tx, { accountId, email, after });
    await tx.updateTable('accounts').set({ password_hash }).where('id', '=', accountId).execute();
    await forgetDevices(tx, accountId);
    await core.events.emit(passwordResetRequested, tx, { email });
    return endSessions(tx, accountId);
  });
  tell(core, ended);
  for (const act of after) act();
  return { email };
}

/** Throws `link_expired` for an account that may not come in. */
async function lock(tx: Tx, accountId: string): Promise<{ email: string | null; claimed_email: string | null }> {
  const account = await tx
    .selectFrom('accounts')
    .select(['email', 'claimed_email'])
    .where('id', '=', accountId)
    .where('deactivated_at', 'is', null)
    .forUpdate()
    .executeTakeFirst();
  if (!account) throw refuse('link_expired');
  return account;
}

/** PostgreSQL's code. */
const UNIQUE_VIOLATION = '23505';

interface Proven {
  readonly accountId: string;
  readonly email: string;
  readonly after: (() => void)[];
}

async function setEmail(core: Core, tx: Tx, { accountId, email, after }: Proven): Promise<void> {
  try {
    await tx.updateTable('accounts').set({ email, claimed_email: null }).where('id', '=', accountId).execute();
  } catch (error) {
    if ((error as { code?: string }).code !== UNIQUE_VIOLATION) throw error;
    throw refuse('taken', { fields: { email: 'belongs to another account' } });
  }
  await core.events.emit(addressProven, tx, { accountId, after });
}
