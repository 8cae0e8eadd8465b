/** Takes a deleted label off the rooms that bear it. A job of its own, for they may be many; twice is once. Whoever sees an open room is told. */
import { sql } from 'kysely';
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import type { Core } from '../core/core.ts';
import type { Tx } from '../core/events.ts';
import { addJobs, type JobTask } from '../core/jobs.ts';
import type { labelDeleted } from '../labels/events.ts';
import { forgetLabel } from '../labels/look-up.ts';
import { announceRooms } from './announce.ts';
import type { RoomRow } from './tables.ts';

export const UNLABEL_ROOMS = 'unlabel_rooms';

const Payload = Type.Object({ site_id: Type.String(), label_id: Type.String() });

/** Rooms that are changed at once: messages to them wait meanwhile. */
const PAGE = 200;

export async function afterLabelDeleted(
  tx: Tx,
  { siteId, labelId }: NonNullable<(typeof labelDeleted)['payload']>,
): Promise<void> {
  const payload: Static<typeof Payload> = { site_id: siteId, label_id: labelId };
  await addJobs(tx, [{ task: UNLABEL_ROOMS, payload, key: `${UNLABEL_ROOMS}:${labelId}` }]);
}

export const unlabelRooms: JobTask = async (core, payload, { signal }) => {
  const { site_id, label_id } = Value.Parse(Payload, payload);
  for (let changed = PAGE; changed === PAGE; ) {
    signal.throwIfAborted();
    changed = await changePage(core, site_id, label_id);
  }
  await forgetLabel(core, site_id, label_id);
};

/** In id order, as all who lock several rooms. Answers with how many there were. */
async function changePage(core: Core, siteId: string, labelId: string): Promise<number> {
  const { rows } = await sql<Pick<RoomRow, 'key' | 'status'>>`
    with page as (
      select r.site_id, r.id from room_labels l join rooms r on r.site_id = l.site_id and r.id = l.room_id
      where l.site_id = ${siteId} and l.label_id = ${labelId}
      order by r.id limit ${PAGE} for no key update of r),
    gone as (
      delete from room_labels l using page
      where l.site_id = page.site_id and l.room_id = page.id and l.label_id = ${labelId})
    update rooms r set version = version + 1, touched_at = case when status = 'open' then now() else touched_at end
    from page where r.site_id = page.site_id and r.id = page.id
    returning r.key, r.status`.execute(core.db);
  const open = rows.filter(({ status }) => status === 'open').map(({ key }) => key);
  await announceRooms(core, siteId, open);
  return rows.length;
}
