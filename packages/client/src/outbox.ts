/**
 * Messages that are not yet acknowledged. Each is stored before it is sent and leaves only when it is committed or discarded,
 * so it survives reloads, crashes and long offline times. Every tab may flush it: `client_id` makes a second send harmless.
 */
import { CallError, type CallErrorCode } from './call-error.ts';
import { newClientId } from './client-id.ts';
import { type Clock, systemClock } from './clock.ts';
import { pageSignals } from './signals.ts';
import type { KeyValue } from './storage.ts';

export interface Unsent {
  client_id: string;
  /** Room name; empty for "the visitor's own". */
  room: string;
  content: string;
  /** ISO 8601, by this device's clock: shown until the server's time is known. */
  created: string;
  /** Why the server refused it for good; absent while it is still being tried. */
  failure?: { code: CallErrorCode; message: string };
}

export interface OutboxOptions {
  storage: KeyValue;
  /** Begins the key of every stored message, one key each: tabs never write over one another. */
  prefix: string;
  /** Resolves when committed. Rejects with `CallError`. */
  send: (message: Unsent) => Promise<unknown>;
  changed: () => void;
  clock?: Clock;
  /** Where other tabs' changes are heard (`storage` events): the window, where there is one. */
  signals?: EventTarget;
}

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 20_000;

export class Outbox {
  /** In the order of their writing. A new array after every change. */
  unsent: readonly Unsent[] = [];
  #options: OutboxOptions;
  #clock: Clock;
  #online = false;
  #draining = new Set<string>();
  /** Ends the pauses between two tries. */
  #wake = new Set<() => void>();

  constructor(options: OutboxOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#read();
  }

  /** Follows other tabs until `stop`. Twice is once. */
  start(): void {
    (this.#options.signals ?? pageSignals)?.addEventListener('storage', this.#onStorage);
  }

  stop(): void {
    (this.#options.signals ?? pageSignals)?.removeEventListener('storage', this.#onStorage);
    this.setOnline(false);
  }

  /** Stores it and sends it as soon as its turn comes. What cannot be stored by the server is taken out of the text. */
  add(room: string, text: string): Unsent {
    const content = text.replaceAll('\0', '').toWellFormed();
    const message = { client_id: newClientId(), room, content, created: new Date(this.#clock.now()).toISOString() };
    this.#write(message);
    this.#drain(room);
    return message;
  }

  /** Sends while online, one message of a room after the other: a retry is never overtaken. */
  setOnline(online: boolean): void {
    this.#online = online;
    for (const wake of this.#wake) wake();
    this.#flush();
  }

  /** A refused message again, under the same `client_id` unless that was what the refusal was about. */
  retry(clientId: string): void {
    const found = this.#find(clientId);
    if (!found?.failure) return;
    const { failure, ...message } = found;
    if (failure.code === 'conflict') {
      this.discard(clientId);
      this.add(message.room, message.content);
    } else {
      this.#write(message);
      this.#drain(message.room);
    }
  }

  /** Forgets it: by the writer's wish, or because it was seen among the room's committed messages. */
  discard(clientId: string): void {
    if (!this.#find(clientId)) return;
    this.#options.storage.delete(this.#options.prefix + clientId);
    this.#read();
  }

  #find(clientId: string): Unsent | undefined {
    return this.unsent.find((message) => message.client_id === clientId);
  }

  #flush(): void {
    for (const room of new Set(this.unsent.map((message) => message.room))) this.#drain(room);
  }

  async #drain(room: string): Promise<void> {
    if (!this.#online || this.#draining.has(room)) return;
    this.#draining.add(room);
    for (let wait = FIRST_WAIT_MS; this.#online; ) {
      const message = this.unsent.find((one) => one.room === room && !one.failure);
      if (!message) break;
      try {
        await this.#options.send(message);
        this.discard(message.client_id);
        wait = FIRST_WAIT_MS;
      } catch (error) {
        const problem = error instanceof CallError ? error : new CallError({ code: 'internal', message: `${error}` });
        // The connection renews an expired token by itself.
        if (problem.retry || problem.code === 'unauthenticated') {
          if (!this.#online) break;
          await this.#pause(Math.max((problem.retryAfter ?? 0) * 1_000, wait * this.#clock.random()));
          wait = Math.min(wait * 2, LONGEST_WAIT_MS);
        } else if (this.#find(message.client_id)) {
          this.#write({ ...message, failure: { code: problem.code, message: problem.message } });
        }
      }
    }
    this.#draining.delete(room);
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        this.#clock.clearTimeout(timer);
        this.#wake.delete(wake);
        resolve();
      };
      const timer = this.#clock.setTimeout(wake, ms);
      this.#wake.add(wake);
    });
  }

  #write(message: Unsent): void {
    this.#options.storage.set(this.#options.prefix + message.client_id, JSON.stringify(message));
    this.#read();
  }

  /** Keys sort by `client_id`, which sorts by time of writing. */
  #read(): void {
    const { storage, prefix, changed } = this.#options;
    this.unsent = storage.keys(prefix).flatMap((key) => {
      try {
        return [JSON.parse(storage.get(key) as string) as Unsent];
      } catch {
        return [];
      }
    });
    changed();
  }

  #onStorage = ({ key }: Event & { key?: string | null }): void => {
    // A null key: everything was cleared.
    if (key && !key.startsWith(this.#options.prefix)) return;
    this.#read();
    this.#flush();
  };
}
