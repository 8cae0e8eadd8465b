/** Tells people elsewhere than here, in the language of their account, what happened to their second factor. A job that runs twice tells it twice. */
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import type { twoFactorChanged } from '../accounts/two-factor/events.ts';
import type { Core } from '../core/core.ts';
import type { Tx } from '../core/events.ts';
import { addJobs, type JobTask } from '../core/jobs.ts';
import { mailAccount } from './account-mails.ts';
import { accountLetter, momentWords } from './templates/account-letters.ts';
import { languageOf } from './templates/words/words.ts';

export const EMAIL_TWO_FACTOR = 'email_two_factor';

const Payload = Type.Object({
  account_id: Type.String(),
  change: Type.Union([
    Type.Literal('on'),
    Type.Literal('off'),
    Type.Literal('reset'),
    Type.Literal('guessed'),
    Type.Literal('recovery_code_used'),
    Type.Literal('recovery_codes_renewed'),
  ]),
  at: Type.String(),
  by: Type.Optional(Type.String()),
  left: Type.Optional(Type.Integer()),
});

export async function afterTwoFactorChanged(
  core: Core,
  tx: Tx,
  { accountId, change, by, left }: NonNullable<(typeof twoFactorChanged)['payload']>,
): Promise<void> {
  const payload: Static<typeof Payload> = {
    account_id: accountId,
    change,
    at: new Date(core.now()).toISOString(),
    ...(by !== undefined && { by }),
    ...(left !== undefined && { left }),
  };
  await addJobs(tx, [{ task: EMAIL_TWO_FACTOR, payload, maxAttempts: 25 }]);
}

/** Mails nobody whose account is deactivated, or whose address is only claimed. Who is on no team has a page of its own. */
export const emailTwoFactor: JobTask = async (core, payload) => {
  const { account_id, change, at, by, left } = Value.Parse(Payload, payload);
  const account = await core.db
    .selectFrom('accounts')
    .select(['email', 'name', 'language', 'time_zone'])
    .select(({ exists, selectFrom }) =>
      exists(selectFrom('memberships').select('site_id').where('account_id', '=', account_id)).as('is_agent'),
    )
    .where('id', '=', account_id)
    .where('deactivated_at', 'is', null)
    .where('email', 'is not', null)
    .$narrowType<{ email: string }>()
    .executeTakeFirst();
  if (!account) return;
  const language = languageOf(account.language);
  const { subject, letter } = accountLetter({
    kind: `two_factor_${change}`,
    language,
    named: {
      name: account.name,
      at: momentWords(language, new Date(at), account.time_zone),
      ...(by !== undefined && { by }),
      ...(left !== undefined && { left }),
    },
    link: `${core.config.publicUrl}${account.is_agent ? '/settings/two-step' : '/you'}`,
  });
  await mailAccount(core, account.email, null, subject, letter);
};
