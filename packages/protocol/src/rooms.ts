/** Rooms and their messages: the fixed commands of the protocol, and owning, closing and reading on top. */
import { type Static, Type } from 'typebox';
import { command } from './command.ts';
import { RoomPresence } from './presence.ts';

export const Role = Type.Union([
  Type.Literal('visitor'),
  Type.Literal('bot'),
  Type.Literal('agent'),
  Type.Literal('system'),
]);
export type Role = Static<typeof Role>;

/** Where an answer came from: shown as a small link under it. */
export const Source = Type.Object({ title: Type.String(), url: Type.String() });
export type Source = Static<typeof Source>;

/** What a `system` message tells, for clients that word it themselves; `content` is its English wording. */
export const RoomEventKind = Type.Union([
  Type.Literal('person_requested'),
  Type.Literal('agent_joined'),
  Type.Literal('handed_back'),
  Type.Literal('closed'),
  Type.Literal('reopened'),
  Type.Literal('edited'),
  Type.Literal('redacted'),
]);
export type RoomEventKind = Static<typeof RoomEventKind>;

/** The latest change of a message: `seq` of the line that told it, and who made it when (ISO 8601). */
export const MessageChange = Type.Object({
  seq: Type.Integer({ minimum: 1 }),
  event: Type.Union([Type.Literal('edited'), Type.Literal('redacted')]),
  by: Type.String(),
  at: Type.String(),
});
export type MessageChange = Static<typeof MessageChange>;

export const Message = Type.Object({
  id: Type.String(),
  room: Type.String(),
  seq: Type.Integer({ minimum: 1 }),
  author: Type.String(),
  role: Role,
  content: Type.String(),
  created: Type.String(),
  client_id: Type.Union([Type.String(), Type.Null()]),
  sources: Type.Optional(Type.Array(Source)),
  quick_replies: Type.Optional(Type.Array(Type.String())),
  /** True on a bot's answer that did not help: clients put "Talk to a person" right under it. */
  offer_person: Type.Optional(Type.Boolean()),
  event: Type.Optional(RoomEventKind),
  /** On a line that tells of an edit or a redaction: the `seq` of the message that it changed. */
  target: Type.Optional(Type.Integer({ minimum: 1 })),
  /** On the latest line of an edit: the target's new content. */
  text: Type.Optional(Type.String()),
  /** On a message that was changed: how. After a redaction `content` is empty. */
  change: Type.Optional(MessageChange),
});
export type Message = Static<typeof Message>;

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
  /** The visitor's own read position: messages above it are unread. */
  read: Type.Integer(),
  /** How far any agent has read: the second tick. */
  agent_read: Type.Integer(),
  /** How far messages have reached any agent's screen; never below `agent_read`. */
  agent_delivered: Type.Integer(),
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
  owner: Type.Object({
    kind: OwnerKind,
    id: Type.Union([Type.String(), Type.Null()]),
    name: Type.Union([Type.String(), Type.Null()]),
  }),
  head: Type.Integer(),
  version: Type.Integer(),
  /** ISO 8601: since when the visitor waits for a person; null when nobody is waited for. */
  waiting_since: Type.Union([Type.String(), Type.Null()]),
  created: Type.String(),
  /** ISO 8601: last message, or creation. The list's order. */
  updated: Type.String(),
  contact: Type.Object({
    name: Type.Union([Type.String(), Type.Null()]),
    email: Type.Union([Type.String(), Type.Null()]),
    page: Type.Union([Type.String(), Type.Null()]),
    language: Type.Union([Type.String(), Type.Null()]),
  }),
  /**
   * The calling agent's own read position, and how many visitor messages lie above it (100 at most).
   * Absent in `room_changed`, which is one frame for all agents: keep the known ones.
   */
  read: Type.Optional(Type.Integer()),
  unread: Type.Optional(Type.Integer()),
  visitor_read: Type.Integer(),
  /** ISO 8601: when the visitor read up to there; null before it read anything. */
  visitor_read_at: Type.Union([Type.String(), Type.Null()]),
  /** How far messages have reached the visitor's device; never below `visitor_read`. */
  visitor_delivered: Type.Integer(),
  /** Absent in `room_changed`: keep the known one. */
  presence: Type.Optional(RoomPresence),
  /** The last words that somebody said, in lists and events alike: never a `system` line, which the other fields tell. */
  messages: Type.Array(Message),
});
export type AgentRoom = Static<typeof AgentRoom>;

const roomName = Type.String({ minLength: 3, maxLength: 200 });
const optionalRoom = Type.Optional(roomName);
const inRoom = Type.Object({ room: optionalRoom });
const roomResult = Type.Object({ room: AgentRoom });

/**
 * Ascending `seq`; without bounds the newest 50. `after` and `before` are exclusive; `around` stands in the middle of the page.
 * `head` is the room's last `seq`. */
