/** How many rooms each of the agents' lists holds, all or those of one label. Capped, so that counting never grows with the site. */
import type { countRooms, ParamsOf, ResultOf } from '@parley/protocol';
import { type RawBuilder, sql } from 'kysely';
import type { AgentActor } from '../core/actor.ts';
import type { Core } from '../core/core.ts';
import { labelNamed } from '../labels/look-up.ts';
import { filter } from './walk.ts';

type Counts = ResultOf<typeof countRooms>;
type Sql = RawBuilder<unknown>;

const MOST = 1_000;

export async function countRoomsVerb(
  core: Core,
  actor: AgentActor,
  { label: named }: ParamsOf<typeof countRooms>,
): Promise<Counts> {
  const { siteId } = actor;
  const label = named === undefined ? undefined : ((await labelNamed(core.db, siteId, named)) ?? null);
  const every = (where: Sql) => sql`select from rooms r where r.site_id = ${siteId} and ${where}`;
  const walks = label === undefined ? { short: every, long: every } : bearing(siteId, label);
  const count = (walk: (where: Sql) => Sql, where: Sql) =>
    sql`(select count(*)::int from (${walk(where)} limit ${MOST}) as found)`;
  const held = (assignee: 'unassigned' | 'mine' | 'bot' | 'others') =>
    sql`r.status = 'open' and ${filter(actor, { assignee })}`;
  const { rows } = await sql<Counts>`select
    ${count(walks.short, held('unassigned'))} as unassigned,
    ${count(walks.short, held('mine'))} as mine,
    ${count(walks.long, held('bot'))} as bot,
    ${count(walks.short, held('others'))} as others,
    ${count(walks.long, sql`r.status = 'closed'`)} as closed,
    (select coalesce(json_object_agg(t.id, ${count(walks.short, sql`${held('unassigned')} and r.team_id = t.id`)}), '{}')
      from teams t where t.site_id = ${siteId} and t.deleted_at is null) as teams`.execute(core.db);
  return rows[0] as Counts;
}

/**
 * Lists that people keep short are walked, and each room asked for the label; of the others, where it may be rare, the label's
 * rooms are. Written as subqueries and in order, or Postgres would read all that is labelled.
 */
const bearing = (siteId: string, label: string | null) => ({
  short: (where: Sql) => sql`select from rooms r where r.site_id = ${siteId} and ${where} and (select true
    from room_labels rl where rl.site_id = r.site_id and rl.room_id = r.id and rl.label_id = ${label})`,
  long: (
    where: Sql,
  ) => sql`select from room_labels rl where rl.site_id = ${siteId} and rl.label_id = ${label} and (select ${where}
    from rooms r where r.site_id = rl.site_id and r.id = rl.room_id) order by rl.room_id`,
});
