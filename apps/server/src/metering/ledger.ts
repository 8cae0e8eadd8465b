/**
 * The ledger of a user's tokens. A balance changes only together with an entry, under the account's lock; what a question
 * holds is decided under the same lock, so that two at once never spend the same tokens.
 *
 *   question --same transaction--> hold --answer's own transaction--> entry `answer`, hold gone
 *                                    \--nothing worth paying for, or a person has the room--> hold gone
 */
import type { TokenReason } from '@parley/protocol';
import { sql } from 'kysely';
import type { Core } from '../core/core.ts';
import { refuse } from '../core/errors.ts';
import type { Tx } from '../core/events.ts';
import { DEFAULTS } from './settings.ts';

type Db = Core['db'] | Tx;

export interface Owner {
  readonly siteId: string;
  readonly accountId: string;
}

/** A question's place. */
export interface Question {
  readonly siteId: string;
  readonly roomId: string;
  readonly seq: number;
}

/** Opens the account of a user who has just joined, with what the site gives to start with. */
export async function openAccount(tx: Tx, { siteId, accountId }: Owner): Promise<void> {
  await sql`
    with opened as (
      insert into token_accounts (site_id, account_id, balance, last_entry)
      select ${siteId}, ${accountId}, s.start, sign(s.start)
      from (select coalesce((select start_tokens from metering where site_id = ${siteId}), ${DEFAULTS.start_tokens}) as start) s
      returning balance)
    insert into token_entries (site_id, account_id, seq, amount, balance, reason)
    select ${siteId}, ${accountId}, 1, balance, balance, 'sign_up' from opened where balance > 0`.execute(tx);
}

/** A statement of its own: the next one then sees what was committed while it waited. */
export async function lockAccount(tx: Tx, { siteId, accountId }: Owner): Promise<void> {
  await sql`select from token_accounts where site_id = ${siteId} and account_id = ${accountId} for no key update`.execute(
    tx,
  );
}

/** What may be spent: the balance without what questions hold. Of the row `a` of token_accounts. */
export const free = sql<number>`(a.balance - (
  select coalesce(sum(h.amount), 0) from token_holds h where h.site_id = a.site_id and h.account_id = a.account_id))`;

/** Sets aside what the answer to this question will cost. Refuses `out_of_tokens`; the transaction goes on. */
export async function hold(tx: Tx, owner: Owner, { roomId, seq }: Question): Promise<void> {
  await lockAccount(tx, owner);
  const { rows } = await sql`
    insert into token_holds (site_id, room_id, seq, account_id, amount)
    select a.site_id, ${roomId}, ${seq}, a.account_id, p.price
    from token_accounts a, (
      select coalesce((select answer_tokens from metering where site_id = ${owner.siteId}), ${DEFAULTS.answer_tokens})
        as price) p
    where a.site_id = ${owner.siteId} and a.account_id = ${owner.accountId} and ${free} >= p.price
    returning amount`.execute(tx);
  if (rows.length === 0) throw refuse('out_of_tokens');
}

/** The earliest question of the room for which tokens are held; null: none. */
export async function nextHeld(db: Db, siteId: string, roomId: string): Promise<number | null> {
  const found = await db
    .selectFrom('token_holds')
    .select('seq')
    .where('site_id', '=', siteId)
    .where('room_id', '=', roomId)
    .orderBy('seq')
    .limit(1)
    .executeTakeFirst();
  return found?.seq ?? null;
}

/** Turns what the question held into an entry. To be called in the transaction that stores the answer; twice is once. */
export async function charge(tx: Tx, { siteId, roomId, seq }: Question, at: Date): Promise<void> {
  await sql`
    with hold as (
      delete from token_holds where site_id = ${siteId} and room_id = ${roomId} and seq = ${seq}
      returning account_id, amount),
    account as (
      update token_accounts a set balance = a.balance - hold.amount, last_entry = a.last_entry + 1
      from hold where a.site_id = ${siteId} and a.account_id = hold.account_id and hold.amount > 0
      returning a.account_id, a.last_entry, a.balance, hold.amount)
    insert into token_entries (site_id, account_id, seq, amount, balance, reason, room_id, question_seq, created_at)
    select ${siteId}, account_id, last_entry, -amount, balance, 'answer', ${roomId}, ${seq}, ${at} from account`.execute(
    tx,
  );
}

/** Nothing is charged for this question. */
export async function release(db: Db, { siteId, roomId, seq }: Question): Promise<void> {
  await db
    .deleteFrom('token_holds')
    .where('site_id', '=', siteId)
    .where('room_id', '=', roomId)
    .where('seq', '=', seq)
    .execute();
}

/** Nothing is charged for what the bot has not answered in these rooms. */
export async function releaseAll(tx: Tx, rooms: readonly Omit<Question, 'seq'>[]): Promise<void> {
  await sql`
    delete from token_holds h
    using unnest(${rooms.map(({ siteId }) => siteId)}::uuid[], ${rooms.map(({ roomId }) => roomId)}::uuid[]) as w(site_id, room_id)
    where h.site_id = w.site_id and h.room_id = w.room_id`.execute(tx);
}

export interface Change {
  readonly amount: number;
  readonly reason: TokenReason;
  readonly note: string | null;
  /** The account of who of the team does it. */
  readonly by: string;
  readonly clientId: string | null;
}

/** By hand. Undefined: less would be left than is held. To be called with the account locked. */
export async function change(
  tx: Tx,
  { siteId, accountId }: Owner,
  { amount, reason, note, by, clientId }: Change,
  at: Date,
): Promise<{ seq: number } | undefined> {
  const { rows } = await sql<{ seq: number }>`
    with account as (
      update token_accounts a set balance = a.balance + ${amount}, last_entry = a.last_entry + 1
      where a.site_id = ${siteId} and a.account_id = ${accountId} and ${free} + ${amount} >= 0
      returning a.last_entry, a.balance)
    insert into token_entries (site_id, account_id, seq, amount, balance, reason, note, by_account, client_id, created_at)
    select ${siteId}, ${accountId}, last_entry, ${amount}, balance, ${reason}, ${note}, ${by}, ${clientId}, ${at} from account
    returning seq`.execute(tx);
  return rows[0];
}
