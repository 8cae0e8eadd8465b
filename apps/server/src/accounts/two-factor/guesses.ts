/**
 * Slows down guessing of codes and, by whoever found an open inbox, of the password. Six digits are few: they are counted by
 * account and address, and by account from everywhere. Recovery codes are many: counted by account and address alone, so that
 * whoever guesses from elsewhere cannot keep the owner out.
 */
import { addressBlock } from '../../core/address.ts';
import type { Call, Core } from '../../core/core.ts';
import { refuse } from '../../core/errors.ts';
import { Attempts } from '../attempts.ts';
import { verifyPassword } from '../passwords.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const KEY = Symbol('guesses of codes');

export const guessesOf = (core: Core) =>
  core.state.get(KEY, () => ({
    here: new Attempts('codes', { free: 5, firstWaitMs: 2_000, longestWaitMs: 15 * MINUTE, forgetMs: HOUR }, core),
    /** In the end one guess an hour, of three codes in a million that are right: less than one in a thousand in ten days. */
    anywhere: new Attempts(
      'codes from anywhere',
      { free: 20, firstWaitMs: 30_000, longestWaitMs: HOUR, forgetMs: 24 * HOUR },
      core,
    ),
    passwords: new Attempts(
      'passwords while signed in',
      { free: 5, firstWaitMs: 2_000, longestWaitMs: 15 * MINUTE, forgetMs: HOUR },
      core,
    ),
  }));

export const placeOf = (call: Call, accountId: string): string => `${addressBlock(call.ip)} ${accountId}`;

/** That it is the owner who sits there. Throws `invalid`, naming the field, or `rate_limited`. */
export async function requirePassword(core: Core, call: Call, accountId: string, password: string): Promise<void> {
  const { passwords } = guessesOf(core);
  const place = placeOf(call, accountId);
  passwords.take(place);
  const account = await core.db
    .selectFrom('accounts')
    .select('password_hash')
    .where('id', '=', accountId)
    .executeTakeFirst();
  if (!(await verifyPassword(account?.password_hash ?? null, password)))
    throw refuse('invalid', { fields: { password: 'is not right' } });
  passwords.forgive(place);
}
