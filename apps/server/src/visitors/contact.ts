/** Who a visitor is to agents is part of the view of its rooms: a change of it is a change of them. */
import { sql } from 'kysely';
import type { Tx } from '../core/events.ts';

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
