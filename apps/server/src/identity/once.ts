/** Each identity counts once, on whichever node: it is remembered until its time is over. */
import type { Core } from '../core/core.ts';
import type { Tx } from '../core/events.ts';
import type { Signed } from './signed.ts';

/** False: it was used before, or is being used at this moment by somebody who came first. */
export async function useUp(tx: Tx, siteId: string, { hash, expiresAt }: Signed): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('used_identities')
    .values({ site_id: siteId, hash, expires_at: new Date(expiresAt) })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

export async function wasUsed(core: Core, siteId: string, { hash }: Signed): Promise<boolean> {
  const row = await core.db
    .selectFrom('used_identities')
    .select('hash')
    .where('site_id', '=', siteId)
    .where('hash', '=', hash)
    .executeTakeFirst();
  return row !== undefined;
}
