/**
 * Mails to people who sign in, in the language of their account. A token is made when the job runs: it stands in the mail
 * and, hashed, in the database, and nowhere else. A job that runs twice mails two good links.
 */
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import type { accountNews, agentInvited, passwordResetRequested } from '../accounts/events.ts';
import { makeToken, type Purpose } from '../accounts/one-time-tokens.ts';
import type { Core } from '../core/core.ts';
import type { Tx } from '../core/events.ts';
import { uuidv7 } from '../core/ids.ts';
import { addJobs, type JobTask } from '../core/jobs.ts';
import { hashToken } from '../core/tokens.ts';
import { MailFailure } from './mail.ts';
import { deliver, mailDomain } from './smtp.ts';
import { accountLetter, dayWords } from './templates/account-letters.ts';
import { type Letter, letterHtml, letterText } from './templates/layout.ts';
import { languageOf } from './templates/words/words.ts';

export const EMAIL_INVITATION = 'email_invitation';
export const EMAIL_PASSWORD_RESET = 'email_password_reset';
export const EMAIL_ACCOUNT = 'email_account';

const InvitationPayload = Type.Object({ site_id: Type.String(), account_id: Type.String(), invited_by: Type.String() });
const ResetPayload = Type.Object({ email: Type.String() });
const AccountPayload = Type.Object({
  account_id: Type.String(),
  news: Type.Union([
    Type.Literal('password_changed'),
    Type.Literal('verify_email'),
    Type.Literal('change_email'),
    Type.Literal('email_changed'),
    Type.Literal('deactivate'),
    Type.Literal('deactivated'),
    Type.Literal('delete_account'),
  ]),
  email: Type.Optional(Type.String()),
});
type News = Static<typeof AccountPayload>['news'];

/** Where the button leads, and what its token is good for; without one it asks as anybody may. */
const LINKS: Readonly<Record<News, { readonly page: string; readonly purpose?: Purpose }>> = {
  password_changed: { page: '/forgot' },
  verify_email: { page: '/confirm-email', purpose: 'verify_email' },
  change_email: { page: '/confirm-email', purpose: 'change_email' },
  email_changed: { page: '/undo-email', purpose: 'undo_email' },
  deactivate: { page: '/confirm-deactivation', purpose: 'deactivate' },
  deactivated: { page: '/come-back', purpose: 'come_back' },
  delete_account: { page: '/confirm-deletion', purpose: 'delete_account' },
};

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

/** What somebody waits for, with the page still open. */
const ASKED: readonly News[] = ['change_email', 'verify_email', 'deactivate', 'delete_account'];

/** What somebody waits for is given up after an hour and a half; what somebody must know, after four days. */
export async function afterAccountNews(
  tx: Tx,
  { accountId, news, email }: NonNullable<(typeof accountNews)['payload']>,
): Promise<void> {
  const payload: Static<typeof AccountPayload> = { account_id: accountId, news, ...(email && { email }) };
  const asked = ASKED.includes(news);
  await addJobs(tx, [
    { task: EMAIL_ACCOUNT, payload, ...(asked ? { key: `${news}:${accountId}` } : { maxAttempts: 25 }) },
  ]);
}

/** Mails nobody who is no longer a member, or deactivated. */
export const emailInvitation: JobTask = async (core, payload) => {
  const { site_id, account_id, invited_by } = Value.Parse(InvitationPayload, payload);
  const invited = await core.db
    .selectFrom('accounts as a')
    .innerJoin('memberships as m', 'm.account_id', 'a.id')
    .innerJoin('sites as s', 's.id', 'm.site_id')
    .select(['a.email', 'a.name', 'a.language', 's.name as site', 's.accent'])
    .where('a.id', '=', account_id)
    .where('m.site_id', '=', site_id)
    .where('m.deactivated_at', 'is', null)
    .where('a.deactivated_at', 'is', null)
    .$narrowType<{ email: string }>()
    .executeTakeFirst();
  if (!invited) return;
  const { email, name, language, site, accent } = invited;
  const { subject, letter } = accountLetter({
    kind: 'invitation',
    language: languageOf(language),
    named: { name, site, by: invited_by },
    accent,
    link: await linkTo(core, '/set-password', 'invitation', account_id),
  });
  await mailAccount(core, email, site, subject, letter);
};

/** Mails nothing to an address without an account: the request's answer did not tell, and neither does this. */
export const emailPasswordReset: JobTask = async (core, payload) => {
  const { email } = Value.Parse(ResetPayload, payload);
  const account = await core.db
    .selectFrom('accounts')
    .select(['id', 'name', 'language', 'demo'])
    .where('email', '=', email)
    .where('deactivated_at', 'is', null)
    .executeTakeFirst();
  if (!account || (account.demo && !core.config.demo)) return;
  const { subject, letter } = accountLetter({
    kind: 'password_reset',
    language: languageOf(account.language),
    named: { name: account.name },
    link: await linkTo(core, '/set-password', 'reset', account.id),
  });
  await mailAccount(core, email, null, subject, letter);
};

/** To whom it is about, but for what a mailbox is to prove: mails about an account go to an address that was proven alone. */
export const emailAccount: JobTask = async (core, payload) => {
  const { account_id, news, email } = Value.Parse(AccountPayload, payload);
  const account = await core.db
    .selectFrom('accounts')
    .select(['email', 'claimed_email', 'name', 'language', 'time_zone', 'deactivated_at', 'returns_until'])
    .where('id', '=', account_id)
    .executeTakeFirst();
  // What became untrue while the mail waited is not told.
  if (!account || (account.deactivated_at !== null) !== (news === 'deactivated')) return;
  const { page, purpose } = LINKS[news];
  const to = email ?? (news === 'verify_email' ? account.claimed_email : account.email);
  if (!to || (news === 'change_email' && (await isHeld(core, to)))) return;
  const language = languageOf(account.language);
  const day = account.returns_until && dayWords(language, account.returns_until, account.time_zone);
  const { subject, letter } = accountLetter({
    kind: news,
    language,
    named: { name: account.name, ...(account.email && { email: account.email }), ...(day && { day }) },
    link: purpose ? await linkTo(core, page, purpose, account_id, to) : core.config.publicUrl + page,
  });
  await mailAccount(core, to, null, subject, letter);
};

const isHeld = async (core: Core, email: string): Promise<boolean> =>
  (await core.db.selectFrom('accounts').select('id').where('email', '=', email).executeTakeFirst()) !== undefined;

/** The token stands behind the `#`: programs that look into mails' links never send it, and the page only uses it when somebody presses its button. */
const linkTo = async (
  core: Core,
  page: string,
  purpose: Purpose,
  accountId: string,
  email: string | null = null,
): Promise<string> => `${core.config.publicUrl}${page}#${await makeToken(core, core.db, purpose, accountId, email)}`;

/** Throws where it may be tried again; what is refused for good is logged. `name`: of the mail, which is the same where it may be sent again. */
export async function mailAccount(
  core: Core,
  to: string,
  fromName: string | null,
  subject: string,
  letter: Letter,
  name: string = uuidv7(core.now()),
): Promise<void> {
  const messageId = `account.${name}@${mailDomain(core)}`;
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