export const fetchMessages = command('fetch_messages', {
  params: Type.Object({
    room: optionalRoom,
    after: Type.Optional(Type.Integer({ minimum: 0 })),
    before: Type.Optional(Type.Integer({ minimum: 1 })),
    around: Type.Optional(Type.Integer({ minimum: 1 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
  }),
  result: Type.Object({ room: Type.String(), messages: Type.Array(Message), head: Type.Integer() }),
  who: ['visitor', 'agent'],
  http: { method: 'GET', path: '/api/messages' },
  reply: 'messages',
});

/** Appends to the room, once per `client_id` for ever. The answer leaves after COMMIT. */
export const newMessage = command('new_message', {
  params: Type.Object({
    room: optionalRoom,
    message: Type.Object({
      content: Type.String(),
      client_id: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
    }),
  }),
  result: Type.Object({ message: Message }),
  who: ['visitor', 'agent'],
  http: { method: 'POST', path: '/api/messages', status: 201 },
});

/** Which rooms: `unassigned` waits for a person, `mine` the caller's, `bot` the bot's, `others` other agents'. */
export const Assignee = Type.Union([
  Type.Literal('unassigned'),
  Type.Literal('mine'),
  Type.Literal('bot'),
  Type.Literal('others'),
]);

/** Newest activity first, keyset-paged by `next`. `query` searches contact and words (whole words, any of them). */
export const fetchRooms = command('fetch_rooms', {
  params: Type.Object({
    status: Type.Optional(RoomStatus),
    assignee: Type.Optional(Assignee),
    label: Type.Optional(Type.String({ maxLength: 100 })),
    query: Type.Optional(Type.String({ maxLength: 200 })),
    cursor: Type.Optional(Type.String({ maxLength: 200 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
  }),
  result: Type.Object({ rooms: Type.Array(AgentRoom), next: Type.Union([Type.String(), Type.Null()]) }),
  who: ['agent'],
  http: { method: 'GET', path: '/api/rooms' },
  reply: 'room',
});

/** One room by name, in the same shape as a list of one. */
export const fetchRoom = command('fetch_room', {
  params: Type.Object({ room: roomName }),
  result: Type.Object({ rooms: Type.Array(AgentRoom), next: Type.Null() }),
  who: ['agent'],
  http: { method: 'GET', path: '/api/room' },
  reply: 'room',
});

/** How many open rooms each list holds, and how many are closed; capped at 1,000 each. */
export const countRooms = command('count_rooms', {
  params: Type.Object({}),
  result: Type.Object({
    unassigned: Type.Integer(),
    mine: Type.Integer(),
    bot: Type.Integer(),
    others: Type.Integer(),
    closed: Type.Integer(),
  }),
  who: ['agent'],
  http: { method: 'GET', path: '/api/rooms/counts' },
  reply: 'room_counts',
});

/** The visitor announces its room; `consumer` must be its own. Room names grant nothing. */
export const newRoom = command('new_room', {
  params: Type.Object({ consumer: Type.String({ minLength: 1, maxLength: 120 }) }),
  result: Type.Union([
    Type.Object({ command: Type.Literal('room_exists'), room: Type.String() }),
    Type.Object({
      command: Type.Literal('new_room'),
      room: Type.Object({ consumer: Type.String(), room: Type.String(), messages: Type.Array(Message) }),
    }),
  ]),
  who: ['visitor'],
  http: { method: 'POST', path: '/api/rooms' },
});

/** The caller becomes the owner; the generation grows, so the bot can commit nothing any more (P7). Twice is once. */
export const takeOver = command('take_over', {
  params: inRoom,
  result: roomResult,
  who: ['agent'],
  http: { method: 'POST', path: '/api/rooms/take_over' },
});

/** Gives the room back to the bot. */
export const handBack = command('hand_back', {
  params: inRoom,
  result: roomResult,
  who: ['agent'],
  http: { method: 'POST', path: '/api/rooms/hand_back' },
});

export const closeRoom = command('close_room', {
  params: inRoom,
  result: roomResult,
  who: ['agent'],
  http: { method: 'POST', path: '/api/rooms/close' },
});

/** Opens it again with the caller as owner. A visitor's new message reopens a closed room too, for the bot. */
export const reopenRoom = command('reopen_room', {
  params: inRoom,
  result: roomResult,
  who: ['agent'],
  http: { method: 'POST', path: '/api/rooms/reopen' },
});

/** The visitor asks for a person: the room leaves the bot and waits in the queue. Twice is once. */
export const requestPerson = command('request_person', {
  params: inRoom,
  result: Type.Object({ room: VisitorRoom }),
  who: ['visitor'],
  http: { method: 'POST', path: '/api/rooms/request_person' },
});

/**
 * Moves the caller's positions forward, never back; beyond the head counts as the head. `seq`: read up to here; `delivered`:
 * reached the caller's device up to here, never below what is read. Answers with the positions as they now are.
 */
export const markRead = command('mark_read', {
  params: Type.Object({
    room: optionalRoom,
    seq: Type.Integer({ minimum: 0 }),
    delivered: Type.Optional(Type.Integer({ minimum: 0 })),
  }),
  result: Type.Object({ room: Type.String(), seq: Type.Integer(), delivered: Type.Integer() }),
  who: ['visitor', 'agent'],
  http: { method: 'POST', path: '/api/rooms/read' },
});
