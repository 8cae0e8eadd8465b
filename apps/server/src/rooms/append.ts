/** What can be appended to a room's log, and what comes back. The log itself is `message-log.ts`. */
import type { Role } from '@parley/protocol';
import type { MessageMeta, MessageRow, RoomRow } from './tables.ts';
import type { Draft } from './transitions.ts';

export interface AppendRequest {
  readonly siteId: string;
  /** The site's slug. */
  readonly site: string;
  /** The room's key. */
  readonly key: string;
  readonly author: { readonly id: string; readonly name: string; readonly role: Role };
  readonly content: string;
  readonly clientId: string | null;
  readonly meta?: MessageMeta | null;
  /** The visitor for whom the room is created when it is not there yet; otherwise an unknown room is refused. */
  readonly createFor?: string;
  /** For the bot: stored only while the bot owns the room under this generation (P7), else refused with `not_yours`. */
  readonly generation?: number;
  /** A program's word, or a correction: it changes neither who holds the room nor whether it is open, and answers nobody who waits. */
  readonly aside?: boolean;
  /** The account behind a user's words. */
  readonly accountId?: string;
  /** For the bot: the one question that this answers, and whether it is worth what an answer costs. */
  readonly answers?: Answers;
  /** A hash of the network that a visitor writes from; handed on as what follows. */
  readonly from?: string;
  /** What the author keeps beside it: handed on as it is to who listens for `messagesAppended`. */
  readonly beside?: unknown;
  /** The socket that is answered directly. */
  readonly origin?: string;
}

export interface Answers {
  /** The question's place. */
  readonly seq: number;
  readonly counts: boolean;
}

export interface AppendResult {
  readonly message: MessageRow;
  readonly room: RoomRow;
  /** False: this `client_id` was stored before; nothing was written or announced. */
  readonly fresh: boolean;
  /** True: the room did not exist before this message. */
  readonly created: boolean;
}

/** A message of the running transaction, with the draft of its room: what is announced after COMMIT. */
export interface Written {
  readonly message: MessageRow;
  readonly draft: Draft;
  readonly site: string;
  readonly origin: string | undefined;
  readonly answers?: Answers | undefined;
  readonly from?: string | undefined;
  readonly beside?: unknown;
}
