/** The tables of rooms and the message log as Kysely sees them. */
import type {
  HandOverReason,
  MessageChange,
  OwnerKind,
  Role,
  RoomEventKind,
  RoomStatus,
  Source,
} from '@parley/protocol';
import type { Generated, GeneratedAlways, Selectable } from 'kysely';

export interface RoomsTable {
  site_id: string;
  id: string;
  key: string;
  kind: Generated<string>;
  visitor_id: string | null;
  status: Generated<RoomStatus>;
  last_seq: Generated<number>;
  version: Generated<number>;
  owner_kind: Generated<OwnerKind>;
  owner_id: string | null;
  owner_generation: Generated<number>;
  /** The team that it was passed to; never of a room that is the bot's. */
  team_id: string | null;
  /** Why it left the bot; null while it is the bot's. */
  hand_over: HandOverReason | null;
  waiting_since: Date | null;
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
  touched_at: Generated<Date>;
  closed_at: Date | null;
  /** Its visitor was forgotten: nothing may be written any more. */
  erased_at: Date | null;
  /** The two times in minutes, as the indexes have them. */
  updated_minute: GeneratedAlways<number>;
  touched_minute: GeneratedAlways<number>;
}
export type RoomRow = Selectable<RoomsTable>;

/** What a message carries beside its text; as in the protocol's Message. */
export interface MessageMeta {
  sources?: Source[];
  quick_replies?: string[];
  offer_person?: boolean;
  ask_helped?: boolean;
  hand_over?: HandOverReason;
  opens_at?: string;
  aside?: boolean;
  event?: RoomEventKind;
  target?: number;
  text?: string;
  goes_on?: string;
  team?: string;
  change?: MessageChange;
}

export interface MessagesTable {
  site_id: string;
  room_id: string;
  seq: number;
  id: string;
  author_id: string;
  author: string;
  role: Role;
  content: string;
  client_id: string | null;
  meta: MessageMeta | null;
  created_at: Generated<Date>;
}
export type MessageRow = Selectable<MessagesTable>;

export interface ReadPositionsTable {
  site_id: string;
  room_id: string;
  person: string;
  /** Read up to here. */
  seq: number;
  /** Received up to here; never below `seq`. */
  delivered: Generated<number>;
  read_at: Generated<Date>;
  moved_at: Generated<Date>;
}

declare module '../core/db.ts' {
  interface Database {
    rooms: RoomsTable;
    messages: MessagesTable;
    read_positions: ReadPositionsTable;
  }
}
