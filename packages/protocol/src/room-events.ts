/** What the server says of rooms unasked. Times are ISO 8601 UTC. */
import { type Static, Type } from 'typebox';
import { TrialDeltaEvent } from './bot-trials.ts';
import { Message } from './messages.ts';
import { RoomPresence } from './presence.ts';
import { AgentRoom, VisitorRoom } from './rooms.ts';
import { SourceChangedEvent } from './sources.ts';

export const NewMessageEvent = Type.Object(
  { command: Type.Literal('new_message'), message: Message },
  { description: "A message was committed; the sender's own copy carries the `id` of its frame." },
);
export type NewMessageEvent = Static<typeof NewMessageEvent>;

export const NewMessagesEvent = Type.Object(
  { command: Type.Literal('new_messages'), messages: Type.Array(Message) },
  {
    description:
      "To sockets that asked for it (`?batch=1`): messages that were committed together, of any of the site's rooms, in their order.",
  },
);
export type NewMessagesEvent = Static<typeof NewMessagesEvent>;

export const NewRoomEvent = Type.Object(
  {
    command: Type.Literal('new_room'),
    room: Type.Object({ consumer: Type.String(), room: Type.String(), messages: Type.Array(Message) }),
  },
  { description: 'A room was created. To its visitor and all agents.' },
);
export type NewRoomEvent = Static<typeof NewRoomEvent>;

export const RoomChangedEvent = Type.Object(
  { command: Type.Literal('room_changed'), room: AgentRoom },
  {
    description:
      'Everything of the room but its messages. An older `version` than the known one is ignored. To agents alone.',
  },
);
export type RoomChangedEvent = Static<typeof RoomChangedEvent>;

export const VisitorRoomChangedEvent = Type.Object(
  { command: Type.Literal('room_changed'), room: VisitorRoom },
  { description: "The visitor's view of the same change; also the first thing that its socket says." },
);
export type VisitorRoomChangedEvent = Static<typeof VisitorRoomChangedEvent>;

export const TypingEvent = Type.Object(
  {
    command: Type.Literal('typing'),
    room: Type.String(),
    role: Type.Union([Type.Literal('visitor'), Type.Literal('agent'), Type.Literal('bot')]),
    author: Type.String(),
    typing: Type.Boolean(),
    agent: Type.Optional(Type.String({ description: "The agent's id; to agents alone." })),
  },
  { description: 'Somebody of the other side types. Forget it after 6 seconds.' },
);
export type TypingEvent = Static<typeof TypingEvent>;

export const ReadEvent = Type.Object(
  {
    command: Type.Literal('read'),
    room: Type.String(),
    role: Type.Union([Type.Literal('visitor'), Type.Literal('agent')], {
      description: "The reader's; the visitor's own events reach its other tabs too.",
    }),
    author: Type.Union([Type.Literal('Visitor'), Type.Literal('Agent')], {
      description: 'No name: a visitor does not learn which of the agents looks.',
    }),
    seq: Type.Integer({ description: 'Read up to here; 0 for nothing yet.' }),
    delivered: Type.Integer({ description: 'Has reached a device up to here; never below `seq`.' }),
    at: Type.Union([Type.String(), Type.Null()], { description: 'ISO 8601 UTC: when `seq` was read.' }),
  },
  { description: 'A position moved.' },
);
export type ReadEvent = Static<typeof ReadEvent>;

export const PresentIn = Type.Object(
  { ...RoomPresence.properties, room: Type.String() },
  { description: 'Who is in one room.' },
);
export type PresentIn = Static<typeof PresentIn>;

export const PresenceEvent = Type.Object(
  { command: Type.Literal('presence'), rooms: Type.Array(PresentIn) },
  { description: 'To agents: rooms whose presence changed, each whole.' },
);
export type PresenceEvent = Static<typeof PresenceEvent>;

export const VisitorPresenceEvent = Type.Object(
  { command: Type.Literal('presence'), people_online: Type.Boolean() },
  { description: 'To visitors: whether anybody of the team is online.' },
);
export type VisitorPresenceEvent = Static<typeof VisitorPresenceEvent>;

export const BotDeltaEvent = Type.Object(
  {
    command: Type.Literal('bot_delta'),
    room: Type.String(),
    answer: Type.String(),
    author: Type.String(),
    offset: Type.Integer({
      description:
        'UTF-16 code units. A piece with offset 0 carries the whole text so far, so a late listener catches up.',
    }),
    text: Type.String(),
  },
  {
    description:
      'A piece of an answer that is being written: never stored, replaced by the `new_message` whose `client_id` is `answer`.',
  },
);
export type BotDeltaEvent = Static<typeof BotDeltaEvent>;

export const BotEndedEvent = Type.Object(
  {
    command: Type.Literal('bot_ended'),
    room: Type.String(),
    answer: Type.String(),
    reason: Type.Union([Type.Literal('taken_over'), Type.Literal('failed')]),
  },
  { description: 'The answer being written will not come: a person took over, or it failed. Forget its pieces.' },
);
export type BotEndedEvent = Static<typeof BotEndedEvent>;

export const HeartbeatEvent = Type.Object(
  {
    command: Type.Literal('heartbeat'),
    heads: Type.Record(Type.String(), Type.Integer(), { description: 'Last `seq` by room.' }),
    versions: Type.Record(Type.String(), Type.Integer(), { description: '`version` by room.' }),
    epoch: Type.Optional(
      Type.String({
        description:
          'Absent with the database away. Another one than before: the database went back in time, fetch everything anew.',
      }),
    ),
    positions: Type.Optional(
      Type.Array(ReadEvent, { description: 'Positions that moved in the last minute, told again.' }),
    ),
    presence: Type.Optional(
      Type.Array(PresentIn, {
        description: 'To agents: the rooms whose presence changed in the last minute, and those that are looked at.',
      }),
    ),
    people_online: Type.Optional(Type.Boolean({ description: 'To visitors.' })),
    teams: Type.Optional(
      Type.String({
        description: 'To agents: another text than before means that `list_teams` answers otherwise now.',
      }),
    ),
    labels: Type.Optional(Type.String({ description: 'To agents: the same of `list_labels`.' })),
  },
  { description: 'Every 9 seconds on every socket; for agents the rooms that changed lately.' },
);
export type HeartbeatEvent = Static<typeof HeartbeatEvent>;

/** Every event by the name of its schema. */
export const EVENTS = {
  NewMessageEvent,
  NewMessagesEvent,
  NewRoomEvent,
  RoomChangedEvent,
  VisitorRoomChangedEvent,
  TypingEvent,
  ReadEvent,
  PresenceEvent,
  VisitorPresenceEvent,
  BotDeltaEvent,
  BotEndedEvent,
  SourceChangedEvent,
  TrialDeltaEvent,
  HeartbeatEvent,
} as const;

export type RoomEvent = Static<(typeof EVENTS)[keyof typeof EVENTS]>;
