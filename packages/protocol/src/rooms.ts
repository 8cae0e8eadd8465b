/** Rooms and their messages: the fixed commands of the protocol, and counting and reading on top. */
import { type Static, Type } from 'typebox';
import { command } from './command.ts';
import { RoomLabel } from './labels.ts';
import { HandOverReason, Message, Role } from './messages.ts';
import { RoomPresence } from './presence.ts';

/** Who answers in a room: the bot, nobody yet (a person was asked for), or an agent. */
export const OwnerKind = Type.Union([Type.Literal('bot'), Type.Literal('queue'), Type.Literal('agent')]);
export type OwnerKind = Static<typeof OwnerKind>;
export const RoomStatus = Type.Union([Type.Literal('open'), Type.Literal('closed')]);
export type RoomStatus = Static<typeof RoomStatus>;

/** A room as its visitor sees it. `version` grows with every change of the room that is not a message. */
export const VisitorRoom = Type.Object({
  consumer: Type.String(),
  room: Type.String(),
  status: RoomStatus,
  owner: Type.Object({ kind: OwnerKind, name: Type.Union([Type.String(), Type.Null()]) }),
  head: Type.Integer(),
  version: Type.Integer(),
  read: Type.Integer({ description: "The visitor's own read position: messages above it are unread." }),
  agent_read: Type.Integer({ description: 'How far any agent has read: the second tick.' }),
  agent_delivered: Type.Integer({
    description: "How far messages have reached any agent's screen; never below `agent_read`.",
  }),
  has_email: Type.Boolean(),
  messages: Type.Array(Message),
});
export type VisitorRoom = Static<typeof VisitorRoom>;

/** A room as the site's agents see it. */
export const AgentRoom = Type.Object({
  consumer: Type.String(),
  room: Type.String(),
  kind: Type.String(),
  status: RoomStatus,
  /** The visitor was forgotten: nothing can be written here any more. */
  erased: Type.Optional(Type.Boolean()),
  owner: Type.Object({
    kind: OwnerKind,
    id: Type.Union([Type.String(), Type.Null()]),
    name: Type.Union([Type.String(), Type.Null()]),
  }),
  team: Type.Union([Type.Object({ id: Type.String(), name: Type.String() }), Type.Null()], {
    description: 'The team that it was passed to. It keeps it whoever takes it, until the bot gets it.',
  }),
  /** Why it left the bot; absent while it is the bot's, and where nobody said why. */
  hand_over: Type.Optional(HandOverReason),
  labels: Type.Optional(Type.Array(RoomLabel, { description: 'Absent: it bears none. The oldest first.' })),
  head: Type.Integer(),
  version: Type.Integer(),
  waiting_since: Type.Union([Type.String(), Type.Null()], {
    description: 'ISO 8601: since when the visitor waits for a person; null when nobody is waited for.',
  }),
  created: Type.String(),
  updated: Type.String({ description: "ISO 8601: last message, or creation. The list's order." }),
  contact: Type.Object({
    name: Type.Union([Type.String(), Type.Null()]),
    email: Type.Union([Type.String(), Type.Null()]),
    page: Type.Union([Type.String(), Type.Null()]),
    language: Type.Union([Type.String(), Type.Null()]),
    user_id: Type.Union([Type.String(), Type.Null()], {
      description: "The site's own id of this person, by its signed word; null: nobody vouches for who this is.",
    }),
    email_verified: Type.Boolean({
      description: "True: the address is the site's signed word. False: anybody may have typed it.",
    }),
    blocked: Type.Boolean(),
    /** Absent: it has none. */
    account: Type.Optional(
      Type.Object(
        {
          email: Type.String(),
          email_verified: Type.Boolean({
            description: 'A mail there was answered. False: whoever signed up may have typed anybody’s.',
          }),
        },
        { description: 'The visitor is a user of the site, with an account.' },
      ),
    ),
  }),
  read: Type.Optional(
    Type.Integer({
      description:
        "The calling agent's own read position. Absent in `room_changed`, which is one frame for all agents: keep the known one.",
    }),
  ),
  unread: Type.Optional(
    Type.Integer({
      description: 'Visitor messages above it, 100 at most. Absent in `room_changed`: keep the known number.',
    }),
  ),
  visitor_read: Type.Integer(),
  visitor_read_at: Type.Union([Type.String(), Type.Null()], {
    description: 'ISO 8601: when the visitor read up to there; null before it read anything.',
  }),
  visitor_delivered: Type.Integer({
    description: "How far messages have reached the visitor's device; never below `visitor_read`.",
  }),
  /** Absent in `room_changed`: keep the known one. */
  presence: Type.Optional(RoomPresence),
  messages: Type.Array(Message, {
    description:
      'The last words that somebody said, in lists and events alike: never a `system` line, which the other fields tell. Where they are not the visitor’s, the visitor’s own last ones stand before them.',
  }),
});
export type AgentRoom = Static<typeof AgentRoom>;

/** What a search found in a room: words of the newest message in which all that was searched for stands. */
export const Mention = Type.Object({
  room: Type.String(),
  seq: Type.Integer({ minimum: 1, description: 'Of the message.' }),
  author: Type.String(),
  role: Role,
  text: Type.String({
    description:
      'The words around those that were searched for, in one line without Markdown; some 200 characters at most.',
  }),
  marks: Type.Array(Type.Object({ from: Type.Integer(), to: Type.Integer() }), {
    description: 'Where in `text` the searched words stand, in UTF-16 code units.',
  }),
});
export type Mention = Static<typeof Mention>;

