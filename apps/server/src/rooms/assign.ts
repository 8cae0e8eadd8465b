/** Passing a room to a colleague: to one who may come in, and to nobody else. */
import type { assignRoom, ParamsOf, ResultOf } from '@parley/protocol';
import { members } from '../accounts/members.ts';
import type { AgentActor } from '../core/actor.ts';
import type { Core } from '../core/core.ts';
import { refuse } from '../core/errors.ts';
import { isId } from '../core/place.ts';
import { ownKey } from './access.ts';
import { agentRoom, changeRoom, type Place } from './ownership.ts';
import { assigned, takenOver } from './transitions.ts';

/** To oneself it is taking over. Twice is once. */
export async function assignRoomVerb(
  core: Core,
  actor: AgentActor,
  { room, agent }: ParamsOf<typeof assignRoom>,
): Promise<ResultOf<typeof assignRoom>> {
  const place: Place = { siteId: actor.siteId, site: actor.site, key: ownKey(actor, room) };
  if (agent === actor.accountId) {
    await changeRoom(core, place, actor.name, (draft) => takenOver(draft, agent));
  } else {
    const colleague = await colleagueOf(core, actor, agent);
    await changeRoom(core, place, actor.name, (draft) => assigned(draft, colleague.id), {
      whom: colleague.name,
    });
  }
  return { room: await agentRoom(core, place, actor.accountId) };
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
