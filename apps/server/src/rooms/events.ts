/** What the rooms tell other features: inside the transaction by events, after it by the bus's notes. */
import { defineEvent } from '../core/events.ts';
import type { Answers } from './append.ts';
import type { MessageRow, RoomRow } from './tables.ts';

/** A newly stored message and its room as it is after the whole batch. A repeated `client_id` raises nothing. */
export interface Appended {
  readonly message: MessageRow;
  readonly room: RoomRow;
  /** The site's slug. */
  readonly site: string;
  readonly answers?: Answers | undefined;
  readonly from?: string | undefined;
  readonly beside?: unknown;
}

/** Raised once per transaction with every new message of it, in the order of their `seq` within a room. */
export const messagesAppended = defineEvent<readonly Appended[]>('messages_appended');

/** What a user is about to say to the bot. */
export interface UserAsks {
  readonly siteId: string;
  readonly accountId: string;
  readonly roomId: string;
  /** The place that it will have. */
  readonly seq: number;
}
/** Raised in the transaction that is about to store it. A refusal that a listener throws is this message's own, and it is not stored. */
export const userAsks = defineEvent<UserAsks>('user_asks');

/** Raised in the transaction that asks for a person: who knows when people answer says it, for the log's line to tell. */
export const personWanted = defineEvent<{
  readonly siteId: string;
  /** `opens`: ISO 8601. `words`: an English sentence. */
  readonly tell: (opens: string, words: string) => void;
}>('person_wanted');

/** Raised when a room's owner, status or visitor's wish for a person changed, in the same transaction. */
export interface RoomChanged {
  readonly before: RoomRow;
  readonly after: RoomRow;
}
export const roomsChanged = defineEvent<readonly RoomChanged[]>('rooms_changed');

/** Bus note on the room's agent channel after a change of owner: `{siteId, roomId, generation, ownerKind}`. */
export const OWNER_CHANGED = 'owner_changed';
export interface OwnerChangedNote {
  readonly siteId: string;
  readonly roomId: string;
  readonly generation: number;
  readonly ownerKind: RoomRow['owner_kind'];
}
