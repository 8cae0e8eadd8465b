/**
 * A visitor's conversation without a screen: who the visitor is, the connection, the messages, what is unsent, what is unread.
 * Nothing is stored before the visitor says something. Long because it is the one door to parts that each have a file.
 */
import type { CommandResult, RoomEvent, VisitorRoom, WidgetConfig } from '@parley/protocol';
import type { CallError } from './call-error.ts';
import { type Clock, systemClock } from './clock.ts';
import { type AccessToken, Connection, type ConnectionState } from './connection.ts';
import { Epoch } from './epoch.ts';
import { PLAIN, postJson } from './http.ts';
import { Live, type LiveRoom } from './live.ts';
import { Outbox, type Unsent } from './outbox.ts';
import { Positions } from './positions.ts';
import { pageSignals } from './signals.ts';
import { type KeyValue, keyValue } from './storage.ts';
import type { Tabs, TabsBrowser } from './tabs.ts';
import { Timeline } from './timeline.ts';
import type * as Together from './together.ts';
import type { UnsentStore } from './unsent-store.ts';

type Session = CommandResult<'open_session'>;
/** What another tab has to know to be the same visitor. */
type Shared = [session: Session | undefined, room: VisitorRoom | null, head: number];

export interface VisitorSessionOptions {
  /** The server's origin. */
  base: string;
  slug: string;
  /** From a mailed link's fragment. */
  resumeToken?: string | undefined;
  /**
   * The site's signed word for who its user is. Refused as `identity_refused`, the session stops: the next one is to go on without.
   * Another person needs another session.
   */
  identity?: string | undefined;
  storage?: KeyValue;
  /** Where unsent messages are kept; by default where this browser keeps them. */
  store?: UnsentStore;
  /** How tabs know of each other; null: they do not. */
  browser?: TabsBrowser | null;
  post?: typeof postJson;
  WebSocket?: typeof WebSocket;
  clock?: Clock;
  signals?: EventTarget;
}

/** Once it is there it is at hand at once. */
let together: typeof Together | undefined;
const load = async () => (together ??= await import('./together.ts'));
/** In the place of a visitor's token; the server knows no such one. */
const NOBODY_YET = '-';
/** While someone types: often enough for `typing`'s 6 s. */
const TYPING_EVERY_MS = 4_000;

export class VisitorSession {
  /** Null until the server answered for the first time. */
  config: WidgetConfig | null = null;
  /** Null until the room exists and its state arrived. */
  room: VisitorRoom | null = null;
  positions = new Positions();
  /** So many are coming that the server asks for a little work first, which is being done. */
  declare busy?: boolean;
  /** Asked for a person and not yet answered by the server. */
  wantsPerson = false;
  declare readonly storage: KeyValue;
  declare readonly connection: Connection;
  declare readonly outbox: Outbox;
  declare timeline: Timeline;
  #options: VisitorSessionOptions;
  #clock: Clock;
  #live: Live;
  #key: string;
  #session: Session | undefined;
  #talks = false;
  #typingUntil = 0;
  #unreadBefore = 0;
  /** The last heartbeat knew a newer state of the room; the second one in a row counts. */
  #behind = false;
  #epoch = new Epoch();
  #listeners = new Set<() => void>();
  #started = false;
  #tabs: Tabs | undefined;

