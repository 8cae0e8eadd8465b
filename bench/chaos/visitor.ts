/** One visitor with the real client: writes, asks for a person, reloads, dies, comes back, and tries other people's doors. */
import { postJson, systemClock, VisitorSession } from '@parley/client';
import type { Standing } from './crowd-order.ts';
import { digestOf, type Journal } from './journal.ts';
import { between, pick, type Random } from './random.ts';
import { tapFor } from './tapped-socket.ts';
import { unsentIn } from './unsent-in.ts';

export interface VisitorOptions {
  readonly number: number;
  readonly base: string;
  readonly site: string;
  readonly random: Random;
  readonly write: Journal;
  readonly pauseMs: number;
  /** Rooms of others, to try. */
  readonly others: () => readonly string[];
}

const WORDS = [
  'Where is my parcel?',
  'How long does it take?',
  'And to Norway?',
  'Is it waterproof?',
  'Can I send it back?',
];

export class ChaosVisitor {
  readonly c: string;
  readonly #options: VisitorOptions;
  readonly #kept = new Map<string, string>();
  readonly #die: () => void;
  readonly #Socket: typeof WebSocket;
  #session: VisitorSession;
  #consumer = '';
  #written = 0;
  #timer: NodeJS.Timeout | undefined;
  #shown: unknown;

  constructor(options: VisitorOptions) {
    this.#options = options;
    this.c = `v${options.number}`;
    const { die, Socket } = tapFor(this.c, this.#address, options.write);
    this.#die = die;
    this.#Socket = Socket;
    this.#session = this.#open();
    this.#next();
  }

  get written(): number {
    return this.#written;
  }

  get room(): string {
    return this.#consumer && `${this.#options.site} ${this.#consumer}`;
  }

  /** No more acts; what was written still leaves. */
  settle(): void {
    clearTimeout(this.#timer);
  }

  standing(): Standing {
    const { connection, unsent, timeline } = this.#session;
    return {
      c: this.c,
      online: connection.state.status === 'online',
      unsent: unsent.length,
      own: this.room,
      rooms: this.room && timeline.last ? { [this.room]: timeline.last } : {},
    };
  }

  /** Writes down what is shown now. */
  show(last = false): void {
    const { messages } = this.#session.timeline;
    const [first] = messages;
    if (!first || (messages === this.#shown && !last)) return;
    this.#shown = messages;
    this.#options.write({
      e: 'list',
      c: this.c,
      room: first.room,
      from: first.seq,
      to: this.#session.timeline.last,
      count: messages.length,
      digest: digestOf(messages),
      last,
    });
  }

  end(): void {
    this.show(true);
    const { connection, unsent } = this.#session;
    const ids = unsent.map(({ client_id }) => client_id);
    this.#options.write({ e: 'end', c: this.c, status: connection.state.status, unsent: ids });
    this.#session.stop();
  }

  get #address(): string {
    const { number } = this.#options;
    return `10.1.${number >> 8}.${number & 255}`;
  }

  #open(): VisitorSession {
    const { base, site, random, write } = this.#options;
    const kept = this.#kept;
    const session = new VisitorSession({
      base,
      slug: site,
      signals: new EventTarget(),
      clock: { ...systemClock, random },
      WebSocket: this.#Socket,
      post: async <Result>(url: string, body: unknown, init?: RequestInit) => {
        const headers = { ...init?.headers, 'x-forwarded-for': this.#address };
        const answer = await postJson<Result>(url, body, { ...init, headers });
        const { consumer } = answer as { consumer?: string };
        if (consumer && consumer !== this.#consumer) write({ e: 'is', c: this.c, key: consumer });
        this.#consumer = consumer ?? this.#consumer;
        return answer;
      },
      storage: {
        get: (key) => kept.get(key) ?? null,
        set: (key, value) => void kept.set(key, value),
        delete: (key) => void kept.delete(key),
      },
      store: unsentIn(kept),
    });
    session.start();
    return session;
  }

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
    const session = this.#session;
    if (chance < 0.72) this.#write();
    else if (chance < 0.75) session.requestPerson().catch(() => undefined);
    else if (chance < 0.8) session.markRead();
    else if (chance < 0.84) session.setTyping(true);
    else if (chance < 0.9) this.#tryOthersDoor();
    else {
      this.show();
      if (chance >= 0.96) this.#write();
      // A reload ends in order; a killed tab says nothing to anybody, perhaps right after it wrote.
      if (chance >= 0.93) this.#die();
      session.stop();
      this.#session = this.#open();
    }
  }

  #write(): void {
    const { random, write } = this.#options;
    const known = new Set(this.#session.unsent.map(({ client_id }) => client_id));
    this.#session.send(`${pick(random, WORDS)} (${++this.#written})`);
    for (const { client_id: id } of this.#session.unsent)
      if (!known.has(id)) write({ e: 'wrote', c: this.c, room: '', id });
  }

  #tryOthersDoor(): void {
    const { random, others } = this.#options;
    const rooms = others().filter((room) => room !== this.room);
    if (rooms.length === 0) return;
    const room = pick(random, rooms);
    const { connection } = this.#session;
    connection.call('fetch_messages', { room, limit: 1 }).catch(() => undefined);
    connection.notify('mark_read', { room, seq: 1 });
  }
}
