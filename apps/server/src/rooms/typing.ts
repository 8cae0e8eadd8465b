/** Who is typing: said again while it lasts, and ended with the socket that said it. Never stored. */
import type { ParamsOf, TypingEvent, typing } from '@parley/protocol';
import { isGuest } from '../core/actor.ts';
import type { Call, Core } from '../core/core.ts';
import type { ClientSocket } from '../core/sockets.ts';
import { authorOf, ownKey, type Participant } from './access.ts';
import { agentsOf, roomName, visitorChannel } from './channels.ts';

/** Receivers forget typing after 6 s (protocol): there is nothing to end later. */
const TYPING_MS = 6_000;
/** Rooms in which one socket is remembered to type: nobody has more hands, and names of rooms may be made up. */
const MOST_ROOMS = 8;

const KEY = Symbol('typing');
/** Until when each socket's person types where. */
const typingOf = (core: Core) => core.state.get(KEY, () => new WeakMap<ClientSocket, Map<string, number>>());

export async function typingVerb(
  core: Core,
  actor: Participant,
  params: ParamsOf<typeof typing>,
  { socket }: Call,
): Promise<Record<string, never>> {
  const key = ownKey(actor, params.room);
  if (socket) remember(core, actor, socket, key, params.typing);
  announce(core, actor, key, params.typing, socket);
  return {};
}

function remember(core: Core, actor: Participant, socket: ClientSocket, key: string, types: boolean): void {
  let rooms = typingOf(core).get(socket);
  if (!rooms) {
    const begun = new Map<string, number>();
    rooms = begun;
    typingOf(core).set(socket, begun);
    socket.onClose(() => {
      for (const [room, until] of begun) if (until > Date.now()) announce(core, actor, room, false, socket);
    });
  }
  rooms.delete(key);
  if (types) rooms.set(key, Date.now() + TYPING_MS);
  if (rooms.size > MOST_ROOMS) rooms.delete(rooms.keys().next().value as string);
}

function announce(core: Core, actor: Participant, key: string, types: boolean, socket: ClientSocket | undefined): void {
  const { id, name: author, role } = authorOf(actor);
  const event: TypingEvent = { command: 'typing', room: roomName(actor.site, key), role, author, typing: types };
  const about = { site: actor.siteId, ...(socket && { except: socket.id }) };
  if (isGuest(actor)) {
    core.bus.publish({ ...about, channels: agentsOf(actor.siteId, key), frame: JSON.stringify(event) });
    return;
  }
  // Two agents may share a name: the others tell them apart by their ids, which are no visitor's business.
  const forAgents: TypingEvent = { ...event, agent: id };
  core.bus.publish({ ...about, channels: agentsOf(actor.siteId, key), frame: JSON.stringify(forAgents) });
  core.bus.publish({ ...about, channels: [visitorChannel(actor.siteId, key)], frame: JSON.stringify(event) });
}
