/**
 * Who is in a room right now: its visitor, and the agents who look at it. A person stays for a while after the last socket
 * closed, so that a page that is loaded again is never seen to leave.
 */
import { type AgentRoom, CLOSE, type lookAt, type ParamsOf, type RoomPresence } from '@parley/protocol';
import { isGuest } from '../core/actor.ts';
import type { Call, Core } from '../core/core.ts';
import type { PresenceChannel } from '../core/presence.ts';
import { type ClientSocket, DEAD_AFTER_MS } from '../core/sockets.ts';
import { ownKey, type Participant } from './access.ts';
import { agentsHere, lookersChannel } from './channels.ts';

const GRACE_MS = 10_000;

/** The members are keys of rooms. The data of all three is the site's slug, and the agent's name. */
export const visitorsHere = (siteId: string): PresenceChannel => ({ site: siteId, name: 'visitors' });
/** Those of them who look elsewhere: one more socket here for each that said so. */
export const visitorsAway = (siteId: string): PresenceChannel => ({ site: siteId, name: 'visitors away' });
export const LOOKING_AT = 'looking at ';
/** The members are accounts. */
const lookingAt = (siteId: string, key: string): PresenceChannel => ({ site: siteId, name: LOOKING_AT + key });
export interface HereData {
  /** Of a visitor: where it comes from. In memory alone. */
  readonly ip?: string;
  readonly site: string;
  readonly name?: string;
}

export const peopleOnline = (core: Core, siteId: string): boolean =>
  core.presence.members(agentsHere(siteId)).length > 0;

/** By its sockets, and how many of them look elsewhere. */
export const visitorIs = (here: number, away: number): RoomPresence['visitor'] =>
  here === 0 ? 'gone' : away < here ? 'here' : 'away';

export function presenceIn(core: Core, siteId: string, key: string): RoomPresence {
  const sockets = (channel: PresenceChannel) => core.presence.find(channel, key)?.sockets ?? 0;
  const agents = core.presence.members(lookingAt(siteId, key)).map(({ member, data }) => {
    return { id: member, name: (data as HereData).name ?? '' };
  });
  return {
    visitor: visitorIs(sockets(visitorsHere(siteId)), sockets(visitorsAway(siteId))),
    agents: agents.sort((a, b) => (a.id < b.id ? -1 : 1)),
  };
}

export const withPresence = (core: Core, siteId: string, room: AgentRoom): AgentRoom => ({
  ...room,
  presence: presenceIn(core, siteId, keyOf(room.room)),
});

const keyOf = (room: string): string => room.slice(room.indexOf(' ') + 1);

/** Where a socket's person said to look: the room's key, or for a visitor the key of the room that it looks away from. */
interface Looking {
  readonly siteId: string;
  readonly site: string;
  readonly key: string;
  readonly leave: () => void;
}
const KEY = Symbol('looking');
const looking = (core: Core) => core.state.get(KEY, () => new Map<ClientSocket, Looking>());

/** The rooms of the site that this node's agents look at: key and slug. */
export function lookedAt(core: Core, siteId: string): Map<string, string> {
  const keys = new Map<string, string>();
  for (const [{ actor }, at] of looking(core)) {
    if (actor.kind === 'agent' && at.siteId === siteId) keys.set(at.key, at.site);
  }
  return keys;
}

/** Makes the socket's person present until it closes: an agent on the site, a visitor in its room. */
export function comeIn(core: Core, socket: ClientSocket, key: string | undefined): void {
  const { actor } = socket;
  const leave =
    actor.kind === 'agent' && !actor.key && key === undefined
      ? core.presence.join(agentsHere(actor.siteId), actor.accountId)
      : isGuest(actor) && key !== undefined
        ? core.presence.join(visitorsHere(actor.siteId), key, { site: actor.site, ip: socket.ip } satisfies HereData)
        : () => undefined;
  socket.onClose((code) => {
    const at = looking(core).get(socket);
    looking(core).delete(socket);
    // Whom nobody sees look has no need of a grace; a visitor who was away is away until it is gone.
    if (actor.kind === 'agent') at?.leave();
    const gone = () => {
      leave();
      at?.leave();
    };
    const silent = Date.now() - socket.heardAt >= DEAD_AFTER_MS;
    if (silent || code === CLOSE.revoked.code) gone();
    else setTimeout(gone, GRACE_MS).unref();
  });
}

/** Replaces what the same socket said before, and ends with it. */
export async function lookAtVerb(
  core: Core,
  actor: Participant,
  params: ParamsOf<typeof lookAt>,
  { socket }: Call,
): Promise<Record<string, never>> {
  const key = params.room === null ? null : ownKey(actor, params.room);
  // A visitor has one room to look at: what counts is when it does not.
  const wanted = actor.kind === 'agent' ? key : key === null && socket?.room ? keyOf(socket.room) : null;
  // Said before it closed and read after: nothing would ever end it.
  if (!socket || socket.gone) return {};
  const before = looking(core).get(socket);
  if ((before?.key ?? null) === wanted) return {};
  looking(core).delete(socket);
  if (wanted !== null) {
    const { siteId, site } = actor;
    const data: HereData = { site, ...(actor.kind === 'agent' && { name: actor.name }) };
    const unlisten = actor.kind === 'agent' && core.sockets.listen(socket, lookersChannel(siteId, wanted));
    const depart =
      actor.kind === 'agent'
        ? core.presence.join(lookingAt(siteId, wanted), actor.accountId, data)
        : core.presence.join(visitorsAway(siteId), wanted, data);
    const leave = () => {
      if (unlisten) unlisten();
      depart();
    };
    looking(core).set(socket, { siteId, site, key: wanted, leave });
  }
  before?.leave();
  return {};
}
