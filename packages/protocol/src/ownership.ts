/** Who answers in a room, and whether it is open. */
import { Type } from 'typebox';
import { command } from './command.ts';
import { AgentRoom, VisitorRoom } from './rooms.ts';

const inRoom = Type.Object({ room: Type.Optional(Type.String({ minLength: 3, maxLength: 200 })) });
const roomResult = Type.Object({ room: AgentRoom });

export const takeOver = command('take_over', {
  summary: 'Take a room over',
  description:
    'The caller becomes the owner; the generation grows, so the bot can commit nothing any more (P7). Twice is once.',
  refusals: ['erased'],
  params: inRoom,
  result: roomResult,
  who: ['agent'],
  http: { method: 'POST', path: '/api/rooms/take_over' },
});

export const handBack = command('hand_back', {
  summary: 'Hand a room back to the bot',
  description: 'It answers what is still open.',
  refusals: ['erased'],
  params: inRoom,
  result: roomResult,
  who: ['agent'],
  http: { method: 'POST', path: '/api/rooms/hand_back' },
});

export const closeRoom = command('close_room', {
  summary: 'Close a room',
  description: 'Its owner stays.',
  refusals: ['erased'],
  params: inRoom,
  result: roomResult,
  who: ['agent'],
  http: { method: 'POST', path: '/api/rooms/close' },
});

export const reopenRoom = command('reopen_room', {
  summary: 'Reopen a room',
  description: "With the caller as owner. A visitor's new message reopens a closed room too, for the bot.",
  refusals: ['erased'],
  params: inRoom,
  result: roomResult,
  who: ['agent'],
  http: { method: 'POST', path: '/api/rooms/reopen' },
});

export const assignRoom = command('assign_room', {
  summary: 'Pass a room to a colleague or a team',
  description:
    'One of the two. A colleague becomes the owner, as by taking over; to oneself it is `take_over`. For a team the room waits in the queue, and its members hear it. Opens a closed room. Twice is once.',
  refusals: ['not_found', 'erased'],
  params: Type.Object({
    ...inRoom.properties,
    agent: Type.Optional(Type.String({ maxLength: 64 })),
    team: Type.Optional(Type.String({ maxLength: 64 })),
  }),
  result: roomResult,
  who: ['agent'],
  http: { method: 'POST', path: '/api/rooms/assign' },
});

export const requestPerson = command('request_person', {
  summary: 'Ask for a person',
  description: 'The room leaves the bot and waits in the queue. Twice is once.',
  refusals: ['erased', 'consent_required'],
  params: inRoom,
  result: Type.Object({ room: VisitorRoom }),
  who: ['visitor', 'user'],
  http: { method: 'POST', path: '/api/rooms/request_person' },
});
