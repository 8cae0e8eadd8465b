/** What the server says of rooms unasked. Times are ISO 8601 UTC. */
import type { RoomPresence } from './presence.ts';
import type { AgentRoom, Message, VisitorRoom } from './rooms.ts';

export interface NewMessageEvent {
  command: 'new_message';
  message: Message;
}
/** To sockets that asked for it (`?batch=1`): messages that were committed together, of any of the site's rooms, in their order. */
export interface NewMessagesEvent {
  command: 'new_messages';
  messages: Message[];
}
export interface NewRoomEvent {
  command: 'new_room';
  room: { consumer: string; room: string; messages: Message[] };
}
/** Everything of the room but its messages. An older `version` than the known one is ignored. Agents only. */
export interface RoomChangedEvent {
  command: 'room_changed';
  room: AgentRoom;
}
/** The visitor's view of the same change. */
export interface VisitorRoomChangedEvent {
  command: 'room_changed';
  room: VisitorRoom;
}
export interface TypingEvent {
  command: 'typing';
  room: string;
  role: 'visitor' | 'agent' | 'bot';
  author: string;
  typing: boolean;
  /** The agent's id; to agents alone. */
  agent?: string;
}
/** A position moved. */
export interface ReadEvent {
  command: 'read';
  room: string;
  /** The reader's; the visitor's own events reach its other tabs too. */
  role: 'visitor' | 'agent';
  /** No name: a visitor does not learn which of the agents looks. */
  author: 'Visitor' | 'Agent';
  /** Read up to here; 0 for nothing yet. */
  seq: number;
  /** Has reached a device up to here; never below `seq`. */
  delivered: number;
  /** ISO 8601 UTC: when `seq` was read. */
  at: string | null;
}
/** Who is in one room. */
export interface PresentIn extends RoomPresence {
  room: string;
}
/** To agents: rooms whose presence changed, each whole. */
export interface PresenceEvent {
  command: 'presence';
  rooms: PresentIn[];
}
/** To visitors: whether anybody of the team is online. */
export interface VisitorPresenceEvent {
  command: 'presence';
  people_online: boolean;
}
/**
 * A piece of an answer that is being written: never stored, replaced by the `new_message` whose `client_id` is `answer`.
 * `offset` counts UTF-16 code units; a piece with offset 0 carries the whole text so far, so a late listener catches up.
 */
export interface BotDeltaEvent {
  command: 'bot_delta';
  room: string;
  answer: string;
  author: string;
  offset: number;
  text: string;
}
/** The answer being written will not come: a person took over, or it failed. Forget its pieces. */
export interface BotEndedEvent {
  command: 'bot_ended';
  room: string;
  answer: string;
  reason: 'taken_over' | 'failed';
}
/** Every 9 seconds on every socket: `heads` by room; for agents the rooms that changed lately. */
export interface HeartbeatEvent {
  command: 'heartbeat';
  heads: Record<string, number>;
  versions: Record<string, number>;
  /** Absent with the database away. Another one than before: the database went back in time, fetch everything anew. */
  epoch?: string;
  /** Positions that moved in the last minute, told again. */
  positions?: ReadEvent[];
  /** To agents: the rooms whose presence changed in the last minute, and those that are looked at. */
  presence?: PresentIn[];
  /** To visitors. */
  people_online?: boolean;
}

export type RoomEvent =
  | NewMessageEvent
  | NewMessagesEvent
  | NewRoomEvent
  | RoomChangedEvent
  | VisitorRoomChangedEvent
  | TypingEvent
  | ReadEvent
  | PresenceEvent
  | VisitorPresenceEvent
  | BotDeltaEvent
  | BotEndedEvent
  | HeartbeatEvent;
