/** Which room an actor means and may use. Names grant nothing: a visitor's rooms are those of its own id. */
import { type AgentActor, type Guest, isGuest } from '../core/actor.ts';
import { refuse } from '../core/errors.ts';
import { idOnly, note } from '../core/log-context.ts';

export type Participant = Guest | AgentActor;

/** `<visitor id>`, or `<visitor id>~2` and so on. */
export const isOwnKey = (visitorId: string, key: string): boolean =>
  key === visitorId || (key.startsWith(`${visitorId}~`) && /^~([2-9]|[1-9]\d{1,3})$/.test(key.slice(visitorId.length)));

/** The key within the actor's own site; refuses `room_not_found` for any other site's or visitor's room, existing or not. */
export function ownKey(actor: Participant, room: string | undefined): string {
  if (room === undefined) throw refuse('invalid', { fields: { room: 'is missing' } });
  const space = room.indexOf(' ');
  const key = room.slice(space + 1);
  if (space < 0 || room.slice(0, space) !== actor.site || key === '') throw refuse('room_not_found');
  if (isGuest(actor) && !isOwnKey(actor.visitorId, key)) throw refuse('room_not_found');
  // Another agent's typo may be anything; a visitor's id with its number is not.
  if (idOnly(key.split('~')[0])) note({ room: key });
  return key;
}

/** How the log names who wrote. */
export function authorOf(actor: Participant): { id: string; name: string; role: 'visitor' | 'agent' } {
  if (actor.kind === 'agent') return { id: actor.accountId, name: actor.name, role: 'agent' };
  return { id: actor.visitorId, name: actor.kind === 'user' ? actor.name : 'Visitor', role: 'visitor' };
}
