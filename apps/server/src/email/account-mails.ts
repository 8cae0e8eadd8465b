/**
 * Invitations and password links. The token is made when the job runs: it stands in the mail and, hashed, in the database,
 * and nowhere else. A job that runs twice mails two good links.
 */
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import type { agentInvited, passwordChanged, passwordResetRequested } from '../accounts/events.ts';
import { makeToken } from '../accounts/one-time-tokens.ts';
import type { Core } from '../core/core.ts';
import type { Tx } from '../core/events.ts';
import { uuidv7 } from '../core/ids.ts';
import { addJobs, type JobTask } from '../core/jobs.ts';
import { hashToken } from '../core/tokens.ts';
import { MailFailure } from './mail.ts';
import { deliver, mailDomain } from './smtp.ts';
import {
  invitationLetter,
  invitationSubject,
  passwordChangedLetter,
  passwordChangedSubject,
  passwordResetLetter,
  passwordResetSubject,
} from './templates/account-letters.ts';
import { type Letter, letterHtml, letterText } from './templates/layout.ts';

export const EMAIL_INVITATION = 'email_invitation';
export const EMAIL_PASSWORD_RESET = 'email_password_reset';
export const EMAIL_PASSWORD_CHANGED = 'email_password_changed';

const InvitationPayload = Type.Object({ site_id: Type.String(), account_id: Type.String(), invited_by: Type.String() });
const ResetPayload = Type.Object({ email: Type.String() });
const ChangedPayload = Type.Object({ account_id: Type.String() });

export async function afterInvited(
  tx: Tx,
  { siteId, accountId, invitedBy }: NonNullable<(typeof agentInvited)['payload']>,
): Promise<void> {
  const payload: Static<typeof InvitationPayload> = { site_id: siteId, account_id: accountId, invited_by: invitedBy };
  await addJobs(tx, [{ task: EMAIL_INVITATION, payload, key: `invitation:${siteId}:${accountId}`, maxAttempts: 25 }]);
}

/** Shorter than other mails' patience: nobody waits four days for a password. */
export async function afterResetRequested(
  tx: Tx,
  { email }: NonNullable<(typeof passwordResetRequested)['payload']>,
): Promise<void> {
  const payload: Static<typeof ResetPayload> = { email };
  await addJobs(tx, [{ task: EMAIL_PASSWORD_RESET, payload, key: `reset:${hashToken(email).toString('hex')}` }]);
}

export async function afterPasswordChanged(
  tx: Tx,
  { accountId }: NonNullable<(typeof passwordChanged)['payload']>,
): Promise<void> {
  const payload: Static<typeof ChangedPayload> = { account_id: accountId };
  await addJobs(tx, [{ task: EMAIL_PASSWORD_CHANGED, payload, maxAttempts: 25 }]);
}

/** Mails nobody who is no longer a member, or deactivated. */
export const emailInvitation: JobTask = async (core, payload) => {
  const { site_id, account_id, invited_by } = Value.Parse(InvitationPayload, payload);
  const invited = await core.db
    .selectFrom('accounts as a')
    .innerJoin('memberships as m', 'm.account_id', 'a.id')
    .innerJoin('sites as s', 's.id', 'm.site_id')
    .select(['a.email', 'a.name', 's.name as site', 's.accent'])
    .where('a.id', '=', account_id)
    .where('m.site_id', '=', site_id)
    .where('a.deactivated_at', 'is', null)
    .$narrowType<{ email: string }>()
    .executeTakeFirst();
  if (!invited) return;
  const link = await passwordLink(core, 'invitation', account_id);
  const letter = { ...invited, invitedBy: invited_by, link };
  await mailAccount(core, invited.email, invited.site, invitationSubject(letter), invitationLetter(letter));
};

/** Mails nothing to an address without an account: the request's answer did not tell, and neither does this. */
export const emailPasswordReset: JobTask = async (core, payload) => {
  const { email } = Value.Parse(ResetPayload, payload);
  const account = await core.db
    .selectFrom('accounts')
    .select(['id', 'name', 'demo'])
    .where('email', '=', email)
    .where('deactivated_at', 'is', null)
    .executeTakeFirst();
  if (!account || (account.demo && !core.config.demo)) return;
  const link = await passwordLink(core, 'reset', account.id);
  await mailAccount(core, email, null, passwordResetSubject, passwordResetLetter({ name: account.name, link }));
};

/** Without a token: what it offers is asked for as by anybody. */
export const emailPasswordChanged: JobTask = async (core, payload) => {
  const { account_id } = Value.Parse(ChangedPayload, payload);
  const account = await core.db
    .selectFrom('accounts')
    .select(['email', 'name'])
    .where('id', '=', account_id)
    .executeTakeFirst();
  if (!account?.email) return;
  const link = `${core.config.publicUrl}/forgot`;
  await mailAccount(
    core,
    account.email,
    null,
    passwordChangedSubject,
    passwordChangedLetter({ name: account.name, link }),
  );
};

const passwordLink = async (core: Core, purpose: 'invitation' | 'reset', accountId: string): Promise<string> =>
  `${core.config.publicUrl}/set-password#${await makeToken(core, core.db, purpose, accountId)}`;

/** Throws where it may be tried again; what is refused for good is logged. */
export async function mailAccount(
  core: Core,
  to: string,
  fromName: string | null,
  subject: string,
  letter: Letter,
): Promise<void> {
  const messageId = `account.${uuidv7(core.now())}@${mailDomain(core)}`;
  try {
    await deliver(core, {
      to,
      fromName,
      subject,
      text: letterText(letter),
      html: letterHtml(letter),
      messageId,
      thread: [],
    });
  } catch (error) {
    if (!(error instanceof MailFailure) || error.kind !== 'refused') throw error;
    core.log.error({ reason: error.message }, 'the mail server refused a mail for good');
  }
}
