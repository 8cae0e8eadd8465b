/** Putting labels on rooms and taking them off. Nothing of it is said in the log, which visitors read. */
import { type labelRoom, MAX_LABELS_ON_ROOM, type ParamsOf, type ResultOf } from '@parley/protocol';
import { sql } from 'kysely';
import type { AgentActor } from '../core/actor.ts';
import type { Core } from '../core/core.ts';
import { refuse } from '../core/errors.ts';
import type { Tx } from '../core/events.ts';
import { isId } from '../core/place.ts';
import { lastingLabels } from '../labels/look-up.ts';
import { ownKey } from './access.ts';
import { announceRooms } from './announce.ts';
import { agentRoom, type Place } from './ownership.ts';
import type { RoomRow } from './tables.ts';
import { lockRooms, runIn } from './write.ts';

/** Twice is once: what is as wished already changes nothing. */
export async function labelRoomVerb(
  core: Core,
  actor: AgentActor,
  { room, add = [], remove = [] }: ParamsOf<typeof labelRoom>,
): Promise<ResultOf<typeof labelRoom>> {
  const { siteId, site } = actor;
  const place: Place = { siteId, site, key: ownKey(actor, room) };
  const changed = await core.db.transaction().execute(async (tx) => {
    await lastingLabels(tx, siteId, add);
    const [row] = await lockRooms(runIn(tx), [place]);
    if (!row) throw refuse('room_not_found');
    if (row.erased_at) throw refuse('erased');
    const taken = await takeOff(tx, row, remove);
    const put = await putOn(tx, row, add, { by: actor.key ? null : actor.accountId, at: new Date(core.now()) });
    if (taken + put > 0) await countAsChange(tx, row);
    return taken + put > 0;
  });
  if (changed) await announceRooms(core, siteId, [place.key]);
  return { room: await agentRoom(core, place, actor.accountId) };
}

/** How many it did not bear before. */
async function putOn(
  tx: Tx,
  { site_id, id }: RoomRow,
  labels: readonly string[],
  { by, at }: { by: string | null; at: Date },
): Promise<number> {
  if (labels.length === 0) return 0;
  const put = await tx
    .insertInto('room_labels')
    .values([...new Set(labels)].map((label_id) => ({ site_id, room_id: id, label_id, put_by: by, put_at: at })))
    .onConflict((conflict) => conflict.doNothing())
    .returning('label_id')
    .execute();
  const { count } = await tx
    .selectFrom('room_labels')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('site_id', '=', site_id)
    .where('room_id', '=', id)
    .executeTakeFirstOrThrow();
  if (count > MAX_LABELS_ON_ROOM)
    throw refuse('invalid', { fields: { add: `a conversation bears ${MAX_LABELS_ON_ROOM} labels at most` } });
  return put.length;
}

async function takeOff(tx: Tx, { site_id, id }: RoomRow, labels: readonly string[]): Promise<number> {
  const ids = labels.filter(isId);
  if (ids.length === 0) return 0;
  const taken = await tx
    .deleteFrom('room_labels')
    .where('site_id', '=', site_id)
    .where('room_id', '=', id)
    .where('label_id', 'in', ids)
    .returning('label_id')
    .execute();
  return taken.length;
}

const countAsChange = (tx: Tx, { site_id, id }: RoomRow) =>
  tx
    .updateTable('rooms')
    .set({ version: sql<number>`version + 1`, touched_at: sql<Date>`now()` })
    .where('site_id', '=', site_id)
    .where('id', '=', id)
    .execute();
