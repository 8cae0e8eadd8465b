/** Passing a room on: to a colleague who may come in, or to one of the site's teams. To nobody else. */
import type { assignRoom, ParamsOf, ResultOf } from '@parley/protocol';
import { members } from '../accounts/members.ts';
import type { AgentActor } from '../core/actor.ts';
import type { Core } from '../core/core.ts';
import { refuse } from '../core/errors.ts';
import { isId } from '../core/place.ts';
import { lastingTeam } from '../teams/look-up.ts';
import { ownKey } from './access.ts';
import { agentRoom, changeRoom, changeRoomIn, type Place } from './ownership.ts';
import { assigned, type Draft, passedToTeam, takenOver } from './transitions.ts';

/** To oneself it is taking over. Twice is once. */
export async function assignRoomVerb(
  core: Core,
  actor: AgentActor,
  { room, agent, team }: ParamsOf<typeof assignRoom>,
): Promise<ResultOf<typeof assignRoom>> {
  const place: Place = { siteId: actor.siteId, site: actor.site, key: ownKey(actor, room) };
  if (agent !== undefined && team === undefined) await toColleague(core, actor, place, agent);
  else if (team !== undefined && agent === undefined) await toTeam(core, actor, place, team);
  else throw refuse('invalid', { fields: { agent: 'name an agent or a team, and not both' } });
  return { room: await agentRoom(core, place, actor.accountId) };
}

async function toColleague(core: Core, actor: AgentActor, place: Place, agent: string): Promise<void> {
  if (agent === actor.accountId) {
    await changeRoom(core, place, actor.name, (draft) => takenOver(draft, agent));
    return;
  }
  const colleague = await colleagueOf(core, actor, agent);
  await changeRoom(core, place, actor.name, (draft) => assigned(draft, colleague.id), { whom: colleague.name });
}

async function toTeam(core: Core, actor: AgentActor, place: Place, id: string): Promise<void> {
  const tell = await core.db.transaction().execute(async (tx) => {
    const team = await lastingTeam(tx, actor.siteId, id);
    const more = { whom: team.name, team: team.id };
    const transition = (draft: Draft, at: Date) => passedToTeam(draft, team.id, at);
    return (await changeRoomIn(core, tx, { place, by: actor.name, transition, more })).tell;
  });
  tell();
}

/** Should the colleague leave the team at this very moment, the room is given back to the queue a little later (release.ts). */
async function colleagueOf(core: Core, { siteId }: AgentActor, agent: string): Promise<{ id: string; name: string }> {
  if (!isId(agent)) throw refuse('not_found');
  const found = await members(core)
    .where('a.id', '=', agent)
    .where('m.site_id', '=', siteId)
    .where('a.password_hash', 'is not', null)
    .executeTakeFirst();
  if (!found) throw refuse('not_found');
  return found;
}
