/**
 * An agent's site without a screen: the lists of rooms, the conversations that are open, and what can be done with them.
 * Framework-neutral: `subscribe` tells that something changed, the getters return the same object until it did. Long because it
 * is the one door to several stores, each in a file of its own.
 */
import type {
  AgentRoom,
  CommandName,
  CommandParams,
  CommandResult,
  Label,
  Message,
  RoomEvent,
  Team,
} from '@parley/protocol';
import { Attention } from './attention.ts';
import { type Clock, systemClock } from './clock.ts';
import { type AccessToken, Connection, type ConnectionState } from './connection.ts';
import { type Conversation, Conversations } from './conversations.ts';
import { Epoch } from './epoch.ts';
import type { AnyList, RoomCounts } from './list-names.ts';
import { Live, type LiveRoom } from './live.ts';
import { Outbox } from './outbox.ts';
import { Receipts } from './receipts.ts';
import { RoomFeed } from './room-feed.ts';
import { SiteList } from './site-list.ts';
import { type RoomList, Store } from './store.ts';
import { Tabs, type TabsBrowser } from './tabs.ts';
import { type UnsentStore, unsentStore } from './unsent-store.ts';

export { CallError, type CallErrorCode } from './call-error.ts';
export type { AccessToken, ConnectionState } from './connection.ts';
export type { Conversation } from './conversations.ts';
export { postJson } from './http.ts';
export {
  type AnyList,
  type ListName,
  labelled,
  ROOM_FILTERS,
  type RoomCounts,
  type RoomFilter,
  type TeamFilter,
  teamFilter,
  teamOf,
} from './list-names.ts';
export type { Answer, LiveRoom, Typist } from './live.ts';
export type { Unsent } from './outbox.ts';
export type { RoomList } from './store.ts';

export interface AgentSessionOptions {
  /** The server's origin. */
  base: string;
  site: string;
  me: { id: string; name: string };
  /** Rejects with `CallError`: one that is not to be retried (signed out) stops the session. */
  getToken: () => Promise<AccessToken>;
  /** Where unsent messages are kept; by default where this browser keeps them. */
  store?: UnsentStore;
  /** How tabs know of each other; null: they do not. */
  browser?: TabsBrowser | null;
  WebSocket?: typeof WebSocket;
  clock?: Clock;
  signals?: EventTarget;
}

/** Who gets a conversation: somebody, or a team. */
export type Recipient = { readonly agent: Named } | { readonly team: Named };
interface Named {
  readonly id: string;
  readonly name: string;
}

export type RoomAction = 'take_over' | 'hand_back' | 'close_room' | 'reopen_room';

const FOUND_PAGE = 50;

export class AgentSession {
  readonly connection: Connection;
  readonly outbox: Outbox;
  /** An agent looks nowhere unless it says otherwise. */
  readonly attention: Attention;
  #options: AgentSessionOptions;
  #clock: Clock;
  #store: Store;
  #live: Live;
  #conversations: Conversations;
  #feed: RoomFeed;
  #receipts: Receipts;
  #teams: SiteList<Team>;
  #labels: SiteList<Label>;
  #listeners = new Set<() => void>();
  #tabs: Tabs;
  #told = false;
  #epoch = new Epoch();

