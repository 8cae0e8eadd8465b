/** Tells people elsewhere than here what happened to their second factor. A job that runs twice tells it twice. */
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import type { twoFactorChanged } from '../accounts/two-factor/events.ts';
import type { Core } from '../core/core.ts';
import type { Tx } from '../core/events.ts';
import { addJobs, type JobTask } from '../core/jobs.ts';
import { mailAccount } from './account-mails.ts';
import { twoFactorLetter, twoFactorSubject } from './templates/two-factor-letters.ts';

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

/** Mails nobody whose account is deactivated. */
export const emailTwoFactor: JobTask = async (core, payload) => {
  const { account_id, ...told } = Value.Parse(Payload, payload);
  const account = await core.db
    .selectFrom('accounts')
    .select(['email', 'name'])
    .where('id', '=', account_id)
    .where('deactivated_at', 'is', null)
    .$narrowType<{ email: string }>()
    .executeTakeFirst();
  if (!account) return;
  const link = `${core.config.publicUrl}/settings/two-step`;
  const letter = twoFactorLetter({ ...told, name: account.name, link });
  await mailAccount(core, account.email, null, twoFactorSubject(told.change), letter);
};
