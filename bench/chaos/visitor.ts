/** One visitor, in one tab or two: asks, wants a person, reloads, dies, comes back, and tries other people's doors. */
import { postJson } from '@parley/client';
import { FakeBrowser } from '@parley/client/testing';
import type { Standing } from './crowd-order.ts';
import type { Journal } from './journal.ts';
import { between, pick, type Random } from './random.ts';
import { markOf } from './spoken.ts';
import { ChaosTab } from './visitor-tab.ts';

export interface VisitorOptions {
  readonly number: number;
  readonly base: string;
  readonly site: string;
  readonly tabs: number;
  readonly random: Random;
  readonly write: Journal;
  readonly pauseMs: number;
  /** Rooms of others, also of other sites, to try. */
  readonly others: () => readonly string[];
}

const WORDS = [
  'Where is my parcel?',
  'How long does it take?',
  'And to Norway?',
  'Is it waterproof?',
  'Can I send it back?',
];

const RUSH_WITHIN_MS = 300;

export class ChaosVisitor {
  readonly #options: VisitorOptions;
  readonly #tabs: readonly ChaosTab[];
  #consumer = '';
  #written = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: VisitorOptions) {
    this.#options = options;
    const { number, tabs } = options;
    const own = {
      kept: new Map<string, string>(),
      browser: new FakeBrowser(),
      hearing: new Set<EventTarget>(),
      post: this.#post,
    };
    const address = this.#address;
    this.#tabs = Array.from(
      { length: tabs },
      (_, i) => new ChaosTab({ ...options, ...own, address, alone: tabs === 1, c: `v${number}${'bcd'.charAt(i - 1)}` }),
    );
    this.#next();
  }

  get written(): number {
    return this.#written;
  }

  get room(): string {
    return this.#consumer && `${this.#options.site} ${this.#consumer}`;
  }

  /** Everybody asks within a moment. */
  rush(): void {
    const { random } = this.#options;
    setTimeout(() => this.#write(pick(random, this.#tabs)), between(random, 0, RUSH_WITHIN_MS));
  }

  /** No more acts; what was written still leaves. */
  settle(): void {
    clearTimeout(this.#timer);
  }

  standings(): Standing[] {
    return this.#tabs.map((tab) => tab.standing(this.room));
  }

  show(): void {
    for (const tab of this.#tabs) tab.show();
  }

  end(): void {
    for (const tab of this.#tabs) tab.end();
  }

  get #address(): string {
    const { number } = this.#options;
    return `10.1.${number >> 8}.${number & 255}`;
  }

  readonly #post: typeof postJson = async (url, body, init) => {
    const headers = { ...init?.headers, 'x-forwarded-for': this.#address };
    const answer = await postJson(url, body, { ...init, headers });
    const { consumer } = answer as { consumer?: string };
    if (consumer && consumer !== this.#consumer) {
      const { site, write } = this.#options;
      for (const { c } of this.#tabs) write({ e: 'is', c, site, key: consumer });
    }
    this.#consumer = consumer ?? this.#consumer;
    return answer as never;
  };

  #next(): void {
    const { random, pauseMs } = this.#options;
    this.#timer = setTimeout(
      () => {
        this.#act(random());
        this.#next();
      },
      between(random, 0.2, 1.8) * pauseMs,
    );
  }

  #act(chance: number): void {
    const { random } = this.#options;
    const tab = pick(random, this.#tabs);
    const { session } = tab;
    if (chance < 0.72) this.#write(tab);
    else if (chance < 0.75) session.requestPerson().catch(() => undefined);
    else if (chance < 0.8) session.markRead();
    else if (chance < 0.84) session.setTyping(true);
    else if (chance < 0.9) this.#tryOthersDoor(tab);
    else {
      tab.show();
      // Perhaps right after it wrote.
      if (chance >= 0.96) this.#write(tab);
      tab.comeBack(chance >= 0.93);
    }
  }

  #write(tab: ChaosTab): void {
    tab.say(`${pick(this.#options.random, WORDS)} ${markOf(this.#options.number, ++this.#written)}`);
  }

  #tryOthersDoor({ session: { connection } }: ChaosTab): void {
    const { random, others } = this.#options;
    const rooms = others().filter((room) => room !== this.room);
    if (rooms.length === 0) return;
    const room = pick(random, rooms);
    connection.call('fetch_messages', { room, limit: 1 }).catch(() => undefined);
    connection.notify('mark_read', { room, seq: 1 });
  }
}
