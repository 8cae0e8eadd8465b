/** What a user's ledger tells of it, in words for that user. */
import type { Tx } from '../core/events.ts';
import type { visitorDescribed } from '../visitors/events.ts';

export async function describeTokens(
  tx: Tx,
  { siteId, visitorId, add }: NonNullable<(typeof visitorDescribed)['payload']>,
): Promise<void> {
  const entries = await tx
    .selectFrom('token_entries as t')
    .innerJoin('users as u', (join) =>
      join.onRef('u.site_id', '=', 't.site_id').onRef('u.account_id', '=', 't.account_id'),
    )
    .select(['t.amount', 't.balance', 't.reason', 't.note', 't.created_at'])
    .where('u.site_id', '=', siteId)
    .where('u.visitor_id', '=', visitorId)
    .orderBy('t.seq')
    .execute();
  add(
    'your_tokens',
    entries.map(({ created_at, ...entry }) => ({ ...entry, at: created_at.toISOString() })),
  );
}
