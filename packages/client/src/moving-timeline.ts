/**
 * A window on one room's messages that a reader may move: to a message, to the end, page by page both ways. Further up it takes
 * in no new messages, only what they change of it; at the end it follows again.
 */
import type { Message } from '@parley/protocol';
import { LARGEST_PAGE, PAGE, type Page, Timeline, WINDOW } from './timeline.ts';

export class MovingTimeline extends Timeline {
  /** There are newer messages than the window's. */
  hasNewer = false;
  /** What is here may have been changed unheard, while the window stood further up. */
  #stale = false;
  /** Where the window is to stand when it is fetched anew; without one at the end. */
  #goal: number | undefined;
  /** By direction. */
  #moving = new Map<string, Promise<void>>();

  override apply(message: Message): void {
    if (!this.hasNewer || this.doubted) return super.apply(message);
    this.take([message]);
    // Nothing is lacking, as long as nothing that may tell of a change went by unheard.
    if (message.seq === this.head + 1) this.head = message.seq;
    return this.hint(message.seq);
  }

  override hint(head: number): void {
    if (head > this.head) this.#stale = this.hasNewer;
    super.hint(head);
  }

  /** The page before the first message that is here. Rejects when it cannot be fetched. */
  override loadOlder(): Promise<void> {
    const edge = this.messages[0]?.seq ?? 1;
    return edge > 1 ? this.#move('before', edge) : Promise.resolve();
  }

  /** The page after the last message that is here, when there are newer ones. Rejects when it cannot be fetched. */
  loadNewer(): Promise<void> {
    return this.hasNewer ? this.#move('after', this.last) : Promise.resolve();
  }

  /** Moves the window to where `seq` stands in its middle, or without one to the end. Resolves as `sync` does. */
  show(seq?: number): Promise<void> {
    const first = this.messages[0]?.seq ?? Infinity;
    if (this.loaded && (seq ? seq >= first && seq <= this.last : !this.hasNewer)) return Promise.resolve();
    this.doubt();
    this.#goal = seq;
    return this.sync();
  }

  /** One page of a direction at a time; dropped when the window has left the place where it belongs. */
  #move(side: 'before' | 'after', edge: number): Promise<void> {
    const older = side === 'before';
    let moving = this.#moving.get(side);
    moving ??= this.page({ [side]: edge, limit: PAGE }, ({ messages, head }) => {
      if (this.doubted || edge !== (older ? this.messages[0]?.seq : this.last)) return;
      const whole = older ? [...messages, ...this.messages] : [...this.messages, ...messages];
      if (older && whole.length > WINDOW) {
        this.#stale ||= this.last < this.head;
        this.hasNewer = true;
      }
      this.messages = older ? whole.slice(0, WINDOW) : whole.slice(-WINDOW);
      if (!older && this.last >= head) this.hasNewer = false;
      this.changed(messages);
      if (this.lacks) void this.sync();
    }).finally(() => this.#moving.delete(side));
    this.#moving.set(side, moving);
    return moving;
  }

  protected override get lacks(): boolean {
    return this.hasNewer && !this.doubted ? this.#stale : super.lacks;
  }

  /** An erasure is one entry for many messages: all up to its target. */
  protected override take(told: readonly Message[]): void {
    for (const { event, target = 0, seq, author: by, created: at } of told) {
      if (event !== 'erased') continue;
      const change = { seq, event: 'redacted', by, at } as const;
      super.take(
        this.messages
          .filter((known) => known.role !== 'system' && known.seq <= target)
          .map(({ id, room, seq, author, role, created, client_id }) => {
            const kept = { id, room, seq, author, role, created, client_id: role === 'visitor' ? null : client_id };
            return { ...kept, content: '', change };
          }),
      );
    }
    super.take(told);
  }

  protected override doubt(): void {
    super.doubt();
    this.#goal = undefined;
  }

  protected override begin(): Promise<void> {
    const goal = this.#goal;
    return this.page(goal ? { limit: PAGE, around: goal } : { limit: PAGE }, (page) => {
      // Asked to go elsewhere meanwhile.
      if (goal === this.#goal) this.place(page);
    });
  }

  protected override place(page: Page): void {
    this.hasNewer = (page.messages.at(-1)?.seq ?? 0) < page.head;
    super.place(page);
    // What was said between this page and the head was perhaps not heard, and may tell of changes of what is here.
    this.#stale = this.hasNewer && page.head < this.head;
    if (this.hasNewer) this.ahead.clear();
  }

  protected override goOn(last: number): Promise<void> {
    return this.hasNewer ? this.#look(last) : super.goOn(last);
  }

  /** Reads the window again: `page` finds what was changed unheard. */
  async #look(last: number): Promise<void> {
    this.#stale = false;
    try {
      for (let after = (this.messages[0]?.seq ?? 1) - 1; after < last && this.hasNewer; after += LARGEST_PAGE) {
        await this.page({ after, limit: LARGEST_PAGE }, ({ head }) => {
          if (head < last) this.doubt();
        });
      }
    } catch (error) {
      this.#stale = true;
      throw error;
    }
  }

  protected override join(page: readonly Message[], head?: number): void {
    if (!this.hasNewer) super.join(page, head);
  }
}
