/** What needs a person: the count for the tab, and which events are worth a sound or a notification. */
import type { RoomCounts } from '@parley/client/agent';
import type { AgentRoom, RoomEvent } from '@parley/protocol';

/** Everyone who waits in the queue, and everyone of mine who waits for my answer. */
export function countNeeding(counts: RoomCounts | null, mine: readonly AgentRoom[]): number {
  return (counts?.unassigned ?? 0) + mine.filter((room) => room.waiting_since !== null).length;
}

export interface Alert {
  room: string;
  words: string;
}

/**
 * The alert an event deserves, or null: a person was asked for, or somebody wrote who waits for an agent: in the queue, or mine.
 * `watched` is the room in front of the agent's eyes; it alerts nobody.
 */
export function alertFor(
  event: RoomEvent,
  find: (room: string) => Pick<AgentRoom, 'owner'> | undefined,
  me: string,
  watched: string | null,
): Alert | null {
  if (event.command !== 'new_message' || event.message.room === watched) return null;
  const { room, role, content, event: kind } = event.message;
  if (kind === 'person_requested') return { room, words: 'asks for a person' };
  if (role !== 'visitor') return null;
  const owner = find(room)?.owner;
  const ours = owner?.kind === 'queue' || (owner?.kind === 'agent' && owner.id === me);
  return ours ? { room, words: content } : null;
}
