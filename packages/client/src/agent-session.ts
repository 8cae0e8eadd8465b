/**
 * An agent's site without a screen: the lists of rooms, the conversations that are open, and what can be done with them.
 * Framework-neutral: `subscribe` tells that something changed, the getters return the same object until it did.
 */
import type { AgentRoom, CommandName, CommandParams, CommandResult, RoomEvent } from '@parley/protocol';
import { CallError } from './call-error.ts';
import { type Clock, systemClock } from './clock.ts';
import { type AccessToken, Connection, type ConnectionState } from './connection.ts';
import { type Conversation, Conversations } from './conversations.ts';
import { Live, type LiveRoom } from './live.ts';
import { Outbox } from './outbox.ts';
import { type KeyValue, keyValue } from './storage.ts';
import { ROOM_FILTERS, type RoomCounts, type RoomFilter, type RoomList, Store } from './store.ts';

export { CallError, type CallErrorCode } from './call-error.ts';
export type { AccessToken, ConnectionState } from './connection.ts';
export type { Conversation } from './conversations.ts';
export { postJson } from './http.ts';
export type { Answer, LiveRoom, Typist } from './live.ts';
export type { Unsent } from './outbox.ts';
export { ROOM_FILTERS, type RoomCounts, type RoomFilter, type RoomList } from './store.ts';

export interface AgentSessionOptions {
  /** The server's origin. */
  base: string;
  site: string;
  me: { id: string; name: string };
  /** Rejects with `CallError`: one that is not to be retried (signed out) stops the session. */
  getToken: () => Promise<AccessToken>;
  storage?: KeyValue;
  WebSocket?: typeof WebSocket;
  clock?: Clock;
  signals?: EventTarget;
}

export type RoomAction = 'take_over' | 'hand_back' | 'close_room' | 'reopen_room';

const TYPING_EVERY_MS = 4_000;
const PAGE = 50;
const LARGEST_PAGE = 100;
/** Unknown rooms are fetched one by one; more at once than this, and the lists are fetched anew instead. */
const MOST_WANTED = 40;
const MOST_REFETCHED = 500;
/** Counts are asked for again at most so often. */
const COUNT_EVERY_MS = 2_000;

export class AgentSession {
  readonly connection: Connection;
  readonly outbox: Outbox;
  #options: AgentSessionOptions;
  #clock: Clock;
  #store: Store;
  #live: Live;
  #conversations: Conversations;
  #listeners = new Set<() => void>();
  #told = false;
  #wanted = new Set<string>();
  #fetching = false;
  #countTimer: unknown;
  #loading = new Map<RoomFilter, Promise<void>>();
  #typingUntil = new Map<string, number>();

