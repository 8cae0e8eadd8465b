/** Walking the agents' lists of rooms: which rows belong to a list, in which order, and a page's place in it. */
import { type fetchRooms, type ParamsOf, RoomStatus } from '@parley/protocol';
import { type RawBuilder, sql } from 'kysely';
import type { AgentActor } from '../core/actor.ts';
import { isId, type Place } from '../core/place.ts';

type Params = ParamsOf<typeof fetchRooms>;

/** The indexes know the minute alone; within one the rows are sorted when read. */
const NEWEST_FIRST = sql`r.updated_minute desc, r.updated_at desc, r.id desc`;

const STATUSES = RoomStatus.anyOf.map((status) => status.const);

/** The first `limit` rooms of a list below `place`. One walk for each status, merged: the indexes begin with the status. */
export function newest(actor: AgentActor, params: Params, place: Place | null, limit: number): RawBuilder<unknown> {
  const below = place
    ? sql`and r.updated_minute <= minute_of(${place.at}::timestamptz)
        and (r.updated_at, r.id) < (${place.at}::timestamptz, ${place.id}::uuid)`
    : sql``;
  const walks = (params.status ? [params.status] : STATUSES).map(
    (status) => sql`(select r.* from rooms r
      where r.site_id = ${actor.siteId} and r.status = ${status} and ${filter(actor, params)} ${below}
      order by ${NEWEST_FIRST} limit ${limit})`,
  );
  return sql`select * from (${sql.join(walks, sql` union all `)}) r order by ${NEWEST_FIRST} limit ${limit}`;
}

/** The other filters of `fetch_rooms`, on the row `r`. `label` is an id. */
export function filter(actor: AgentActor, { assignee, team, label }: Params): RawBuilder<unknown> {
  if (team !== undefined && !isId(team)) return sql`false`;
  const all = [heldBy(actor, assignee)];
  if (team !== undefined) all.push(sql`r.team_id = ${team}`);
  if (label !== undefined)
    all.push(sql`exists (select from room_labels rl
      where rl.site_id = r.site_id and rl.room_id = r.id and rl.label_id = ${label})`);
  return sql.join(all, sql` and `);
}

function heldBy(actor: AgentActor, assignee: Params['assignee']): RawBuilder<unknown> {
  if (assignee === 'mine') return sql`r.owner_id = ${actor.accountId}`;
  if (assignee === 'bot') return sql`r.owner_kind = 'bot'`;
  if (assignee === 'unassigned') return sql`r.owner_kind = 'queue'`;
  if (assignee === 'others') return sql`r.owner_kind = 'agent' and r.owner_id is distinct from ${actor.accountId}`;
  return sql`true`;
}
