/**
 * The rooms an agent knows, and the lists made of them. Fed by events and by pages; whatever it hands out is the same object
 * until it changes. Asks nobody for anything: it tells what it lacks.
 */
import type { AgentRoom, CommandResult, Message, PresentIn, ReadEvent } from '@parley/protocol';
import type { CallError } from './call-error.ts';
import { type AnyList, counted, listsWithin, partsOf, type RoomCounts, type RoomFilter } from './list-names.ts';
import { changedBy } from './message-change.ts';

export interface RoomList {
  /** Newest activity first. */
  readonly rooms: readonly AgentRoom[];
  /** `idle`: nobody asked for it yet. While `loading` or `failed`, `rooms` is what was known before. */
  readonly status: 'idle' | 'loading' | 'ready' | 'failed';
  readonly error: CallError | null;
  /** Older rooms can be fetched. */
  readonly more: boolean;
}

interface ListState {
  list: RoomList;
  stale: boolean;
  cursor: string | null;
  /** `updated` of the oldest room that was fetched: rooms below it are not part of the list yet. */
  floor: string;
}

/** Above it the quietest rooms that nobody looks at are forgotten, down to the second number. */
const MOST_ROOMS = 4_000;
const KEPT_ROOMS = 3_000;
/** Above every time. */
const NOTHING_YET = '~';
const IDLE: RoomList = { rooms: [], status: 'idle', error: null, more: false };

export class Store {
  /** Null until they are known. */
  counts: RoomCounts | null = null;
  /** The same of what bears one label, for as long as it is that one which is looked for. */
  labelCounts: { readonly label: string; readonly counts: RoomCounts | null } | null = null;
  #rooms = new Map<string, AgentRoom>();
  /** What was asked of the server and is not answered yet, in the order of asking. */
  #expected = new Map<string, Set<Partial<AgentRoom>>>();
  #lists = new Map<AnyList, ListState>();
  #me: string;
  #came: (room: AgentRoom, filter: RoomFilter) => void;

  /** `came` hears of every room that is put, as it then is. */
  constructor(me: string, came: (room: AgentRoom, filter: RoomFilter) => void = () => {}) {
    this.#me = me;
    this.#came = came;
  }