  constructor(options: AgentSessionOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#store = new Store(options.me.id);
    this.#live = new Live(this.#clock, () => this.#changed());
    this.connection = new Connection({
      ...options,
      url: () => `${options.base.replace(/^http/, 'ws')}/ws/room/${options.site}`,
    });
    this.outbox = new Outbox({
      ...options,
      storage: options.storage ?? keyValue(),
      prefix: `parley:${options.site}:${options.me.id}:unsent:`,
      send: ({ room, content, client_id }) =>
        this.connection.call('new_message', { room, message: { content, client_id } }),
      changed: () => this.#changed(),
    });
    this.#conversations = new Conversations(this.connection, this.outbox, () => this.#changed());
    this.connection.onFrame((frame) => this.apply(frame));
    this.connection.onState((state) => this.#follow(state));
  }

  start(): void {
    this.outbox.start();
    this.connection.start();
  }

  stop(): void {
    this.outbox.stop();
    this.connection.stop();
    this.#clock.clearTimeout(this.#countTimer);
    this.#countTimer = undefined;
  }

  /** Called once after any number of changes of one moment. Bound: can be handed on as it is. */
  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Every event as it comes, after the stores took it: for sounds and titles. */
  onEvent(listener: (frame: RoomEvent) => void): () => void {
    return this.connection.onFrame(listener);
  }

  get state(): ConnectionState {
    return this.connection.state;
  }

  /** Null until they are known. */
  get counts(): RoomCounts | null {
    return this.#store.counts;
  }

  list(filter: RoomFilter): RoomList {
    return this.#store.list(filter);
  }

  room(name: string): AgentRoom | undefined {
    return this.#store.room(name);
  }

  live(room: string): LiveRoom {
    return this.#live.of(room);
  }

  /** Undefined unless `open` was called. */
  conversation(room: string): Conversation | undefined {
    return this.#conversations.get(room);
  }

  /** Shows a room: from now on its messages are kept complete. The longest unused of many is let go. */
  open(room: string): void {
    this.#conversations.open(room);
    if (!this.#store.room(room)) this.#want(room);
    if (this.state.status === 'online') void this.#conversations.sync(room);
    this.#changed();
  }

  /** Rejects with `CallError`. */
  loadOlder(room: string): Promise<void> {
    return this.#conversations.loadOlder(room);
  }

  /** Fetches the first page, unless it is there. */
  loadList(filter: RoomFilter): Promise<void> {
    const { status } = this.list(filter);
    return status === 'ready' ? Promise.resolve() : this.#loadPage(filter, true);
  }

  /** Fetches the next page, if there is one. */
  loadMore(filter: RoomFilter): Promise<void> {
    return this.list(filter).more ? this.#loadPage(filter, false) : Promise.resolve();
  }

  /** Rooms by words of contact and messages; `room(name)` follows them from now on. Rejects with `CallError`. */
  async search(query: string, cursor?: string): Promise<CommandResult<'fetch_rooms'>> {
    const page = await this.call('fetch_rooms', { query, limit: PAGE, ...(cursor ? { cursor } : {}) });
    for (const room of page.rooms) this.#store.put(room);
    this.#changed();
    return page;
  }

  /** Any command of the table, for features without a store. */
  call<Name extends CommandName>(name: Name, params: CommandParams<Name>): Promise<CommandResult<Name>> {
    return this.connection.call(name, params);
  }

  send(room: string, text: string): void {
    this.#typingUntil.delete(room);
    this.outbox.add(room, text);
  }

  /** Shown at once; when it is refused the room is fetched as it is, and the promise rejects with `CallError`. */
  async act(action: RoomAction, room: string): Promise<void> {
    const { me } = this.#options;
    const mine: Partial<AgentRoom> = { owner: { kind: 'agent', id: me.id, name: me.name }, waiting_since: null };
    const expected: Record<RoomAction, Partial<AgentRoom>> = {
      take_over: mine,
      hand_back: { owner: { kind: 'bot', id: null, name: null }, waiting_since: null },
      close_room: { status: 'closed', waiting_since: null },
      reopen_room: { ...mine, status: 'open' },
    };
    const before = this.#store.room(room);
    this.#patch(room, expected[action]);
    try {
      this.#put((await this.call(action, { room })).room);
    } catch (error) {
      if (before)
        this.#patch(room, { owner: before.owner, status: before.status, waiting_since: before.waiting_since });
      this.#want(room);
      throw error;
    }
  }

  takeOver(room: string): Promise<void> {
    return this.act('take_over', room);
  }

  handBack(room: string): Promise<void> {
    return this.act('hand_back', room);
  }

  close(room: string): Promise<void> {
    return this.act('close_room', room);
  }

  reopen(room: string): Promise<void> {
    return this.act('reopen_room', room);
  }

  /** Everything up to the last message that is here has been seen. Call as often as you like. */
  markRead(room: string): void {
    const known = this.#store.room(room);
    const last = this.conversation(room)?.messages.at(-1)?.seq ?? 0;
    if (!known || last <= known.read || this.state.status !== 'online') return;
    this.#store.patch(room, { read: last });
    this.connection.notify('mark_read', { room, seq: last });
    this.#changed();
  }

  /** Call at every key: what goes out is rare enough. */
  setTyping(room: string, typing: boolean): void {
    const now = this.#clock.now();
    const until = this.#typingUntil.get(room);
    if (typing ? until !== undefined && now < until : until === undefined) return;
    if (typing) this.#typingUntil.set(room, now + TYPING_EVERY_MS);
    else this.#typingUntil.delete(room);
    this.connection.notify('typing', { room, typing });
  }

  /** Takes one event. Called by the connection; open to whoever has events from elsewhere. */
  apply(frame: RoomEvent): void {
    this.#live.apply(frame);
    if (frame.command === 'new_message') {
      const { message } = frame;
      this.#conversations.apply(message);
      if (!this.#store.putMessage(message)) this.#want(message.room);
    } else if (frame.command === 'room_changed') this.#put(frame.room as AgentRoom);
    else if (frame.command === 'new_room') this.#want(frame.room.room);
    else if (frame.command === 'read') {
      if (frame.role === 'visitor') this.#raise(frame.room, 'visitor_read', frame.seq);
      else if (frame.author === this.#options.me.name) this.#raise(frame.room, 'read', frame.seq);
    } else if (frame.command === 'heartbeat') {
      for (const [room, head] of Object.entries(frame.heads)) {
        this.#conversations.hint(room, head);
        if (head > (this.room(room)?.head ?? 0)) this.#want(room);
      }
      for (const [room, version] of Object.entries(frame.versions)) {
        if (version > (this.room(room)?.version ?? -1)) this.#want(room);
      }
      return;
    }
    this.#changed();
  }

  #raise(room: string, position: 'read' | 'visitor_read', seq: number): void {
    const known = this.room(room);
    if (known && seq > known[position]) this.#store.patch(room, { [position]: seq });
  }

  #put(room: AgentRoom): void {
    const { from, to } = this.#store.put(room);
    if (from) this.#store.moveCount(from, to);
    if (from !== to) this.#countSoon();
    for (const filter of this.#store.prune((name) => this.#isOpen(name))) {
      void this.#loadPage(filter, true);
    }
    this.#changed();
  }

  #patch(room: string, change: Partial<AgentRoom>): void {
    const before = this.room(room);
    if (!before) return;
    const from = this.#store.filterOf(before);
    this.#store.patch(room, change);
    this.#store.moveCount(from, this.#store.filterOf(this.room(room) as AgentRoom));
    this.#changed();
  }

  #follow({ status }: ConnectionState): void {
    const online = status === 'online';
    this.outbox.setOnline(online);
    if (online) this.#refresh();
    else {
      this.#live.clear();
      this.#typingUntil.clear();
    }
    this.#changed();
  }

