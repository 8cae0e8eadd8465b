/**
 * Messages that are not yet acknowledged. Each is stored before it is sent and leaves only when it is committed or discarded,
 * so it survives reloads, crashes and long offline times. Tabs tell each other what changed; the one that holds the connection
 * sends. Should two send, `client_id` makes the second time harmless.
 */
import type { CallError, CallErrorCode } from './call-error.ts';
import { newClientId, timeOfClientId } from './client-id.ts';
import { type Clock, systemClock } from './clock.ts';
import type { UnsentStore } from './unsent-store.ts';

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

/** What other tabs are told. */
export type OutboxNews = { unsent: Unsent } | { gone: string };

export interface OutboxOptions {
  /** Asked for each time. Rejects where there is none to be had. */
  store: () => UnsentStore | Promise<UnsentStore>;
  /** Resolves when committed. Rejects with `CallError`. */
  send: (message: Unsent) => Promise<unknown>;
  changed: () => void;
  /** Hands news to the other tabs, whose outboxes `hear` them. */
  tell?: (news: OutboxNews) => void;
  clock?: Clock;
}

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 20_000;

export class Outbox {
  /** In the order of their writing. A new array after every change. */
  unsent: readonly Unsent[] = [];
  /** False once the browser refused to keep a message: what is unsent then lives only as long as this page. */
  lasting = true;
  #options: OutboxOptions;
  #clock: Clock;
  #online = false;
  #draining = new Set<string>();
  /** On their way into the store: neither they nor what was written after them is sent yet. */
  #storing = new Set<string>();
  /** Committed or discarded: another tab's late word does not bring them back. */
  #gone = new Set<string>();
  /** Ends the pauses between two tries. */
  #wake = new Set<() => void>();

  constructor(options: OutboxOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
  }

  /** Takes in what is kept, by this page or by others that are gone. Resolves also when nothing can be read. */
  async load(): Promise<void> {
    const kept = await this.#store((store) => store.all()).catch(() => []);
    for (const message of kept) if (!this.#find(message.client_id)) this.#take(message);
    // Another tab may be the one that sends.
    this.tellAll();
  }

  /** Stores it and sends it as soon as its turn comes. What cannot be stored by the server is taken out of the text. */
  add(room: string, text: string): Unsent {
    const content = text.replaceAll('\0', '').toWellFormed();
    const now = this.#clock.now();
    // After what was written before, also when the device's clock was put back since.
    const client_id = newClientId(Math.max(now, timeOfClientId(this.unsent.at(-1)?.client_id ?? '') + 1));
    const message = { client_id, room, content, created: new Date(now).toISOString() };
    void this.#write(message);
    return message;
  }

  /** Sends while true, one message of a room after the other: a retry is never overtaken. */
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
    } else void this.#write(message);
  }

  /** Forgets it: by the writer's wish, or because it was seen among the room's committed messages. */
  discard(clientId: string): void {
    if (!this.#find(clientId)) return;
    this.#drop(clientId);
    this.#forget(clientId);
    this.#options.tell?.({ gone: clientId });
  }

  /** News from another tab, which has stored them already where that is possible. */
  hear(news: OutboxNews): void {
    if ('gone' in news) this.#drop(news.gone);
    else this.#take(news.unsent);
  }

  /** Tells the other tabs everything, also what only this page has. */
  tellAll(): void {
    for (const unsent of this.unsent) this.#options.tell?.({ unsent });
  }

  /** At once where the store is at hand: the page may end with the next breath. */
  async #store<T>(act: (store: UnsentStore) => Promise<T>): Promise<T> {
    const store = this.#options.store();
    return act('then' in store ? await store : store);
  }

  #forget(clientId: string): void {
    this.#store((store) => store.delete(clientId)).catch(() => {});
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
      if (!message || this.#storing.has(message.client_id)) break;
      try {
        await this.#options.send(message);
        this.discard(message.client_id);
        wait = FIRST_WAIT_MS;
      } catch (error) {
        const { code, message: why, retry, retryAfter = 0 } = error as CallError;
        // The connection renews an expired token by itself.
        if (retry || code === 'unauthenticated') {
          if (!this.#online) break;
          await this.#pause(Math.max(retryAfter * 1_000, wait * this.#clock.random()));
          wait = Math.min(wait * 2, LONGEST_WAIT_MS);
        } else if (this.#find(message.client_id)) {
          void this.#write({ ...message, failure: { code, message: why } });
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

  /** Shown at once; sent, and told to others with all the rest, once it is kept, or once it is known that it cannot be. */
  async #write(message: Unsent): Promise<void> {
    const { client_id } = message;
    this.#storing.add(client_id);
    this.#take(message);
    try {
      await this.#store((store) => store.put(message));
    } catch {
      this.lasting = false;
    }
    this.#storing.delete(client_id);
    // Discarded meanwhile: the entry was written after it was deleted.
    if (this.#gone.has(client_id)) return this.#forget(client_id);
    this.#take(message);
    // With what was written before it: who came since then has not heard of that, and would send this first.
    this.tellAll();
  }

  #take(message: Unsent): void {
    // Whoever tells of it was frozen when the others were told.
    if (this.#gone.has(message.client_id)) return this.#options.tell?.({ gone: message.client_id });
    const others = this.unsent.filter(({ client_id }) => client_id !== message.client_id);
    // Ids sort by the time of writing.
    this.unsent = [...others, message].sort((a, b) => (a.client_id < b.client_id ? -1 : 1));
    this.#options.changed();
    this.#drain(message.room);
  }

  #drop(clientId: string): void {
    this.#gone.add(clientId);
    this.unsent = this.unsent.filter(({ client_id }) => client_id !== clientId);
    this.#options.changed();
  }
}
