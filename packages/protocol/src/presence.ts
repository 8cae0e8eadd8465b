/** What goes on in a room at this very moment and is never stored: who is there, and who types. */
import { type Static, Type } from 'typebox';
import { command } from './command.ts';

const roomName = Type.String({ minLength: 3, maxLength: 200 });
const optionalRoom = Type.Optional(roomName);

/** Who is in a room right now. `away`: the visitor's page is open and hidden. `agents`: those who look at the room. */
export const RoomPresence = Type.Object({
  visitor: Type.Union([Type.Literal('here'), Type.Literal('away'), Type.Literal('gone')]),
  agents: Type.Array(Type.Object({ id: Type.String(), name: Type.String() })),
});
export type RoomPresence = Static<typeof RoomPresence>;

export const typing = command('typing', {
  summary: 'Tell that one types',
  description: 'Ephemeral. Say it again every 4 s while typing; receivers forget it after 6 s.',
  params: Type.Object({ room: optionalRoom, typing: Type.Boolean() }),
  result: Type.Object({}),
  who: ['visitor', 'user', 'agent'],
});

export const lookAt = command('look_at', {
  summary: 'Tell where one looks',
  description:
    "Until one says otherwise or the socket closes; null: nowhere. The other agents are told of an agent's looking; a visitor who does not look at its room is `away`.",
  params: Type.Object({ room: Type.Optional(Type.Union([roomName, Type.Null()])) }),
  result: Type.Object({}),
  who: ['visitor', 'user', 'agent'],
});
