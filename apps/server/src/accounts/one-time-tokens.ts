/** Links that work once: made for a purpose, looked at without using them up, and used up by exactly one caller. */
import type { Selectable } from 'kysely';
import type { Core } from '../core/core.ts';
import { refuse } from '../core/errors.ts';
import type { Tx } from '../core/events.ts';
import { hashToken, newOpaqueToken } from '../core/tokens.ts';
import type { OneTimeTokensTable } from './tables.ts';

type Purpose = OneTimeTokensTable['purpose'];
export type OneTimeToken = Selectable<OneTimeTokensTable>;

const HOUR_MS = 3_600_000;
const LIFE_MS: Record<Purpose, number> = { setup: 24 * HOUR_MS, invitation: 7 * 24 * HOUR_MS, reset: HOUR_MS };

/** The token itself, which is stored nowhere: it belongs into a link, behind the `#`. */
export async function makeToken(
  core: Core,
  db: Tx | Core['db'],
  purpose: Purpose,
  accountId: string | null,
): Promise<string> {
  const token = newOpaqueToken();
  await db
    .insertInto('one_time_tokens')
    .values({
      token_hash: hashToken(token),
      purpose,
      account_id: accountId,
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
 * Uses it up, and with it all other links of the same account (or, for the setup, all of the setup). Of several callers
 * at once one gets through, the others get `link_expired`.
 */
export async function useToken(tx: Tx, token: OneTimeToken): Promise<void> {
  const all = tx.deleteFrom('one_time_tokens').returning('token_hash');
  // In one statement: two callers who each held one link and wanted the other's would wait for each other.
  const used = await (token.account_id === null
    ? all.where('purpose', '=', token.purpose)
    : all.where('account_id', '=', token.account_id)
  ).execute();
  if (!used.some(({ token_hash }) => token_hash.equals(token.token_hash))) throw refuse('link_expired');
}