  constructor(options: AgentSessionOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#store = new Store(options.me.id, (room, filter) => this.#receipts.receive(room, filter));
    this.#live = new Live(this.#clock, () => this.#changed());
    this.connection = new Connection({
      ...options,
      url: () => `${options.base.replace(/^http/, 'ws')}/ws/room/${options.site}?batch=1`,
    });
    this.#receipts = new Receipts(this.connection);
    this.#teams = new SiteList(
      () => this.call('list_teams', {}).then(({ teams: items, state }) => ({ items, state })),
      () => this.#changed(),
    );
    this.#labels = new SiteList(
      () => this.call('list_labels', {}).then(({ labels: items, state }) => ({ items, state })),
      () => this.#changed(),
    );
    this.attention = new Attention(this.connection, this.#clock, null);
    const name = `parley:${options.site}:${options.me.id}`;
    this.outbox = new Outbox({
      ...options,
      store: () => options.store ?? unsentStore(`${name}:unsent:`),
      tell: (news) => this.#tabs.tell(news),
      send: ({ room, content, client_id }) =>
        this.connection.call('new_message', { room, message: { content, client_id } }),
      changed: () => this.#changed(),
    });
    this.#tabs = new Tabs({ name, connection: this.connection, outbox: this.outbox, browser: options.browser });
    this.#conversations = new Conversations(this.connection, this.outbox, () => this.#changed());
    this.#feed = new RoomFeed({
      connection: this.connection,
      store: this.#store,
      clock: this.#clock,
      isOpen: (room) => this.#conversations.get(room) !== undefined,
      changed: () => this.#changed(),
    });
    this.onEvent((frame) => this.apply(frame));
    this.connection.onState((state) => this.#follow(state));
  }

  start(): void {
    void this.outbox.load();
    this.#tabs.start();
  }

  stop(): void {
    this.#tabs.stop();
    this.connection.stop();
    this.#feed.stop();
  }

  /** Called once after any number of changes of one moment. Bound: can be handed on as it is. */
  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Every event as it comes, after the stores took it: for sounds and titles. */
  onEvent(listener: (frame: RoomEvent) => void): () => void {
    return this.connection.onFrame((frame) => {
      for (const event of singly(frame)) listener(event);
    });
  }

  get state(): ConnectionState {
    return this.connection.state;
  }

  /** Null until they are known. */
  get counts(): RoomCounts | null {
    return this.#store.counts;
  }

  /** Of what bears the label; null until they are known, and for any but the one of `countLabel`. */
  labelCounts(label: string): RoomCounts | null {
    const { labelCounts } = this.#store;
    return labelCounts?.label === label ? labelCounts.counts : null;
  }

  /** Keeps the counts of what bears the label, until another one is said, or none. */
  countLabel(label: string | undefined): void {
    this.#feed.countLabel(label);
  }

  list(name: AnyList): RoomList {
    return this.#store.list(name);
  }

  /** By name; null until they are known. */
  get teams(): readonly Team[] | null {
    return this.#teams.all;
  }

  /** For after a change of one's own: others' are heard of by themselves. */
  fetchTeams(): Promise<void> {
    return this.#teams.fetch();
  }

  /** By name; null until they are known. */
  get labels(): readonly Label[] | null {
    return this.#labels.all;
  }

  /** As `fetchTeams`. */
  fetchLabels(): Promise<void> {
    return this.#labels.fetch();
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
    if (!this.#store.room(room)) this.#feed.want(room);
    if (this.state.status === 'online') void this.#conversations.sync(room);
    this.#changed();
  }

  /** Rejects with `CallError`. */
  loadOlder(room: string): Promise<void> {
    return this.#conversations.loadOlder(room);
  }

  /** The page after what is here, when the window stands further up. Rejects with `CallError`. */
  loadNewer(room: string): Promise<void> {
    return this.#conversations.loadNewer(room);
  }

  /** Moves an open room's window to a message, or without one to its end. Rejects with `CallError`. */
  showMessages(room: string, seq?: number): Promise<void> {
    return this.#conversations.show(room, seq);
  }

  /** Changes the agent's own words. Rejects with `CallError`; doing it again then is safe. */
  async editMessage(room: string, seq: number, content: string): Promise<void> {
    this.#tookChange((await this.call('edit_message', { room, seq, content })).message);
  }

  /** Removes a message's content for good. Rejects with `CallError`; doing it again then is safe. */
  async redactMessage(room: string, seq: number): Promise<void> {
    this.#tookChange((await this.call('redact_message', { room, seq })).message);
  }

  #tookChange(message: Message): void {
    this.#conversations.apply(message);
    this.#changed();
  }

  /** Fetches the first page, unless it is there. */
  loadList(name: AnyList): Promise<void> {
    const { status } = this.list(name);
    return status === 'ready' ? Promise.resolve() : this.#feed.load(name, true);
  }

  /** Fetches the next page, if there is one. */
  loadMore(name: AnyList): Promise<void> {
    return this.list(name).more ? this.#feed.load(name, false) : Promise.resolve();
  }

  /** Rooms by words of contact and messages, of one label where it is given; `room(name)` follows them from now on. Rejects with `CallError`. */
  async search(
    query: string,
    { label, cursor }: { label?: string | undefined; cursor?: string | undefined } = {},
  ): Promise<CommandResult<'fetch_rooms'>> {
    const more = { ...(label && { label }), ...(cursor && { cursor }) };
    const page = await this.call('fetch_rooms', { query, limit: FOUND_PAGE, ...more });
    for (const room of page.rooms) this.#store.put(room);
    this.#changed();
    return page;
  }

  /** Any command of the table, for features without a store. */
  call<Name extends CommandName>(name: Name, params: CommandParams<Name>): Promise<CommandResult<Name>> {
    return this.connection.call(name, params);
  }

  send(room: string, text: string): void {
    this.attention.sent();
    this.outbox.add(room, text);
  }

  /** Shown at once; when it is refused the room is fetched as it is, and the promise rejects with `CallError`. */
  act(action: RoomAction, room: string): Promise<void> {
    const { me } = this.#options;
    const mine: Partial<AgentRoom> = { owner: { kind: 'agent', id: me.id, name: me.name }, waiting_since: null };
    const expected: Record<RoomAction, Partial<AgentRoom>> = {
      take_over: mine,
      hand_back: { owner: { kind: 'bot', id: null, name: null }, team: null, waiting_since: null },
      close_room: { status: 'closed', waiting_since: null },
      reopen_room: { ...mine, status: 'open' },
    };
    return this.#change(room, expected[action], () => this.call(action, { room }));
  }

  /** Passes a room on; as `act`. */
  assign(room: string, to: Recipient): Promise<void> {
    const expected: Partial<AgentRoom> =
      'agent' in to
        ? { owner: { kind: 'agent', ...to.agent }, status: 'open' }
        : { owner: { kind: 'queue', id: null, name: null }, team: to.team, status: 'open' };
    const whom = 'agent' in to ? { agent: to.agent.id } : { team: to.team.id };
    return this.#change(room, expected, () => this.call('assign_room', { room, ...whom }));
  }

  /** Puts labels on a room and takes them off; as `act`. */
  label(room: string, { add = [], remove = [] }: { add?: string[]; remove?: string[] }): Promise<void> {
    const known = this.#store.room(room)?.labels ?? [];
    const at = new Date(this.#clock.now()).toISOString();
    const put = add
      .filter((id) => !known.some((label) => label.id === id))
      .map((id) => ({ id, by: this.#options.me.name, at }));
    const labels = [...known.filter(({ id }) => !remove.includes(id)), ...put];
    return this.#change(room, { labels }, () => this.call('label_room', { room, add, remove }));
  }

  async #change(
    room: string,
    expected: Partial<AgentRoom>,
    ask: () => Promise<{ readonly room: AgentRoom }>,
  ): Promise<void> {
    const before = this.#store.room(room);
    const answered = this.#feed.expect(room, expected);
    try {
      const answer = await ask();
      answered();
      this.#feed.put(answer.room);
    } catch (error) {
      answered();
      if (before) {
        const { owner, team, status, waiting_since, labels = [] } = before;
        this.#feed.patch(room, 'labels' in expected ? { labels } : { owner, team, status, waiting_since });
      }
      this.#feed.want(room);
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
    if (!known || last <= (known.read ?? -1) || this.state.status !== 'online') return;
    this.#store.raise(room, last);
    this.connection.notify('mark_read', { room, seq: last });
    this.#changed();
  }

  /** Call at every key: what goes out is rare enough. */
  setTyping(room: string, typing: boolean): void {
    this.attention.type(typing, room);
  }

  /** Takes one event. Called by the connection; open to whoever has events from elsewhere. */
  apply(frame: RoomEvent): void {
    // What this agent types in another window is no news.
    if (frame.command !== 'typing' || frame.agent !== this.#options.me.id) this.#live.apply(frame);
    if (frame.command === 'new_message') {
      const { message } = frame;
      this.#conversations.apply(message);
      if (!this.#store.putMessage(message)) this.#feed.want(message.room);
    } else if (frame.command === 'room_changed') {
      const { room } = frame;
      this.#feed.put(room as AgentRoom);
      // The frame is the same for all agents: what this one has read of a room new to it has to be asked for.
      if (this.room(room.room)?.read === undefined) this.#feed.want(room.room);
    } else if (frame.command === 'new_room') this.#feed.want(frame.room.room);
    else if (frame.command === 'read') {
      if (frame.role === 'visitor') this.#store.raiseVisitor(frame);
      // Only the agent's own positions reach it, from its other windows.
      else if (!this.#store.raise(frame.room, frame.seq)) this.#feed.want(frame.room);
    } else if (frame.command === 'presence') {
      if ('rooms' in frame) for (const present of frame.rooms) this.#store.setPresence(present);
    } else if (frame.command === 'heartbeat') {
      // The server is not where it was: what is known here may be newer than what it has.
      if (this.#epoch.changed(frame)) {
        this.#store.clear();
        this.#conversations.startOver();
        this.#feed.refresh();
      }
      for (const [room, head] of Object.entries(frame.heads)) {
        this.#conversations.hint(room, head);
        if (head > (this.room(room)?.head ?? 0)) this.#feed.want(room);
      }
      for (const [room, version] of Object.entries(frame.versions)) {
        if (version > (this.room(room)?.version ?? -1)) this.#feed.want(room);
      }
      for (const position of frame.positions ?? []) this.apply(position);
      if (frame.presence) this.apply({ command: 'presence', rooms: frame.presence });
      this.#teams.hear(frame.teams);
      this.#labels.hear(frame.labels);
      return;
    }
    this.#changed();
  }

  #follow({ status }: ConnectionState): void {
    const online = status === 'online';
    this.outbox.setOnline(online && !this.connection.follows);
    if (online) {
      this.#feed.refresh();
      void this.#teams.fetch();
      void this.#labels.fetch();
      for (const room of this.#conversations.names()) {
        this.#feed.want(room);
        void this.#conversations.sync(room);
      }
    } else {
      this.#live.clear();
      this.#receipts.forget();
    }
    this.#changed();
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

/** Messages that came together, as if each had come by itself. */
const singly = (frame: RoomEvent): readonly RoomEvent[] =>
  frame.command === 'new_messages' ? frame.messages.map((message) => ({ command: 'new_message', message })) : [frame];
