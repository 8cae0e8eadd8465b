/**
 * One room's newest committed messages, as an unbroken run of `seq`, bounded however long the room. Frames may come late, twice or
 * never: what is known is ignored, what is ahead waits, what is missing is fetched, what was changed is shown as it is now. Ends
 * with exactly the server's list. `moving-timeline.ts` goes further up than the bound.
 */
import type { CommandResult, Message } from '@parley/protocol';
import { changedBy } from './message-change.ts';

export type Page = CommandResult<'fetch_messages'>;
export interface PageBounds {
  after?: number;
  before?: number;
  around?: number;
  limit?: number;
}

export const PAGE = 50;
export const LARGEST_PAGE = 200;
/** Messages that are held; what goes beyond leaves. */
export const WINDOW = 400;

export class Timeline {
  /** Ascending. A new array after every change. */
  messages: readonly Message[] = [];
  /** False until the newest messages were fetched, or there are none. */
  loaded = false;
  /** The newest `seq` that is known to exist. */
  head = 0;
  /** What is here may not be the server's any more. */
  protected doubted = false;
  protected ahead = new Map<number, Message>();
  protected changed: (added: readonly Message[]) => void;
  #syncing: Promise<void> | undefined;
  #older: Promise<void> | undefined;
  /** Pages under way: each may have been read before a change that was heard of since. */
  #pages = 0;
  #heard = new Set<Message>();
  #fetch: (bounds: PageBounds) => Promise<Page>;

  /** `changed` gets the messages that were added, ascending. */
  constructor(fetch: (bounds: PageBounds) => Promise<Page>, changed: (added: readonly Message[]) => void) {
    this.#fetch = fetch;
    this.changed = changed;
  }

  get last(): number {
    return this.messages.at(-1)?.seq ?? 0;
  }

  get hasOlder(): boolean {
    return (this.messages[0]?.seq ?? 1) > 1;
  }

  /** A message from a frame, or a known one as it is now. Before the first page is there it waits for it. */
  apply(message: Message): void {
    const { seq } = message;
    this.take([message]);
    if (this.doubted || seq > this.last) this.ahead.set(seq, message);
    if (seq === 1) this.loaded = true;
    this.hint(seq);
  }

  /** The room is known to reach `head`: fetches when that is more than what is here. */
  hint(head: number): void {
    this.head = Math.max(this.head, head);
    this.join([]);
    if (this.lacks) void this.sync();
  }

  /**
   * Fetches what is missing up to the head. Resolves also when the fetch failed: the next hint or the next connection tries
   * again.
   */
  sync(): Promise<void> {
    this.#syncing ??= this.#catchUp();
    return this.#syncing;
  }

  /** The server's database went back in time: everything is fetched anew; what is here is shown until then. */
  startOver(): void {
    this.doubt();
    void this.sync();
  }

  /** The page before the first message that is here, as long as there is room for it. Rejects when it cannot be fetched. */
  async loadOlder(): Promise<void> {
    const before = this.messages[0]?.seq ?? 1;
    if (before <= 1 || this.messages.length >= WINDOW) return;
    this.#older ??= this.page({ before, limit: PAGE }, ({ messages }) => {
      if (this.messages[0]?.seq !== before) return;
      this.messages = [...messages, ...this.messages];
      this.changed(messages);
    }).finally(() => {
      this.#older = undefined;
    });
    await this.#older;
  }

  protected get lacks(): boolean {
    return this.doubted || this.last < this.head;
  }

  protected doubt(): void {
    this.doubted = true;
    this.ahead.clear();
    this.#heard.clear();
  }

  protected async page(bounds: PageBounds, use: (page: Page) => void): Promise<void> {
    this.#pages++;
    try {
      const page = await this.#fetch(bounds);
      use(page);
      this.take([...page.messages, ...this.#heard]);
    } finally {
      if (!--this.#pages) this.#heard.clear();
    }
  }

  async #catchUp(): Promise<void> {
    try {
      for (let last = -1; ; ) {
        await (this.doubted || !this.loaded ? this.begin() : this.goOn(this.last));
        // No progress: the server's head and its messages disagree; the next hint asks again.
        if (!this.lacks || (this.last === last && !this.doubted)) break;
        last = this.last;
      }
    } catch {
      // Asked again.
    } finally {
      this.#syncing = undefined;
    }
  }

  protected begin(): Promise<void> {
    return this.page({ limit: PAGE }, (page) => this.place(page));
  }

  protected place({ messages, head }: Page): void {
    this.head = Math.max(head, this.doubted ? 0 : this.head, ...this.ahead.keys());
    this.doubted = false;
    this.loaded = true;
    this.messages = messages;
    this.changed(messages);
    this.join([]);
  }

  protected goOn(last: number): Promise<void> {
    return this.page({ after: last, limit: LARGEST_PAGE }, ({ messages, head }) => {
      // A committed message is gone: the server's database went back in time. Or one was away for so long that all that is here
      // would leave the window.
      if (head < last || head - last > WINDOW) this.doubt();
      else this.join(messages, head);
    });
  }

  /** Appends `page` and what waits, as far as it is unbroken. */
  protected join(page: readonly Message[], head = 0): void {
    if (!this.loaded || this.doubted) return;
    this.head = Math.max(this.head, head);
    for (const message of page) this.ahead.set(message.seq, message);
    const added: Message[] = [];
    let next = this.last + 1;
    for (let message = this.ahead.get(next); message; message = this.ahead.get(++next)) added.push(message);
    for (const seq of this.ahead.keys()) if (seq < next) this.ahead.delete(seq);
    if (!added.length) return;
    this.messages = [...this.messages, ...added].slice(-WINDOW);
    this.take(added);
    this.changed(added);
  }

  /** Brings what is here up to date with later states of it and with entries that tell of changes. */
  protected take(told: readonly Message[]): void {
    for (const message of told) {
      const { seq, target = seq } = message;
      const place = target - (this.messages[0]?.seq ?? 0);
      const known = this.messages[place];
      if (this.#pages && target < seq) this.#heard.add(message);
      const now = known && changedBy(known, message);
      if (now === known) continue;
      this.messages = this.messages.with(place, now as Message);
      this.changed([]);
    }
  }
}