  #list(name: AnyList): ListState {
    const state = this.#lists.get(name) ?? { list: IDLE, stale: false, cursor: null, floor: NOTHING_YET };
    this.#lists.set(name, state);
    return state;
  }

  /** The lists that somebody asked for. */
  get inUse(): AnyList[] {
    return [...this.#lists].flatMap(([name, { list }]) => (list.status === 'idle' ? [] : [name]));
  }

  room(name: string): AgentRoom | undefined {
    return this.#rooms.get(name);
  }

  filterOf({ status, owner }: AgentRoom): RoomFilter {
    if (status === 'closed') return 'closed';
    if (owner.kind === 'agent') return owner.id === this.#me ? 'mine' : 'others';
    return owner.kind === 'bot' ? 'bot' : 'unassigned';
  }

  /** Its own of the five, where it waits for a team that team's, and of each of these those of its labels. */
  listsOf(room: AgentRoom): readonly AnyList[] {
    return listsWithin(this.filterOf(room), room);
  }

  /** The lists that hold the room are to be made anew. */
  #outdate(room: AgentRoom): void {
    for (const name of this.listsOf(room)) {
      const state = this.#lists.get(name);
      if (state) state.stale = true;
    }
  }

  list(name: AnyList): RoomList {
    const state = this.#list(name);
    if (state.stale) {
      state.stale = false;
      const rooms = [...this.#rooms.values()]
        .filter((room) => this.listsOf(room).includes(name) && room.updated >= state.floor)
        .sort((a, b) => (a.updated < b.updated ? 1 : a.updated > b.updated ? -1 : a.room < b.room ? 1 : -1));
      state.list = { ...state.list, rooms };
    }
    return state.list;
  }

  /** For the next page; null when the first one is meant. */
  cursor(name: AnyList): string | null {
    return this.#list(name).cursor;
  }

  setListStatus(name: AnyList, status: RoomList['status'], error: CallError | null = null): void {
    const state = this.#list(name);
    state.list = { ...this.list(name), status, error };
  }

  /**
   * A fetched page. The first one replaces what the list was made of; rooms of `keep` stay known, they are asked for
   * one by one.
   */
  putPage(
    name: AnyList,
    { rooms, next }: CommandResult<'fetch_rooms'>,
    first: boolean,
    keep: (room: string) => boolean,
  ): void {
    const state = this.#list(name);
    state.cursor = next;
    state.floor = next === null ? '' : (rooms.at(-1)?.updated ?? '');
    if (first) {
      // What a list held before and its first page does not is either older than the page or has moved on unseen.
      const fresh = new Set(rooms.map(({ room }) => room));
      for (const room of this.#rooms.values()) {
        const left = this.listsOf(room).includes(name) && room.updated >= state.floor && !fresh.has(room.room);
        if (left && !keep(room.room)) this.forget(room.room);
      }
    }
    for (const room of rooms) this.put(room);
    state.list = { ...state.list, status: 'ready', error: null, more: next !== null };
    state.stale = true;
  }

  /**
   * Older versions are ignored; read positions and heads never go back. Returns the lists it was in (null: it was not known) and
   * is in, and whether the count of unread messages can no longer be told from what is known.
   */
  put(room: AgentRoom): { from: readonly AnyList[] | null; to: readonly AnyList[]; unsure: boolean } {
    const before = this.#rooms.get(room.room);
    const base = before && before.version > room.version ? before : room;
    const next = this.#asExpected(before ? merge(base, before, room) : room);
    this.#rooms.set(room.room, next);
    if (before) this.#outdate(before);
    this.#outdate(next);
    this.#came(next, this.filterOf(next));
    const from = before ? this.listsOf(before) : null;
    return { from, to: this.listsOf(next), unsure: before !== undefined && unsure(before, room) };
  }

  /** Returns false when the room has to be asked for: it is not known, or messages before this one are missing. */
  putMessage(message: Message): boolean {
    const room = this.#rooms.get(message.room);
    if (!room) return false;
    const gap = message.seq > room.head + 1;
    if (message.seq > room.head) {
      const unread = (room.unread ?? 0) + (message.role === 'visitor' ? 1 : 0);
      const { target, role } = message;
      const words = room.messages.map((last) => (last.seq === target ? changedBy(last, message) : last));
      // A system line is no words of anybody, and the visitor's stay before what is said to them.
      const before = words.filter((said) => role === 'system' || (role !== 'visitor' && said.role === 'visitor'));
      const messages = role === 'system' ? before : [...before, message];
      // A change of what was said is nothing new.
      const updated = target ? room.updated : message.created;
      this.put({ ...room, head: message.seq, updated, messages, unread });
    }
    return !gap;
  }

  /**
   * Shows a room as it will be once the server has done what it was asked. What the server tells until then, the answer to
   * an earlier wish among it, does not turn it back. The returned function ends the waiting; what is shown stays.
   */
  expect(name: string, change: Partial<AgentRoom>): () => void {
    this.patch(name, change);
    const all = this.#expected.get(name) ?? new Set();
    this.#expected.set(name, all.add(change));
    return () => {
      all.delete(change);
      if (all.size === 0) this.#expected.delete(name);
    };
  }

  #asExpected(room: AgentRoom): AgentRoom {
    const all = this.#expected.get(room.room);
    return all ? Object.assign({ ...room }, ...all) : room;
  }

  /** Changes a known room in place, whatever its version: own reading, and what was asked of the server and failed. */
  patch(name: string, change: Partial<AgentRoom>): void {
    const room = this.#rooms.get(name);
    if (!room) return;
    this.#outdate(room);
    const next = { ...room, ...change };
    this.#rooms.set(name, next);
    this.#outdate(next);
  }

  /** The agent's own reading. Positions only grow. Returns false when what is still unread has to be asked for. */
  raise(name: string, read: number): boolean {
    const room = this.#rooms.get(name);
    if (!room || read <= (room.read ?? -1)) return true;
    const unread = Math.min(room.unread ?? 0, Math.max(0, room.head - read));
    this.patch(name, { read, unread });
    return unread === 0;
  }

  /** How far the visitor has received and read. */
  raiseVisitor({ room: name, seq, delivered, at }: ReadEvent): void {
    const room = this.#rooms.get(name);
    if (!room) return;
    if (delivered > room.visitor_delivered) this.patch(name, { visitor_delivered: delivered });
    if (seq > room.visitor_read) this.patch(name, { visitor_read: seq, visitor_read_at: at });
  }

  /** Who is in a room now; the same object while nothing changed. */
  setPresence({ room: name, ...presence }: PresentIn): void {
    const known = this.#rooms.get(name)?.presence;
    if (known && JSON.stringify(known) === JSON.stringify(presence)) return;
    this.patch(name, { presence });
  }

  forget(name: string): void {
    const room = this.#rooms.get(name);
    if (!room) return;
    this.#rooms.delete(name);
    this.#outdate(room);
  }

  /** Forgets every room; lists in use go on as before and have to be fetched. */
  clear(): void {
    this.#rooms.clear();
    for (const state of this.#lists.values()) state.stale = true;
  }

  /** A room moved between lists: the counts follow at once, until they are fetched again. */
  moveCounts(from: readonly AnyList[], to: readonly AnyList[]): void {
    for (const name of from) if (!to.includes(name)) this.#count(name, -1);
    for (const name of to) if (!from.includes(name)) this.#count(name, 1);
  }

  #count(name: AnyList, by: 1 | -1): void {
    const { list, label } = partsOf(name);
    if (!label) this.counts = this.counts && counted(this.counts, list, by);
    else if (this.labelCounts?.label === label && this.labelCounts.counts)
      this.labelCounts = { label, counts: counted(this.labelCounts.counts, list, by) };
  }

  /** Keeps memory bounded. Returns the lists that reached below what was forgotten and have to be fetched again. */
  prune(keep: (room: string) => boolean): AnyList[] {
    if (this.#rooms.size <= MOST_ROOMS) return [];
    const byAge = [...this.#rooms.values()].sort((a, b) => (a.updated < b.updated ? 1 : -1));
    const cut = new Set<AnyList>();
    for (const room of byAge.slice(KEPT_ROOMS)) {
      if (keep(room.room)) continue;
      this.#rooms.delete(room.room);
      for (const name of this.listsOf(room)) {
        const state = this.#lists.get(name);
        if (state && state.list.status !== 'idle' && room.updated >= state.floor) cut.add(name);
      }
    }
    return [...cut];
  }
}

/** `b` counted before a message that is known here, or knows of messages that were not counted here. */
const unsure = (a: AgentRoom, b: AgentRoom): boolean => (b.read === undefined ? b.head > a.head : b.head < a.head);

/**
 * `base` with whatever only grows taken from both. The agent's own `read` and `unread` come from `b` where it tells them:
 * frames for all agents do not.
 */
function merge(base: AgentRoom, a: AgentRoom, b: AgentRoom): AgentRoom {
  const newer = b.head >= a.head && b.messages.length > 0 ? b : a;
  const told = b.read !== undefined && b.read >= (a.read ?? 0) && b.head >= a.head ? b : a;
  return {
    ...base,
    head: Math.max(a.head, b.head),
    read: told.read,
    unread: told.unread,
    visitor_read: Math.max(a.visitor_read, b.visitor_read),
    visitor_read_at: (b.visitor_read < a.visitor_read ? a : b).visitor_read_at,
    visitor_delivered: Math.max(a.visitor_delivered, b.visitor_delivered),
    // Frames for all agents do not tell it.
    ...((b.presence ?? a.presence) && { presence: b.presence ?? a.presence }),
    updated: a.updated > b.updated ? a.updated : b.updated,
    messages: newer.messages.length ? newer.messages : a.messages,
  };
}
