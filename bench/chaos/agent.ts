/** One agent with the real client: takes rooms over in the middle of an answer, writes, hands back, closes. */

import { systemClock } from '@parley/client';
import { AgentSession, ROOM_FILTERS } from '@parley/client/agent';
import type { Standing } from './crowd-order.ts';
import { digestOf, type Entry, type Journal, stateOf } from './journal.ts';
import { between, pick, type Random } from './random.ts';
import { tapFor } from './tapped-socket.ts';
import { unsentIn } from './unsent-in.ts';

export interface AgentOptions {
  readonly number: number;
  readonly account: string;
  readonly base: string;
  readonly site: string;
  readonly random: Random;
  readonly write: Journal;
  readonly pauseMs: number;
  /** A fresh access token. */
  readonly token: () => string;
}

const TOKEN_SECONDS = 500;
/** Of a rush: rooms that each agent hands back, and takes over while the bot speaks in them. */
const ROOMS_OF_RUSH = 2;
const SPEAKING_MS = [300, 5_000] as const;

type Labelling = Omit<Extract<Entry, { e: 'labelled' }>, 'e' | 'to' | 'done'>;

export class ChaosAgent {
  readonly c: string;
  readonly #options: AgentOptions;
  readonly #kept = new Map<string, string>();
  readonly #opened = new Set<string>();
  readonly #shown = new Map<string, unknown>();
  readonly #session: AgentSession;
  readonly #die: () => void;
  readonly #rushing = new Set<NodeJS.Timeout>();
  /** Changes of labels that nobody has answered yet. */
  readonly #labelling = new Set<Labelling>();
  #written = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: AgentOptions) {
    this.#options = options;
    this.c = `a${options.number}`;
    const { base, site, account, random, token, write } = options;
    const { die, Socket } = tapFor(this.c, `10.2.0.${options.number}`, write);
    this.#die = die;
    write({ e: 'is', c: this.c, site, key: '' });
    this.#session = new AgentSession({
      base,
      site,
      me: { id: account, name: `Agent ${options.number}` },
      getToken: async () => ({ token: token(), expiresIn: TOKEN_SECONDS }),
      clock: { ...systemClock, random },
      signals: new EventTarget(),
      WebSocket: Socket,
      store: unsentIn(this.#kept),
    });
    this.#session.start();
    this.#next();
  }

  get written(): number {
    return this.#written;
  }

  settle(): void {
    clearTimeout(this.#timer);
    for (const timer of this.#rushing) clearTimeout(timer);
  }

  /** Gives the bot rooms to answer in, labels one that all others label too, and takes rooms over in the middle of answers. */
  rush(): void {
    const { random } = this.#options;
    const session = this.#session;
    for (const filter of ROOM_FILTERS) session.loadList(filter).catch(() => undefined);
    for (const { room } of [...session.list('mine').rooms, ...session.list('unassigned').rooms].slice(0, ROOMS_OF_RUSH))
      session.act('hand_back', room).catch(() => undefined);
    const everybodys = session
      .list('bot')
      .rooms.map(({ room }) => room)
      .toSorted()[0];
    if (everybodys) void this.#label(everybodys);
    for (let i = 0; i < ROOMS_OF_RUSH; i++) {
      const timer = setTimeout(
        () => {
          this.#rushing.delete(timer);
          const { rooms } = session.list('bot');
          if (rooms.length === 0) return;
          const { room } = pick(random, rooms);
          session.attention.lookAt(room);
          session.act('take_over', room).catch(() => undefined);
        },
        between(random, ...SPEAKING_MS),
      );
      this.#rushing.add(timer);
    }
  }

  standings(): Standing[] {
    const rooms: Record<string, number> = {};
    const versions: Record<string, number> = {};
    for (const [room, messages] of this.#lists()) {
      rooms[room] = messages.at(-1)?.seq ?? 0;
      versions[room] = this.#session.room(room)?.version ?? -1;
    }
    const online = this.#session.state.status === 'online';
    return [{ c: this.c, online, unsent: this.#session.outbox.unsent.length, own: '', rooms, versions }];
  }

  show(last = false): void {
    for (const [room, messages] of this.#lists()) {
      if (messages.length === 0 || (this.#shown.get(room) === messages && !last)) continue;
      this.#shown.set(room, messages);
      const [from, to] = [messages[0]?.seq ?? 0, messages.at(-1)?.seq ?? 0];
      const digest = digestOf(messages);
      this.#options.write({ e: 'list', c: this.c, room, from, to, count: messages.length, digest, last });
    }
  }

  end(): void {
    this.show(true);
    for (const [room] of this.#lists()) {
      const known = this.#session.room(room);
      if (!known) continue;
      const { version, owner, status, labels = [] } = known;
      const state = stateOf(
        owner.kind,
        owner.id,
        status,
        labels.map(({ id }) => id),
      );
      this.#options.write({ e: 'room', c: this.c, room, version, state });
    }
    for (const change of this.#labelling)
      this.#options.write({ e: 'labelled', ...change, to: performance.now(), done: false });
    this.#labelling.clear();
    const unsent = this.#session.outbox.unsent.map(({ client_id }) => client_id);
    this.#options.write({ e: 'end', c: this.c, status: this.#session.state.status, unsent });
    this.#session.stop();
  }

  #lists() {
    return [...this.#opened].flatMap((room) => {
      const conversation = this.#session.conversation(room);
      if (!conversation) this.#opened.delete(room);
      return conversation?.loaded ? [[room, conversation.messages] as const] : [];
    });
  }

  #next(): void {
    const { random, pauseMs } = this.#options;
    this.#timer = setTimeout(
      () => {
        this.#act();
        this.#next();
      },
      between(random, 0.2, 1.8) * pauseMs,
    );
  }

  #act(): void {
    const { random } = this.#options;
    const session = this.#session;
    const filter = pick(random, ROOM_FILTERS);
    session.loadList(filter).catch(() => undefined);
    const found = session.list(filter).rooms;
    if (found.length === 0) return;
    const { room } = pick(random, found);
    session.open(room);
    session.attention.lookAt(room);
    this.#opened.add(room);
    session.markRead(room);
    const chance = random();
    // A refusal is as good an answer as any; what must not happen is for the checker to find.
    const act = (action: 'take_over' | 'hand_back' | 'close_room' | 'reopen_room') =>
      session.act(action, room).catch(() => undefined);
    if (chance < 0.23) this.#write(room);
    else if (chance < 0.35) void this.#label(room);
    else if (chance < 0.55) act('take_over');
    else if (chance < 0.8) act('hand_back');
    else if (chance < 0.88) act('close_room');
    else if (chance < 0.92) act('reopen_room');
    else if (chance < 0.95) this.#die();
    else session.setTyping(room, true);
  }

  async #label(room: string): Promise<void> {
    const { random, write } = this.#options;
    const labels = this.#session.labels ?? [];
    if (labels.length === 0) return;
    const { id: label } = pick(random, labels);
    const on = random() < 0.5;
    const change: Labelling = { c: this.c, room, label, on, from: performance.now() };
    this.#labelling.add(change);
    const done = await this.#session.label(room, { [on ? 'add' : 'remove']: [label] }).then(
      () => true,
      () => false,
    );
    if (this.#labelling.delete(change)) write({ e: 'labelled', ...change, to: performance.now(), done });
  }

  #write(room: string): void {
    const { outbox } = this.#session;
    const known = new Set(outbox.unsent.map(({ client_id }) => client_id));
    this.#session.send(room, `Let me see. (${++this.#written})`);
    for (const { client_id: id } of outbox.unsent) {
      if (!known.has(id)) this.#options.write({ e: 'wrote', c: this.c, room, id });
    }
  }
}
