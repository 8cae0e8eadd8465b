/** Links that work once: made for a purpose, looked at without using them up, and used up by exactly one caller. */
import type { ExpressionBuilder, Selectable } from 'kysely';
import type { Core } from '../core/core.ts';
import type { Database } from '../core/db.ts';
import { refuse } from '../core/errors.ts';
import type { Tx } from '../core/events.ts';
import { hashToken, newOpaqueToken } from '../core/tokens.ts';
import type { OneTimeTokensTable } from './tables.ts';

export type Purpose = OneTimeTokensTable['purpose'];
export type OneTimeToken = Selectable<OneTimeTokensTable>;

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
export const LIFE_MS: Record<Purpose, number> = {
  setup: DAY_MS,
  invitation: 7 * DAY_MS,
  reset: HOUR_MS,
  verify_email: 7 * DAY_MS,
  change_email: DAY_MS,
  undo_email: 7 * DAY_MS,
  deactivate: HOUR_MS,
  come_back: 30 * DAY_MS,
  delete_account: HOUR_MS,
};

/** The token itself, which is stored nowhere: it belongs into a link, behind the `#`. */
export async function makeToken(
  core: Core,
  db: Tx | Core['db'],
  purpose: Purpose,
  accountId: string | null,
  email: string | null = null,
): Promise<string> {
  const token = newOpaqueToken();
  await db
    .insertInto('one_time_tokens')
    .values({
      token_hash: hashToken(token),
      purpose,
      account_id: accountId,
      email,
      created_at: new Date(core.now()),
      expires_at: new Date(core.now() + LIFE_MS[purpose]),
    })
    .execute();
  return token;
}

/** What a token is good for; throws `link_expired`. Uses nothing up. */
export async function findToken(core: Core, token: string, purposes: readonly Purpose[]): Promise<OneTimeToken> {
  const found = await core.db
    .selectFrom('one_time_tokens')
    .selectAll()
    .where('token_hash', '=', hashToken(token))
    .where('purpose', 'in', purposes)
    .where('expires_at', '>', new Date(core.now()))
    .executeTakeFirst();
  if (!found) throw refuse('link_expired');
  return found;
}

/**
 * Uses it up, and with it the account's other links that it makes void (for the setup, all of the setup). Of several callers
 * at once one gets through, the others get `link_expired`.
 */
export async function useToken(tx: Tx, token: OneTimeToken): Promise<void> {
  const all = tx.deleteFrom('one_time_tokens').returning('token_hash');
  // In one statement: two callers who each held one link and wanted the other's would wait for each other.
  const used = await (token.account_id === null
    ? all.where('purpose', '=', token.purpose)
    : all.where('account_id', '=', token.account_id).where(madeVoid(token))
  ).execute();
  if (!used.some(({ token_hash }) => token_hash.equals(token.token_hash))) throw refuse('link_expired');
}

/** A link that takes an address back outlives whatever the thief of an account does, other such links of a later day too. */
const madeVoid = (token: OneTimeToken) => (eb: ExpressionBuilder<Database, 'one_time_tokens'>) => {
  if (token.purpose === 'verify_email') return eb('purpose', '=', 'verify_email');
  const other = eb('purpose', '!=', 'undo_email');
  return token.purpose === 'undo_email' ? eb.or([other, eb('created_at', '>=', token.created_at)]) : other;
};

/** Voids what waits in an account's mails, but for what takes an address back. */
export const voidLinks = (tx: Tx, accountId: string) =>
  tx.deleteFrom('one_time_tokens').where('account_id', '=', accountId).where('purpose', '!=', 'undo_email').execute();
