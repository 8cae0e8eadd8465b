/** The commands on rooms themselves: announcing one, listing, owning, closing. */
import type {
  closeRoom,
  fetchRoom,
  fetchRooms,
  handBack,
  NewRoomEvent,
  newRoom,
  ParamsOf,
  ResultOf,
  takeOver,
  VisitorRoom,
} from '@parley/protocol';
import type { AgentActor, Guest } from '../core/actor.ts';
import type { Call, Core } from '../core/core.ts';
import { refuse } from '../core/errors.ts';
import { uuidv7 } from '../core/ids.ts';
import { authorOf, isOwnKey, ownKey, type Participant } from './access.ts';
import { announceRooms } from './announce.ts';
import { everyoneIn, roomName } from './channels.ts';
import { requireConsent } from './consent.ts';
import { listRooms } from './list.ts';
import { agentRoom, changeRoom, type Place, requestPerson, visitorRoom } from './ownership.ts';
import type { Draft } from './transitions.ts';
import { closed, handedBack, reopened, type Said, takenOver } from './transitions.ts';
import { withPresence } from './who-is-here.ts';
import { isVisitorGone } from './write.ts';

const placeOf = (actor: Participant, room: string | undefined): Place => ({
  siteId: actor.siteId,
  site: actor.site,
  key: ownKey(actor, room),
});

export async function newRoomVerb(
  core: Core,
  actor: Guest,
  { consumer }: ParamsOf<typeof newRoom>,
  call: Call,
): Promise<ResultOf<typeof newRoom>> {
  if (!isOwnKey(actor.visitorId, consumer)) throw refuse('forbidden');
  await requireConsent(core, actor);
  const room = roomName(actor.site, consumer);
  const at = new Date(core.now());
  const made = await core.db
    .insertInto('rooms')
    .values({
      site_id: actor.siteId,
      id: uuidv7(at.getTime()),
      key: consumer,
      visitor_id: actor.visitorId,
      created_at: at,
      updated_at: at,
    })
    .onConflict((conflict) => conflict.columns(['site_id', 'key']).doNothing())
    .returning('id')
    .executeTakeFirst()
    .catch((error: unknown) => {
      throw isVisitorGone(error) ? refuse('unauthenticated') : error;
    });
  if (!made) return { command: 'room_exists', room };
  const event: NewRoomEvent = { command: 'new_room', room: { consumer, room, messages: [] } };
  core.bus.publish({
    site: actor.siteId,
    channels: everyoneIn(actor.siteId, consumer),
    frame: JSON.stringify(event),
    ...(call.socket && { except: call.socket.id }),
  });
  await announceRooms(core, actor.siteId, [consumer]);
  return event;
}

export async function fetchRoomsVerb(
  core: Core,
  actor: AgentActor,
  params: ParamsOf<typeof fetchRooms>,
): Promise<ResultOf<typeof fetchRooms>> {
  const page = await listRooms(core.db, actor, params);
  return { ...page, rooms: page.rooms.map((room) => withPresence(core, actor.siteId, room)) };
}

export async function fetchRoomVerb(
  core: Core,
  actor: AgentActor,
  params: ParamsOf<typeof fetchRoom>,
): Promise<ResultOf<typeof fetchRoom>> {
  return { rooms: [await agentRoom(core, placeOf(actor, params.room), actor.accountId)], next: null };
}

const agentChange =
  (transition: (actor: AgentActor) => (draft: Draft, at: Date) => Said) =>
  async (core: Core, actor: AgentActor, params: ParamsOf<typeof takeOver | typeof handBack | typeof closeRoom>) => {
    const place = placeOf(actor, params.room);
    await changeRoom(core, place, actor.name, transition(actor));
    return { room: await agentRoom(core, place, actor.accountId) };
  };

export const takeOverVerb = agentChange((actor) => (draft) => takenOver(draft, actor.accountId));
export const handBackVerb = agentChange(() => handedBack);
export const closeRoomVerb = agentChange(() => closed);
export const reopenRoomVerb = agentChange((actor) => (draft) => reopened(draft, actor.accountId));

export async function requestPersonVerb(
  core: Core,
  actor: Guest,
  params: { room?: string },
): Promise<{ room: VisitorRoom }> {
  const place = placeOf(actor, params.room);
  await requireConsent(core, actor);
  await requestPerson(core, place, authorOf(actor).name, { why: 'button' });
  return { room: (await visitorRoom(core, place)) as VisitorRoom };
}
