/** Keeps the store of rooms true: fetches the pages, rooms and counts that events alone do not tell. */
import type { AgentRoom, CommandParams } from '@parley/protocol';
import { CallError } from './call-error.ts';
import type { Clock } from './clock.ts';
import type { Connection } from './connection.ts';
import { type AnyList, partsOf, type RoomFilter, teamOf } from './list-names.ts';
import type { Store } from './store.ts';

const PAGE = 50;
const LARGEST_PAGE = 100;
/** A list that was scrolled down comes back as long as it was, up to this. */
const MOST_REFETCHED = 500;
/** Unknown rooms are fetched one by one; more at once than this, and the lists are fetched anew instead. */
const MOST_WANTED = 40;
/** Counts are asked for again at most so often. */
const COUNT_EVERY_MS = 2_000;

export interface RoomFeedOptions {
  connection: Connection;
  store: Store;
  clock: Clock;
  /** Rooms that stay known whatever the lists hold. */
  isOpen: (room: string) => boolean;
  changed: () => void;
}

export class RoomFeed {
  #options: RoomFeedOptions;
  #wanted = new Set<string>();
  #fetching = false;
  #countTimer: unknown;
  #loading = new Map<AnyList, Promise<void>>();

  constructor(options: RoomFeedOptions) {
    this.#options = options;
  }

  stop(): void {
    this.#options.clock.clearTimeout(this.#countTimer);
    this.#countTimer = undefined;
  }

  /** After a time away: every list in use is asked for again; what was shown stays until then. */
  refresh(): void {
    for (const list of this.#options.store.inUse) void this.load(list, true);
    void this.#fetchWanted();
    void this.#count();
  }

  /** Fetches the first or the next page. One request per list at a time; asking again meanwhile is the same request. */
  load(list: AnyList, first: boolean): Promise<void> {
    let loading = this.#loading.get(list);
    if (!loading) {
      loading = this.#fetchPage(list, first).finally(() => this.#loading.delete(list));
      this.#loading.set(list, loading);
    }
    return loading;
  }

  /** A room that something was heard of and whose state is not known: it will be. */
  want(room: string): void {
    this.#wanted.add(room);
    void this.#fetchWanted();
  }

  /** A room as the server tells it. */
  put(room: AgentRoom): void {
    const { store, isOpen, changed } = this.#options;
    const { from, to, unsure } = store.put(room);
    if (unsure) this.want(room.room);
    if (from) store.moveCounts(from, to);
    if (from?.join() !== to.join()) this.#countSoon();
    for (const list of store.prune(isOpen)) void this.load(list, true);
    changed();
  }

  /** A room as it is expected to become, until the returned function is called: see `Store.expect`. */
  expect(name: string, change: Partial<AgentRoom>): () => void {
    const { store } = this.#options;
    let end = () => {};
    this.#move(name, () => {
      end = store.expect(name, change);
    });
    return end;
  }

  /** A room as it was before something that did not come to be. */
  patch(name: string, change: Partial<AgentRoom>): void {
    this.#move(name, () => this.#options.store.patch(name, change));
  }

  #move(name: string, deed: () => void): void {
    const { store, changed } = this.#options;
    const before = store.room(name);
    if (!before) return;
    deed();
    store.moveCounts(store.listsOf(before), store.listsOf(store.room(name) ?? before));
    changed();
  }

  async #fetchPage(list: AnyList, first: boolean): Promise<void> {
    const { connection, store, isOpen, changed } = this.#options;
    store.setListStatus(list, 'loading');
    changed();
    const which = asked(list);
    const wish = first ? Math.min(store.list(list).rooms.length, MOST_REFETCHED) : 0;
    const limit = Math.min(Math.max(wish, PAGE), LARGEST_PAGE);
    const rooms: AgentRoom[] = [];
    let cursor = first ? null : store.cursor(list);
    try {
      do {
        const page = await connection.call('fetch_rooms', { ...which, limit, ...(cursor ? { cursor } : {}) });
        rooms.push(...page.rooms);
        cursor = page.next;
      } while (cursor && rooms.length < wish);
      store.putPage(list, { rooms, next: cursor }, first, isOpen);
    } catch (error) {
      store.setListStatus(list, 'failed', error instanceof CallError ? error : null);
    }
    changed();
  }

  async #fetchWanted(): Promise<void> {
    if (this.#fetching) return;
    this.#fetching = true;
    while (this.#wanted.size && this.#options.connection.state.status === 'online') {
      if (this.#wanted.size > MOST_WANTED) {
        this.#wanted.clear();
        this.refresh();
        break;
      }
      const room = this.#wanted.values().next().value as string;
      this.#wanted.delete(room);
      await this.#fetchRoom(room);
    }
    this.#fetching = false;
  }

  async #fetchRoom(room: string): Promise<void> {
    const { connection, store, changed } = this.#options;
    try {
      const [found] = (await connection.call('fetch_room', { room })).rooms;
      if (found) this.put(found);
    } catch (error) {
      // Anything but "not there" is asked again after the next heartbeat or connection.
      if ((error as CallError).code !== 'room_not_found') return;
      store.forget(room);
      changed();
    }
  }

  #countSoon(): void {
    this.#countTimer ??= this.#options.clock.setTimeout(() => void this.#count(), COUNT_EVERY_MS);
  }

  /** Counts what bears the label too, until another one is said, or none. */
  countLabel(label: string | undefined): void {
    const { store, changed } = this.#options;
    if (store.labelCounts?.label === label) return;
    store.labelCounts = label ? { label, counts: null } : null;
    changed();
    if (label) void this.#count();
  }

  async #count(): Promise<void> {
    this.stop();
    const { connection, store, changed } = this.#options;
    const label = store.labelCounts?.label;
    try {
      const [counts, ofLabel] = await Promise.all([
        connection.call('count_rooms', {}),
        label ? connection.call('count_rooms', { label }) : null,
      ]);
      store.counts = counts;
      if (label && store.labelCounts?.label === label) store.labelCounts = { label, counts: ofLabel };
      changed();
    } catch {
      // Counted again with the next change or the next connection.
    }
  }
}

/** What `fetch_rooms` is asked for. */
function asked(name: AnyList): CommandParams<'fetch_rooms'> {
  const { list, label } = partsOf(name);
  const more = label ? { label } : {};
  const team = teamOf(list);
  if (team) return { status: 'open', assignee: 'unassigned', team, ...more };
  if (list === 'closed') return { status: list, ...more };
  return { status: 'open', assignee: list as Exclude<RoomFilter, 'closed'>, ...more };
}
