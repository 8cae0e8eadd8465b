/**
 * One room's committed messages, as an unbroken run of `seq`. Frames may come late, twice or never: what is known is ignored,
 * what is ahead waits, what is missing is fetched. Ends with exactly the server's list.
 */
import type { CommandResult, Message } from '@parley/protocol';

type Page = CommandResult<'fetch_messages'>;
export interface PageBounds {
  after?: number;
  before?: number;
  limit?: number;
}

const NEWEST = 50;
const LARGEST_PAGE = 200;

export class Timeline {
  /** Ascending. A new array after every change. */
  messages: readonly Message[] = [];
  /** False until the newest messages were fetched, or there are none. */
  loaded = false;
  #head = 0;
  /** What is here may not be the server's any more. */
  #doubted = false;
  #ahead = new Map<number, Message>();
  #syncing: Promise<void> | undefined;
  #older: Promise<void> | undefined;
  #fetch: (bounds: PageBounds) => Promise<Page>;
  #changed: (added: readonly Message[]) => void;

  /** `changed` gets the messages that were added, ascending. */
  constructor(fetch: (bounds: PageBounds) => Promise<Page>, changed: (added: readonly Message[]) => void) {
    this.#fetch = fetch;
    this.#changed = changed;
  }

  get last(): number {
    return this.messages.at(-1)?.seq ?? 0;
  }

  /** The newest `seq` that is known to exist. */
  get head(): number {
    return this.#head;
  }

  get hasOlder(): boolean {
    return (this.messages[0]?.seq ?? 1) > 1;
  }

  /** A message from a frame. Before the first page is there it waits for it. */
  apply(message: Message): void {
    if (this.#doubted || message.seq > this.last) this.#ahead.set(message.seq, message);
    if (message.seq === 1) this.loaded = true;
    this.hint(message.seq);
  }

  /** The room is known to reach `head`: fetches when that is more than what is here. */
  hint(head: number): void {
    this.#head = Math.max(this.#head, head);
    this.#join([]);
    if (this.last < this.#head) void this.sync();
  }

  /**
   * Fetches what is missing up to the head. Resolves also when the fetch failed: the next hint or the next connection
   * tries again.
   */
  sync(): Promise<void> {
    this.#syncing ??= this.#catchUp()
      .catch(() => {})
      .finally(() => {
        this.#syncing = undefined;
      });
    return this.#syncing;
  }

  /** The server's database went back in time: everything is fetched anew; what is here is shown until then. */
  startOver(): void {
    this.#doubt();
    void this.sync();
  }

  #doubt(): void {
    this.#doubted = true;
    this.#ahead.clear();
  }

  /** The page before the first message that is here. Rejects when it cannot be fetched. */
  loadOlder(): Promise<void> {
    const before = this.messages[0]?.seq ?? 1;
    if (before <= 1) return Promise.resolve();
    this.#older ??= this.#fetch({ before, limit: NEWEST })
      .then(({ messages }) => {
        const older = messages.filter((message) => message.seq < before);
        this.messages = [...older, ...this.messages];
        this.#changed(older);
      })
      .finally(() => {
        this.#older = undefined;
      });
    return this.#older;
  }

  async #catchUp(): Promise<void> {
    do {
      const { last } = this;
      const first = !this.loaded || this.#doubted;
      const page = await this.#fetch(first ? { limit: NEWEST } : { after: last, limit: LARGEST_PAGE });
      // A committed message is gone: the server's database went back in time.
      if (!first && page.head < last) this.#doubt();
      if (!first && this.#doubted) continue;
      if (this.#doubted) {
        this.messages = [];
        this.#head = Math.max(0, ...this.#ahead.keys());
        this.#doubted = false;
      }
      this.#head = Math.max(this.#head, page.head);
      this.loaded = true;
      this.#join(page.messages, first);
      // No progress: the server's head and its messages disagree; the next hint asks again.
      if (this.last === last && !first) break;
    } while (this.#doubted || this.last < this.#head);
  }

  /** Appends `page` and what waits, as far as it is unbroken. */
  #join(page: readonly Message[], first = false): void {
    if (!this.loaded || this.#doubted) return;
    for (const message of page) this.#ahead.set(message.seq, message);
    const added: Message[] = [];
    let next = first && page[0] && !this.messages.length ? page[0].seq : this.last + 1;
    for (let message = this.#ahead.get(next); message; message = this.#ahead.get(++next)) added.push(message);
    for (const seq of this.#ahead.keys()) if (seq < next) this.#ahead.delete(seq);
    if (added.length) this.messages = [...this.messages, ...added];
    if (added.length || first) this.#changed(added);
  }
}
