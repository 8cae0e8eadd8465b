/** On which named teams somebody is, in words for that person. */
import type { AccountAsked } from '../accounts/events.ts';
import type { Tx } from '../core/events.ts';

export async function describeTeams(tx: Tx, { accountId, siteId, add }: AccountAsked): Promise<void> {
  const teams = await tx
    .selectFrom('team_members as m')
    .innerJoin('teams as t', (join) => join.onRef('t.site_id', '=', 'm.site_id').onRef('t.id', '=', 'm.team_id'))
    .innerJoin('sites as s', 's.id', 'm.site_id')
    .select(['s.name as site', 't.name as team'])
    .where('m.account_id', '=', accountId)
    .where('t.deleted_at', 'is', null)
    .$if(siteId !== null, (query) => query.where('m.site_id', '=', siteId))
    .orderBy('s.name')
    .orderBy('t.name')
    .execute();
  add('your_teams', teams);
}
