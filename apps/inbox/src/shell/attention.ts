/** What needs a person: the count for the tab, and which events are worth a sound or a notification. */
import type { RoomCounts } from '@parley/client/agent';
import type { AgentRoom, RoomEvent, Team } from '@parley/protocol';
import { isTheirs, waitsForMe } from '../teams/own-teams.ts';

/** Who looks, and the site's teams as far as they are known. */
export interface Ears {
  readonly me: string;
  readonly teams: readonly Team[] | null;
}

/** Everyone who waits in the queue and not for teams of others, and everyone of mine who waits for my answer. */
export function countNeeding(counts: RoomCounts | null, mine: readonly AgentRoom[], { me, teams }: Ears): number {
  const others = (teams ?? []).filter(({ id }) => !isTheirs(id, teams, me));
  const theirs = others.reduce((sum, { id }) => sum + (counts?.teams[id] ?? 0), 0);
  return Math.max(0, (counts?.unassigned ?? 0) - theirs) + mine.filter((room) => room.waiting_since !== null).length;
}

export interface Alert {
  room: string;
  words: string;
}

/**
 * The alert an event deserves, or null: a person was asked for, a conversation was passed to a team of mine, or somebody wrote
 * who waits for an agent: in the queue and not for a team of others, or mine. `watched` is the room in front of the agent's eyes;
 * it alerts nobody.
 */
export function alertFor(
  event: RoomEvent,
  find: (room: string) => Pick<AgentRoom, 'owner' | 'team'> | undefined,
  { me, teams }: Ears,
  watched: string | null,
): Alert | null {
  if (event.command !== 'new_message' || event.message.room === watched) return null;
  const { room, role, content, event: kind, team } = event.message;
  const known = find(room);
  if (kind === 'person_requested')
    return !known || waitsForMe(known, teams, me) ? { room, words: 'asks for a person' } : null;
  if (kind === 'assigned' && team !== undefined) return isTheirs(team, teams, me) ? { room, words: content } : null;
  if (role !== 'visitor' || !known) return null;
  const { owner } = known;
  const ours = owner.kind === 'queue' ? waitsForMe(known, teams, me) : owner.kind === 'agent' && owner.id === me;
  return ours ? { room, words: content } : null;
}