const roomName = Type.String({ minLength: 3, maxLength: 200 });
const optionalRoom = Type.Optional(roomName);

export const fetchMessages = command('fetch_messages', {
  summary: 'Read a room',
  description:
    "Ascending `seq`; without bounds the newest 50. `after` and `before` are exclusive; `around` stands in the middle of the page. `head` is the room's last `seq`.",
  params: Type.Object({
    room: optionalRoom,
    after: Type.Optional(Type.Integer({ minimum: 0 })),
    before: Type.Optional(Type.Integer({ minimum: 1 })),
    around: Type.Optional(Type.Integer({ minimum: 1 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
  }),
  result: Type.Object({ room: Type.String(), messages: Type.Array(Message), head: Type.Integer() }),
  who: ['visitor', 'user', 'agent'],
  http: { method: 'GET', path: '/api/messages' },
  reply: 'messages',
});

export const newMessage = command('new_message', {
  summary: 'Write a message',
  description: 'Appends to the room, once per `client_id` for ever. The answer leaves after COMMIT.',
  refusals: ['empty', 'too_long', 'conflict', 'erased', 'consent_required', 'out_of_tokens'],
  params: Type.Object({
    room: optionalRoom,
    message: Type.Object({
      content: Type.String(),
      client_id: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
    }),
  }),
  result: Type.Object({ message: Message }),
  who: ['visitor', 'user', 'agent'],
  http: { method: 'POST', path: '/api/messages', status: 201 },
});

/** Which rooms: `unassigned` waits for a person, `mine` the caller's, `bot` the bot's, `others` other agents'. */
export const Assignee = Type.Union([
  Type.Literal('unassigned'),
  Type.Literal('mine'),
  Type.Literal('bot'),
  Type.Literal('others'),
]);

export const fetchRooms = command('fetch_rooms', {
  summary: 'List rooms',
  description:
    'Newest activity first, keyset-paged by `next`. `query` searches contact and words, and `mentions` tells which words of a room were found. `label` is one by its id, or by its name whatever its capitals.',
  params: Type.Object({
    status: Type.Optional(RoomStatus),
    assignee: Type.Optional(Assignee),
    team: Type.Optional(Type.String({ maxLength: 64 })),
    label: Type.Optional(Type.String({ maxLength: 100 })),
    query: Type.Optional(Type.String({ maxLength: 200 })),
    cursor: Type.Optional(Type.String({ maxLength: 200 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
  }),
  result: Type.Object({
    rooms: Type.Array(AgentRoom),
    next: Type.Union([Type.String(), Type.Null()]),
    mentions: Type.Optional(Type.Array(Mention)),
  }),
  who: ['agent'],
  http: { method: 'GET', path: '/api/rooms' },
  reply: 'room',
});

export const fetchRoom = command('fetch_room', {
  summary: "Read one room's state",
  description: 'In the same shape as a list of one.',
  params: Type.Object({ room: roomName }),
  result: Type.Object({ rooms: Type.Array(AgentRoom), next: Type.Null() }),
  who: ['agent'],
  http: { method: 'GET', path: '/api/room' },
  reply: 'room',
});

export const countRooms = command('count_rooms', {
  summary: 'Count the lists',
  description:
    'How many open rooms each list holds, how many are closed, and how many wait for each of the `teams`, by its id; capped at 1,000 each. With `label` of those alone that bear it, by its id, or by its name whatever its capitals.',
  params: Type.Object({ label: Type.Optional(Type.String({ maxLength: 100 })) }),
  result: Type.Object({
    unassigned: Type.Integer(),
    mine: Type.Integer(),
    bot: Type.Integer(),
    others: Type.Integer(),
    closed: Type.Integer(),
    teams: Type.Record(Type.String(), Type.Integer()),
  }),
  who: ['agent'],
  http: { method: 'GET', path: '/api/rooms/counts' },
  reply: 'room_counts',
});

export const newRoom = command('new_room', {
  summary: 'Announce a room',
  description: 'Its visitor does, and `consumer` must be its own. Room names grant nothing.',
  refusals: ['consent_required'],
  params: Type.Object({ consumer: Type.String({ minLength: 1, maxLength: 120 }) }),
  result: Type.Union([
    Type.Object({ command: Type.Literal('room_exists'), room: Type.String() }),
    Type.Object({
      command: Type.Literal('new_room'),
      room: Type.Object({ consumer: Type.String(), room: Type.String(), messages: Type.Array(Message) }),
    }),
  ]),
  who: ['visitor', 'user'],
  http: { method: 'POST', path: '/api/rooms' },
});

export const markRead = command('mark_read', {
  summary: 'Move the own read position',
  description:
    "Forward, never back; beyond the head counts as the head. `seq`: read up to here; `delivered`: reached the caller's device up to here, never below what is read. Answers with the positions as they now are.",
  params: Type.Object({
    room: optionalRoom,
    seq: Type.Integer({ minimum: 0 }),
    delivered: Type.Optional(Type.Integer({ minimum: 0 })),
  }),
  result: Type.Object({ room: Type.String(), seq: Type.Integer(), delivered: Type.Integer() }),
  who: ['visitor', 'user', 'agent'],
  http: { method: 'POST', path: '/api/rooms/read' },
});
