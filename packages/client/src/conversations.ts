/** The rooms that an agent has opened, kept complete; the longest unused of many is let go. */
import type { Message } from '@parley/protocol';
import type { Connection } from './connection.ts';
import { MovingTimeline } from './moving-timeline.ts';
import type { Outbox, Unsent } from './outbox.ts';

export interface Conversation {
  /** Committed, ascending by `seq`, without gaps: a window of at most 400. */
  readonly messages: readonly Message[];
  /** This agent's own, in the order of their writing: after the messages. */
  readonly unsent: readonly Unsent[];
  /** False until the newest messages were fetched. */
  readonly loaded: boolean;
  readonly hasOlder: boolean;
  /** The window stands further up: messages after `messages` are not here. */
  readonly hasNewer: boolean;
}

interface Opened {
  timeline: MovingTimeline;
  snapshot: Conversation;
  /** What `snapshot.unsent` was made from. */
  outbox: readonly Unsent[] | null;
}

const MOST_OPEN = 20;
const NOTHING: Conversation = { messages: [], unsent: [], loaded: false, hasOlder: false, hasNewer: false };

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
    const { messages, loaded, hasOlder, hasNewer } = timeline;
    let { unsent } = snapshot;
    if (opened.outbox !== this.#outbox.unsent) {
      opened.outbox = this.#outbox.unsent;
      const own = opened.outbox.filter((message) => message.room === room);
      if (own.length || unsent.length) unsent = own;
    }
    const same = snapshot.messages === messages && snapshot.unsent === unsent && snapshot.hasNewer === hasNewer;
    if (!same || snapshot.loaded !== loaded) {
      opened.snapshot = { messages, unsent, loaded, hasOlder, hasNewer };
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

  async loadNewer(room: string): Promise<void> {
    await this.#opened.get(room)?.timeline.loadNewer();
  }

  /** Rejects when it cannot be fetched. */
  async show(room: string, seq?: number): Promise<void> {
    await this.#opened.get(room)?.timeline.show(seq);
  }

  #newTimeline(room: string): MovingTimeline {
    return new MovingTimeline(
      (bounds) => this.#connection.call('fetch_messages', { room, ...bounds }),
      (added) => {
        for (const { client_id } of added) if (client_id) this.#outbox.discard(client_id);
        this.#changed();
      },
    );
  }
}
