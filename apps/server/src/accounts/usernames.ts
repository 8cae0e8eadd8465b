/** Usernames: valid slugs, for the first owner's becomes the site's. */
import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { refuse } from '../core/errors.ts';
import type { Tx } from '../core/events.ts';

const SLUG = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** In small letters; throws `invalid`. */
export function requireUsername(text: string): string {
  const username = text.normalize('NFKC').trim().toLowerCase();
  if (!SLUG.test(username)) {
    throw refuse('invalid', {
      fields: { username: 'use small letters, digits and dashes, a letter or digit first and last' },
    });
  }
  return username;
}

/**
 * Throws `taken` for one that somebody has, or that looks like one that somebody has. Until the transaction ends nobody
 * else takes a like one.
 */
export async function claimUsername(tx: Tx, username: string): Promise<void> {
  const skeleton = skeletonOf(username);
  await sql`select pg_advisory_xact_lock(hashtextextended(${`username ${skeleton}`}, 0))`.execute(tx);
  const alike = await tx
    .selectFrom('accounts')
    .select('username')
    .where('username_skeleton', '=', skeleton)
    .limit(1)
    .executeTakeFirst();
  if (alike?.username === username) throw refuse('taken', { fields: { username: 'is taken' } });
  if (alike) throw refuse('taken', { fields: { username: 'looks like one that is taken' } });
}

/** As the database makes `username_skeleton`: UTS 39's confusables among what a username may hold. */
const skeletonOf = (username: string): string =>
  username.replaceAll('0', 'o').replaceAll('1', 'l').replaceAll('m', 'rn');

/** For an invited person, who signs in by email: readable, and unlike any other by four random bytes. */
export function usernameFor(address: string): string {
  const name = (address.split('@')[0] as string)
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40);
  return [name, randomBytes(4).toString('hex')].filter(Boolean).join('-').replace(/--+/g, '-');
}