  /** After a time away: everything that is shown is asked for again; what was shown stays until then. */
  #refresh(): void {
    for (const filter of ROOM_FILTERS) if (this.list(filter).status !== 'idle') void this.#loadPage(filter, true);
    for (const room of this.#conversations.names()) {
      this.#wanted.add(room);
      void this.#conversations.sync(room);
    }
    void this.#fetchWanted();
    this.#count();
  }

  /** One request per list at a time; asking again meanwhile is the same request. */
  #loadPage(filter: RoomFilter, first: boolean): Promise<void> {
    let loading = this.#loading.get(filter);
    if (!loading) {
      loading = this.#fetchPage(filter, first).finally(() => this.#loading.delete(filter));
      this.#loading.set(filter, loading);
    }
    return loading;
  }

  async #fetchPage(filter: RoomFilter, first: boolean): Promise<void> {
    this.#store.setListStatus(filter, 'loading');
    this.#changed();
    const which = filter === 'closed' ? { status: filter } : { status: 'open' as const, assignee: filter };
    // A list that was scrolled down comes back as long as it was.
    const wish = first ? Math.min(this.list(filter).rooms.length, MOST_REFETCHED) : 0;
    const limit = Math.min(Math.max(wish, PAGE), LARGEST_PAGE);
    const rooms: AgentRoom[] = [];
    let cursor = first ? null : this.#store.cursor(filter);
    try {
      do {
        const page = await this.call('fetch_rooms', { ...which, limit, ...(cursor ? { cursor } : {}) });
        rooms.push(...page.rooms);
        cursor = page.next;
      } while (cursor && rooms.length < wish);
      this.#store.putPage(filter, { rooms, next: cursor }, first, (room) => this.#isOpen(room));
    } catch (error) {
      this.#store.setListStatus(filter, 'failed', error instanceof CallError ? error : null);
    }
    this.#changed();
  }

  #isOpen(room: string): boolean {
    return this.#conversations.get(room) !== undefined;
  }

  /** A room that something was heard of and whose state is not known. */
  #want(room: string): void {
    this.#wanted.add(room);
    void this.#fetchWanted();
  }

  async #fetchWanted(): Promise<void> {
    if (this.#fetching) return;
    this.#fetching = true;
    try {
      while (this.#wanted.size && this.state.status === 'online') {
        if (this.#wanted.size > MOST_WANTED) {
          this.#wanted.clear();
          this.#refresh();
          break;
        }
        const room = this.#wanted.values().next().value as string;
        await this.#fetchRoom(room);
        this.#wanted.delete(room);
      }
    } finally {
      this.#fetching = false;
    }
  }

  async #fetchRoom(room: string): Promise<void> {
    try {
      const [found] = (await this.call('fetch_room', { room })).rooms;
      if (found) this.#put(found);
    } catch (error) {
      if ((error as CallError).code !== 'room_not_found') return;
      this.#store.forget(room);
      this.#changed();
    }
  }

  #countSoon(): void {
    this.#countTimer ??= this.#clock.setTimeout(() => this.#count(), COUNT_EVERY_MS);
  }

  async #count(): Promise<void> {
    this.#clock.clearTimeout(this.#countTimer);
    this.#countTimer = undefined;
    try {
      this.#store.counts = await this.call('count_rooms', {});
      this.#changed();
    } catch {
      // Counted again with the next change or the next connection.
    }
  }

  #changed(): void {
    if (this.#told) return;
    this.#told = true;
    queueMicrotask(() => {
      this.#told = false;
      for (const listener of this.#listeners) listener();
    });
  }
}