  constructor(options: VisitorSessionOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.storage = options.storage ?? keyValue();
    this.#key = `parley:${options.slug}${options.identity ? ':me' : ''}`;
    const changed = () => this.#changed();
    this.#live = new Live(this.#clock, changed);
    this.connection = new Connection({
      ...options,
      url: () => `${options.base.replace(/^http/, 'ws')}/ws/chat/${options.slug}/${this.#roomKey}`,
      getToken: () => this.getToken(),
    });
    this.timeline = this.#newTimeline();
    this.outbox = new Outbox({
      ...options,
      store: () => {
        const name = this.#name;
        const unsent = `${name}:unsent:`;
        if (options.store) return options.store;
        return name
          ? (together?.unsentStore(unsent) ?? load().then((late) => late.unsentStore(unsent)))
          : Promise.reject();
      },
      send: ({ content, client_id }) => this.connection.call('new_message', { message: { content, client_id } }),
      tell: (news) => this.#tabs?.tell(news),
      changed,
    });
    this.connection.onFrame((frame) => this.#take(frame));
    this.connection.onState((state) => this.#follow(state));
  }

  /** This visitor has talked here before, or on another device perhaps. */
  get known(): boolean {
    return !!(this.#options.identity || this.storage.get(this.#key));
  }

  /** What the tabs of one visitor have in common, and its unsent messages. Of a person it is known once the server has said who that is. */
  get #name(): string | undefined {
    const { identity, slug } = this.#options;
    return identity ? this.#session && `parley:${slug}:${this.#session.consumer}` : this.#key;
  }

  /** Connects, and follows other tabs. Twice is once. */
  start(): void {
    if (this.#started) return;
    this.#started = true;
    // Who has not said a word yet shares nothing with other tabs, and has nothing unsent.
    if ((this.known && this.#name) || this.#options.resumeToken) void this.#meet();
    else this.connection.start();
    (this.#options.signals ?? pageSignals)?.addEventListener('focus', this.#onFocus);
  }

  stop(): void {
    (this.#options.signals ?? pageSignals)?.removeEventListener('focus', this.#onFocus);
    this.#started = false;
    this.#tabs?.stop();
    this.#tabs = undefined;
    this.connection.stop();
  }

  /** From now on tabs share a connection; where that cannot be loaded, this one has its own. */
  async #meet(): Promise<void> {
    const { Tabs } = await load().catch(() => ({ Tabs: null }));
    const name = this.#name;
    if (!this.#started || this.#tabs) return;
    if (!name || !Tabs) return this.connection.start();
    this.#tabs = new Tabs({
      name,
      connection: this.connection,
      outbox: this.outbox,
      share: (): Shared => [this.#session, this.room, this.timeline.head],
      adopt: ([session, room, head]: Shared) => {
        if (session) this.#adopt(session);
        if (room) this.#setRoom(room);
        this.timeline.hint(head);
      },
      // Another tab's session does not know of this link.
      steal: !!this.#options.resumeToken,
      browser: this.#options.browser,
    });
    void this.outbox.load();
    this.#tabs.start();
  }

  /** Called after every change. Returns the way to stop. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  get unsent(): readonly Unsent[] {
    return this.outbox.unsent;
  }

  get live(): LiveRoom {
    return this.#live.of(this.#roomName);
  }

  /** Messages of others that this visitor has not seen. */
  get unread(): number {
    if (!this.timeline.loaded) return this.#unreadBefore;
    return this.positions.unreadOf(this.timeline.messages);
  }

  send(text: string): void {
    this.#remember();
    this.#typingUntil = 0;
    this.outbox.add('', text);
  }

  /** Everything that others said has been seen. Call as often as you like. */
  markRead(): void {
    if (this.positions.see(this.timeline.messages)) this.#changed();
  }

  /** Call at every key: what goes out is rare enough. */
  setTyping(typing: boolean): void {
    const now = this.#clock.now();
    if (typing ? now < this.#typingUntil : !this.#typingUntil) return;
    this.#typingUntil = typing ? now + TYPING_EVERY_MS : 0;
    // By the time the words are written it is there.
    load().catch(() => {});
    this.connection.notify('typing', { typing });
  }

  /** Leaves the bot and waits for a person; without a connection, as soon as there is one. Rejects with `CallError`. */
  async requestPerson(): Promise<void> {
    this.#remember();
    this.wantsPerson = true;
    this.#changed();
    if (this.connection.state.status !== 'online') return;
    try {
      // Also before the first word; a room that is there already stays as it is.
      if (!this.room) await this.connection.call('new_room', { consumer: this.#roomKey });
      this.#setRoom((await this.connection.call('request_person', {})).room);
    } catch (error) {
      // What may succeed later is asked again with the next heartbeat or connection.
      this.wantsPerson = (error as CallError).retry;
      this.#changed();
      if (!this.wantsPerson) throw error;
    }
  }

  /** Where answers may be sent; an empty address takes it back. Resolves with what is kept. Rejects with `CallError`. */
  async leaveEmail(email: string): Promise<string | null> {
    this.#remember();
    return (await this.connection.call('leave_email', { email })).email;
  }

  /** Tells how far messages have come, once for as long as the connection holds. */
  #tell(): void {
    const news = this.connection.state.status === 'online' && this.positions.news(this.timeline.messages);
    if (news) this.connection.notify('mark_read', news);
  }

  get #roomKey(): string {
    return this.#session?.room?.key ?? this.#session?.consumer ?? '';
  }

  get #roomName(): string {
    return `${this.#options.slug} ${this.#roomKey}`;
  }

  #newTimeline(): Timeline {
    return new Timeline(
      (bounds) => this.connection.call('fetch_messages', bounds),
      (added) => {
        for (const { client_id } of added) if (client_id) this.outbox.discard(client_id);
        this.#changed();
      },
    );
  }

  #askAgain(): void {
    this.requestPerson().catch(() => {});
  }

  /** The visitor's token, as this tab or another one keeps it. */
  get #kept(): string | undefined {
    const token = this.storage.get(this.#key);
    return (token !== NOBODY_YET && token) || undefined;
  }

  /** From the first word on the visitor is known here again after a reload. `token`: as the server has just told it. */
  #remember(token?: string): void {
    this.#talks = true;
    // Another tab talked first, and its word is still on the way to this one.
    if (!token) this.#onFocus();
    // Before the server knows the visitor: what was written is to leave with the next page, also if nobody opens the chat there.
    this.storage.set(this.#key, token ?? this.#kept ?? this.#session?.visitor_token ?? NOBODY_YET);
    if (this.#started) void this.#meet();
  }

  /** A fresh one, from a session call of its own: for the connection, and for what goes over HTTP. Rejects with `CallError`. */
  async getToken(): Promise<AccessToken> {
    const { base, slug, resumeToken, identity, post = postJson } = this.#options;
    const { document, navigator } = globalThis as Partial<typeof globalThis>;
    const anonymous = identity && this.storage.get(`parley:${slug}`);
    let asked: string | undefined;
    // Another tab may have become somebody while this one worked for its proof.
    const ask = (proof?: string) =>
      post<Session>(
        `${base}/api/widget/${slug}/session`,
        {
          visitor_token: (asked = this.#kept ?? this.#session?.visitor_token ?? (anonymous || undefined)),
          resume_token: resumeToken,
          identity,
          page: document?.URL,
          referrer: document?.referrer,
          language: navigator?.language,
          proof,
        },
        PLAIN,
      );
    const session = await ask().catch(async (error: CallError) => {
      if (error.challenge) return (await import('./proof.ts')).prove(this, error, ask);
      throw error;
    });
    // Another tab talked meanwhile: this answer knows nothing of its visitor.
    if ((this.#kept ?? asked) !== asked) return this.getToken();
    this.#options.resumeToken = undefined;
    // It is the person's now: who signs out begins anew.
    if (anonymous && anonymous === session.visitor_token) {
      this.storage.delete(`parley:${slug}`);
      this.#talks = true;
      const own = `parley:${slug}:${session.consumer}:unsent:`;
      // Where that cannot be loaded they stay where they are.
      await load()
        .then(({ inherit }) => inherit(`parley:${slug}:unsent:`, own))
        .catch(() => {});
    }
    if (this.storage.get(this.#key) || resumeToken) this.#talks = true;
    if (session.config.signed_out) {
      // Who comes after somebody does not say what that one could not.
      await this.outbox.load();
      for (const { client_id } of this.unsent) this.outbox.discard(client_id);
    }
    this.#adopt(session);
    return { token: session.access_token, expiresIn: session.expires_in };
  }

  /** Who this is, as the server told it to this tab or to the one that holds the connection. */
  #adopt(session: Session): void {
    const before = this.#session;
    this.#session = session;
    this.config = session.config;
    if (before && before.consumer !== session.consumer) {
      this.room = null;
      this.positions = new Positions();
      this.timeline = this.#newTimeline();
    }
    this.#unreadBefore = session.room?.unread ?? 0;
    if (session.room || this.#talks || this.unsent.length) this.#remember(session.visitor_token);
    this.#changed();
  }

  #follow({ status }: ConnectionState): void {
    const online = status === 'online';
    if (online) {
      if (this.#session?.room || this.timeline.head) void this.timeline.sync();
      if (this.wantsPerson) this.#askAgain();
    } else {
      this.#typingUntil = this.positions.told = 0;
      this.#live.clear();
    }
    this.outbox.setOnline(online && !this.connection.follows);
    this.#changed();
  }

  #take(frame: RoomEvent): void {
    if ('people_online' in frame) {
      (this.config as WidgetConfig).people_online = !!frame.people_online;
      this.#changed();
    }
    if (frame.command === 'room_changed') this.#setRoom(frame.room as VisitorRoom);
    else if (frame.command === 'heartbeat') {
      if (this.#epoch.changed(frame)) {
        // The server is not where it was: its state of the room is told on connecting.
        this.room = null;
        this.positions = new Positions();
        this.timeline.startOver();
        this.connection.reconnect();
      }
      const { [this.#roomName]: head = 0 } = frame.heads;
      const { [this.#roomName]: version = 0 } = frame.versions;
      if (head) this.timeline.hint(head);
      // The room's state is told on connecting: when its announcement was lost, connecting again is the way to it.
      const behind = version > (this.room?.version ?? 0);
      if (behind && this.#behind) this.connection.reconnect();
      this.#behind = behind && !this.#behind;
      if (this.wantsPerson) this.#askAgain();
      for (const position of frame.positions ?? []) this.#take(position);
    } else if (frame.command === 'read') {
      this.positions.take(frame);
      this.#changed();
    } else if (frame.command !== 'typing' || frame.role !== 'visitor') {
      this.#live.apply(frame);
      if (frame.command === 'new_message') this.timeline.apply(frame.message);
    }
  }

  #setRoom(room: VisitorRoom): void {
    if (this.room && this.room.version > room.version) return;
    this.room = room;
    this.positions.takeRoom(room);
    if (room.owner.kind !== 'bot') this.wantsPerson = false;
    this.timeline.hint(room.head);
    this.#changed();
  }

  /**
   * Another tab talked first, or came back as somebody else: this tab becomes the same visitor when it is turned to. Not heard from the browser
   * at once (`storage`): to listen for that makes the page wait for another process, and nobody writes in two tabs at a time.
   */
  #onFocus = (): void => {
    const token = this.#kept;
    if (!token || token === (this.#session?.visitor_token ?? token)) return;
    this.stop();
    this.start();
  };

  #changed(): void {
    for (const listener of this.#listeners) listener();
    // After the listeners' own turn: what they show is read at once.
    queueMicrotask(() => this.#tell());
  }
}
