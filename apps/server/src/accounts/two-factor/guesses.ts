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
import { twoFactorChanged } from './events.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const KEY = Symbol('guesses of codes');

export const guessesOf = (core: Core) =>
  core.state.get(KEY, () => ({
    here: new Attempts('codes', { free: 5, firstWaitMs: 2_000, longestWaitMs: 15 * MINUTE, forgetMs: HOUR }, core),
    /** In the end one guess an hour. Three codes in a million are right, and three more told as too early: one chance in a thousand a week. */
    anywhere: new Attempts(
      'codes from anywhere',
      { free: 20, firstWaitMs: 30_000, longestWaitMs: HOUR, forgetMs: 24 * HOUR },
      core,
    ),
    told: new Attempts(
      'told of guessed codes',
      { free: 1, firstWaitMs: 24 * HOUR, longestWaitMs: 24 * HOUR, forgetMs: 24 * HOUR },
      core,
    ),
    passwords: new Attempts(
      'passwords while signed in',
      { free: 5, firstWaitMs: 2_000, longestWaitMs: 15 * MINUTE, forgetMs: HOUR },
      core,
    ),
  }));

export const placeOf = (call: Call, accountId: string): string => `${addressBlock(call.ip)} ${accountId}`;

/**
 * Counts six digits from everywhere. Throws `rate_limited`; the owner is told of it once a day, for whoever guesses codes has
 * the password already.
 */
export async function countDigits(core: Core, accountId: string): Promise<void> {
  const { anywhere, told } = guessesOf(core);
  try {
    anywhere.take(accountId);
  } catch (limited) {
    if (isFirst(told, accountId)) {
      await core.db
        .transaction()
        .execute((tx) => core.events.emit(twoFactorChanged, tx, { accountId, change: 'guessed' }));
    }
    throw limited;
  }
}

function isFirst(told: Attempts, accountId: string): boolean {
  try {
    told.take(accountId);
    return true;
  } catch {
    return false;
  }
}

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
