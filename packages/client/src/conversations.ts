/** The rooms that an agent has opened, kept complete; the longest unused of many is let go. */
import type { Message } from '@parley/protocol';
import type { Connection } from './connection.ts';
import type { Outbox, Unsent } from './outbox.ts';
import { Timeline } from './timeline.ts';

export interface Conversation {
  /** Committed, ascending by `seq`, without gaps. */
  readonly messages: readonly Message[];
  /** This agent's own, in the order of their writing: after the messages. */
  readonly unsent: readonly Unsent[];
  /** False until the newest messages were fetched. */
  readonly loaded: boolean;
  readonly hasOlder: boolean;
}

interface Opened {
  timeline: Timeline;
  snapshot: Conversation;
  /** What `snapshot.unsent` was made from. */
  outbox: readonly Unsent[] | null;
}

const MOST_OPEN = 20;
const NOTHING: Conversation = { messages: [], unsent: [], loaded: false, hasOlder: false };

export class Conversations {
  /** Least recently opened first. */
  #opened = new Map<string, Opened>();
  #connection: Connection;
  #outbox: Outbox;
  #changed: () => void;

  constructor(connection: Connection, outbox: Outbox, changed: () => void) {
    this.#connection = connection;
    this.#outbox = outbox;
    this.#changed = changed;
  }

  names(): string[] {
    return [...this.#opened.keys()];
  }

  open(room: string): void {
    const opened = this.#opened.get(room) ?? { timeline: this.#newTimeline(room), snapshot: NOTHING, outbox: null };
    this.#opened.delete(room);
    this.#opened.set(room, opened);
    if (this.#opened.size > MOST_OPEN) this.#opened.delete(this.#opened.keys().next().value as string);
  }

  /** The same object until something in it changes. */
  get(room: string): Conversation | undefined {
    const opened = this.#opened.get(room);
    if (!opened) return undefined;
    const { timeline, snapshot } = opened;
    const { messages, loaded, hasOlder } = timeline;
    let { unsent } = snapshot;
    if (opened.outbox !== this.#outbox.unsent) {
      opened.outbox = this.#outbox.unsent;
      const own = opened.outbox.filter((message) => message.room === room);
      if (own.length || unsent.length) unsent = own;
    }
    if (snapshot.messages !== messages || snapshot.unsent !== unsent || snapshot.loaded !== loaded) {
      opened.snapshot = { messages, unsent, loaded, hasOlder };
    }
    return opened.snapshot;
  }

  apply(message: Message): void {
    this.#opened.get(message.room)?.timeline.apply(message);
    if (message.client_id) this.#outbox.discard(message.client_id);
  }

  hint(room: string, head: number): void {
    this.#opened.get(room)?.timeline.hint(head);
  }

  /** All messages are fetched anew. */
  startOver(): void {
    for (const { timeline } of this.#opened.values()) timeline.startOver();
  }

  /** Resolves also when it could not be fetched. */
  async sync(room: string): Promise<void> {
    await this.#opened.get(room)?.timeline.sync();
  }

  async loadOlder(room: string): Promise<void> {
    await this.#opened.get(room)?.timeline.loadOlder();
  }

  #newTimeline(room: string): Timeline {
    return new Timeline(
      (bounds) => this.#connection.call('fetch_messages', { room, ...bounds }),
      (added) => {
        for (const { client_id } of added) if (client_id) this.#outbox.discard(client_id);
        this.#changed();
      },
    );
  }
}
