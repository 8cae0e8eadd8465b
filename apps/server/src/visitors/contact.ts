/** Who a visitor is to agents is part of the view of its rooms: a change of it is a change of them. */
import { sql } from 'kysely';
import { addressProven } from '../accounts/events.ts';
import { blocksChanged } from '../blocks/events.ts';
import type { Core } from '../core/core.ts';
import type { Tx } from '../core/events.ts';
import { announceRooms } from '../rooms/announce.ts';

/** Readers who miss the announcement see it by the version. Returns the rooms' keys, to be announced after COMMIT. */
export async function contactChanged(tx: Tx, siteId: string, visitorId: string): Promise<string[]> {
  const rooms = await tx
    .updateTable('rooms')
    .set((eb) => ({ version: eb('version', '+', 1), touched_at: sql<Date>`now()` }))
    .where('site_id', '=', siteId)
    .where('visitor_id', '=', visitorId)
    .returning('key')
    .execute();
  return rooms.map((room) => room.key);
}

/** After COMMIT, and without a wait for it. */
export function announceContact(core: Core, siteId: string, keys: readonly string[]): void {
  announceRooms(core, siteId, keys).catch((error: Error) =>
    core.log.warn({ reason: error.message, site: siteId }, "a visitor's contact was not announced"),
  );
}

/** To be called once: whether it is blocked, and the address of its account, are parts of a visitor's contact. */
export function tellOfContacts(core: Core): void {
  core.events.on(addressProven, async (tx, { accountId, after }) => {
    const users = await tx.selectFrom('users').selectAll().where('account_id', '=', accountId).execute();
    for (const { site_id, visitor_id } of users) {
      const keys = await contactChanged(tx, site_id, visitor_id);
      after.push(() => announceContact(core, site_id, keys));
    }
  });
  core.events.on(blocksChanged, async (tx, { siteId, visitorId, after }) => {
    const keys = await contactChanged(tx, siteId, visitorId);
    after.push(() => announceContact(core, siteId, keys));
  });
}
