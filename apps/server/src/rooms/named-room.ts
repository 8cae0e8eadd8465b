/** The row of the room that an actor names: of its own site, and of a guest its own. */
import type { Core } from '../core/core.ts';
import { refuse } from '../core/errors.ts';
import type { Tx } from '../core/events.ts';
import { ownKey, type Participant } from './access.ts';
import type { RoomRow } from './tables.ts';

/** Refuses `room_not_found` for what is not there, or not the actor's. */
export async function namedRoom(db: Core['db'] | Tx, actor: Participant, name: string | undefined): Promise<RoomRow> {
  const row = await roomBy(db, actor.siteId, ownKey(actor, name));
  if (!row) throw refuse('room_not_found');
  return row;
}

export const roomBy = (db: Core['db'] | Tx, siteId: string, key: string): Promise<RoomRow | undefined> =>
  db.selectFrom('rooms').selectAll().where('site_id', '=', siteId).where('key', '=', key).executeTakeFirst();
