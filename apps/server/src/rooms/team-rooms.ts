/**
 * What happens to the rooms of a team that has another name or is deleted. A job of its own, for they may be many; twice is once.
 * Whoever sees an open room is told; a closed one loses its team quietly.
 */
import { RoomStatus } from '@parley/protocol';
import { sql } from 'kysely';
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import type { Core } from '../core/core.ts';
import type { Tx } from '../core/events.ts';
import { addJobs, type JobTask } from '../core/jobs.ts';
import type { teamChanged } from '../teams/events.ts';
import { forgetTeam, isTeam } from '../teams/look-up.ts';
import { announceRooms } from './announce.ts';

export const TEAM_ROOMS = 'team_rooms';

const Payload = Type.Object({ site_id: Type.String(), team_id: Type.String() });

/** Rooms that are changed at once: messages to them wait meanwhile. */
const PAGE = 200;
const FIRST = '00000000-0000-0000-0000-000000000000';

export async function afterTeamChanged(
  tx: Tx,
  { siteId, teamId }: NonNullable<(typeof teamChanged)['payload']>,
): Promise<void> {
  const payload: Static<typeof Payload> = { site_id: siteId, team_id: teamId };
  // One after the other: a name that was given last is told last.
  await addJobs(tx, [{ task: TEAM_ROOMS, payload, key: `${TEAM_ROOMS}:${teamId}`, queue: TEAM_ROOMS }]);
}

export const teamRooms: JobTask = async (core, payload, { signal }) => {
  const { site_id, team_id } = Value.Parse(Payload, payload);
  const stays = await isTeam(core, site_id, team_id);
  for (const status of stays ? (['open'] as const) : RoomStatus.anyOf.map((each) => each.const)) {
    for (let after: string | null = FIRST; after; ) {
      signal.throwIfAborted();
      after = await changePage(core, { site_id, team_id, status, stays, after });
    }
  }
  if (!stays) await forgetTeam(core, site_id, team_id);
};

interface Page extends Static<typeof Payload> {
  readonly status: RoomStatus;
  readonly stays: boolean;
  readonly after: string;
}

/** In id order, as all who lock several rooms. Answers with the last room's id; null: there are no more. */
async function changePage(core: Core, { site_id, team_id, status, stays, after }: Page): Promise<string | null> {
  const open = status === 'open';
  const { rows } = await sql<{ id: string; key: string }>`
    with page as (
      select site_id, id from rooms
      where site_id = ${site_id} and team_id = ${team_id} and status = ${status} and id > ${after}
      order by id limit ${PAGE} for no key update)
    update rooms r set version = version + 1, team_id = ${stays ? sql`team_id` : sql`null`},
      touched_at = ${open ? sql`now()` : sql`touched_at`}
    from page where r.site_id = page.site_id and r.id = page.id
    returning r.id, r.key`.execute(core.db);
  if (open) {
    await announceRooms(
      core,
      site_id,
      rows.map(({ key }) => key),
    );
  }
  return rows.length < PAGE
    ? null
    : (rows
        .map(({ id }) => id)
        .sort()
        .at(-1) ?? null);
}
