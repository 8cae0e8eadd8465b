/** Finding teams: all of a site, one to give a room to, and a text that tells whether anything about them has changed. */
import type { listTeams, ResultOf, Team } from '@parley/protocol';
import { type RawBuilder, sql } from 'kysely';
import { members } from '../accounts/members.ts';
import type { AgentActor } from '../core/actor.ts';
import type { Core } from '../core/core.ts';
import { refuse } from '../core/errors.ts';
import type { Tx } from '../core/events.ts';
import { isId } from '../core/place.ts';

interface Row extends Team {
  site_id: string;
}

/** The sites' teams with all that is shown of them. */
function teamsOf(core: Core, siteIds: readonly string[]): RawBuilder<Row> {
  const able = members(core).where('a.password_hash', 'is not', null);
  return sql<Row>`
    select t.site_id, t.id, t.name, t.name_key, array(
        select tm.account_id from team_members tm where tm.site_id = t.site_id and tm.team_id = t.id
        order by tm.account_id) as members, (
        select count(*)::int from team_members tm join ${able} able on able.site_id = tm.site_id and able.id = tm.account_id
        where tm.site_id = t.site_id and tm.team_id = t.id) as active
    from teams t where t.site_id = any(${[...siteIds]}::uuid[]) and t.deleted_at is null`;
}

const view = ({ id, name, members: ids, active }: Row): Team => ({ id, name, members: ids, active });

/** What `list_teams` answers with, as one short text by site: another one means another answer. Empty where there is no team. */
export async function teamsStates(core: Core, siteIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ site_id: string; state: string }>`
    select site_id, md5(string_agg(concat_ws(' ', id, name, members, active), ',' order by id)) as state
    from (${teamsOf(core, siteIds)}) t group by site_id`.execute(core.db);
  const states = new Map(rows.map(({ site_id, state }) => [site_id, state]));
  return new Map(siteIds.map((siteId) => [siteId, states.get(siteId) ?? '']));
}

export async function listTeamsVerb(core: Core, { siteId }: AgentActor): Promise<ResultOf<typeof listTeams>> {
  // In this order: what changes in between shows in the next heartbeat.
  const state = (await teamsStates(core, [siteId])).get(siteId) ?? '';
  const { rows } = await sql<Row>`${teamsOf(core, [siteId])} order by t.name_key, t.id`.execute(core.db);
  return { teams: rows.map(view), state };
}

/** One of the site's teams as the transaction sees it, which must be there. */
export async function teamView(core: Core, tx: Tx, siteId: string, id: string): Promise<Team> {
  const { rows } = await sql<Row>`${teamsOf(core, [siteId])} and t.id = ${id}`.execute(tx);
  return view(rows[0] as Row);
}

/** Whether it is there, and not deleted. */
export async function isTeam(core: Core, siteId: string, id: string): Promise<boolean> {
  const { rows } = await sql`${teamsOf(core, [siteId])} and t.id = ${id}`.execute(core.db);
  return rows.length > 0;
}

/** The last of a deleted team. */
export async function forgetTeam(core: Core, siteId: string, id: string): Promise<void> {
  await core.db
    .deleteFrom('teams')
    .where('site_id', '=', siteId)
    .where('id', '=', id)
    .where('deleted_at', 'is not', null)
    .execute();
}

/** A team that rooms may be given to; it is not deleted before the transaction ends. Throws `not_found`. */
export async function lastingTeam(tx: Tx, siteId: string, id: string): Promise<{ id: string; name: string }> {
  if (!isId(id)) throw refuse('not_found');
  const found = await tx
    .selectFrom('teams')
    .select(['id', 'name'])
    .where('site_id', '=', siteId)
    .where('id', '=', id)
    .where('deleted_at', 'is', null)
    .forShare()
    .executeTakeFirst();
  if (!found) throw refuse('not_found');
  return found;
}
