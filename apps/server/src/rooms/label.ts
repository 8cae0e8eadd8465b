/** Putting labels on rooms and taking them off. Nothing of it is said in the log, which visitors read. */
import { type labelRoom, MAX_LABELS_ON_ROOM, type ParamsOf, type ResultOf } from '@parley/protocol';
import { sql } from 'kysely';
import type { AgentActor } from '../core/actor.ts';
import type { Core } from '../core/core.ts';
import { refuse } from '../core/errors.ts';
import type { Tx } from '../core/events.ts';
import { isId } from '../core/place.ts';
import { lastingAuto, lastingLabels } from '../labels/look-up.ts';
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
    const put_by = actor.key ? null : actor.accountId;
    const put = await putOn(tx, row, add, { put_by, by_bot: false, put_at: new Date(core.now()) });
    if ((await count(tx, row)) > MAX_LABELS_ON_ROOM)
      throw refuse('invalid', { fields: { add: `a conversation bears ${MAX_LABELS_ON_ROOM} labels at most` } });
    if (taken + put > 0) await countAsChange(tx, row);
    return taken + put > 0;
  });
  if (changed) await announceRooms(core, siteId, [place.key]);
  return { room: await agentRoom(core, place, actor.accountId) };
}

/**
 * What the bot puts on by itself: of these labels those that it still may and no agent took off, as far as there is room. `beside`
 * is done in the same transaction; in an erased room nothing is.
 */
export async function putOnByBot(
  core: Core,
  place: Place,
  labels: readonly string[],
  beside: (tx: Tx) => Promise<unknown>,
): Promise<void> {
  const changed = await core.db.transaction().execute(async (tx) => {
    const lasting = await lastingAuto(tx, place.siteId, labels);
    const [row] = await lockRooms(runIn(tx), [place]);
    if (!row || row.erased_at) return false;
    const refused = await refusedOn(tx, row);
    const free = MAX_LABELS_ON_ROOM - (await count(tx, row));
    const wanted = lasting.filter((id) => !refused.includes(id)).slice(0, Math.max(0, free));
    const put = await putOn(tx, row, wanted, { put_by: null, by_bot: true, put_at: new Date(core.now()) });
    await beside(tx);
    if (put > 0) await countAsChange(tx, row);
    return put > 0;
  });
  if (changed) await announceRooms(core, place.siteId, [place.key]);
}

/** How many it did not bear before. */
async function putOn(
  tx: Tx,
  { site_id, id }: RoomRow,
  labels: readonly string[],
  how: { put_by: string | null; by_bot: boolean; put_at: Date },
): Promise<number> {
  if (labels.length === 0) return 0;
  const put = await tx
    .insertInto('room_labels')
    .values([...new Set(labels)].map((label_id) => ({ site_id, room_id: id, label_id, ...how })))
    .onConflict((conflict) => conflict.doNothing())
    .returning('label_id')
    .execute();
  return put.length;
}

async function count(tx: Tx, { site_id, id }: RoomRow): Promise<number> {
  const { borne } = await tx
    .selectFrom('room_labels')
    .select((eb) => eb.fn.countAll<number>().as('borne'))
    .where('site_id', '=', site_id)
    .where('room_id', '=', id)
    .executeTakeFirstOrThrow();
  return borne;
}

async function refusedOn(tx: Tx, { site_id, id }: RoomRow): Promise<string[]> {
  const rows = await tx
    .selectFrom('refused_labels')
    .select('label_id')
    .where('site_id', '=', site_id)
    .where('room_id', '=', id)
    .execute();
  return rows.map(({ label_id }) => label_id);
}

/** The bot puts on none of them again. */
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
  if (taken.length > 0)
    await tx
      .insertInto('refused_labels')
      .values(taken.map(({ label_id }) => ({ site_id, room_id: id, label_id })))
      .onConflict((conflict) => conflict.doNothing())
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
