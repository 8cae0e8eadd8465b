/**
 * Who is here, on all nodes that share a bus: the members of channels, with how many sockets each has.
 * A hint like the bus: without it a node knows its own alone; with it what another node lost is made good within two beats.
 *
 *   join, leave -> change (numbered) -> others apply it if they hold the number before, else they ask for everything
 *   every beat  -> alive (the number) -> the same check; a node that missed three beats is gone, and its members with it
 */
import type { Announcement, Bus } from './bus.ts';
import { uuidv7 } from './ids.ts';

export interface PresenceChannel {
  /** Nodes that follow this site (bus.ts) know the channel's members; null: all nodes do, so keep those few. */
  readonly site: string | null;
  readonly name: string;
}

/** A member as all nodes together see it. */
export interface Here {
  readonly member: string;
  /** As the latest `join` said it. */
  readonly data: unknown;
  /** Sockets, over all nodes. */
  readonly sockets: number;
}

/** Raised when a member has another number of sockets, wherever one came or left. */
export interface PresenceChange {
  readonly channel: PresenceChannel;
  readonly member: string;
  /** 0: it was not here. */
  readonly before: number;
  /** 0: it has left. */
  readonly sockets: number;
  readonly data: unknown;
}

/** `since`: milliseconds since the epoch at the node of the latest join; the later one's data counts. */
interface Entry {
  readonly sockets: number;
  readonly data: unknown;
  readonly since: number;
}
type Change = readonly [name: string, member: string, entry: Entry | null];

/** What one node said of one site. */
interface Standing {
  version: number;
  heardAt: number;
  askedAt: number;
  readonly lists: Map<string, Map<string, Entry>>;
}

type Said = { readonly node: string } & (
  | { readonly kind: 'change'; readonly from: number; readonly to: number; readonly change: Change }
  | { readonly kind: 'alive'; readonly version: number }
  | { readonly kind: 'ask'; readonly whom: string }
  | { readonly kind: 'all'; readonly version: number; readonly changes: readonly Change[] }
  | { readonly kind: 'gone' }
);

const NOTE = 'presence';
/** Milliseconds between two signs of life. */
export const PRESENCE_BEAT_MS = 8_000;
/** Two lost beats are forgiven. */
const SILENT_BEATS = 3.2;
/** Beats between two questions about the same site: its list may be long. */
const ASK_AGAIN = 0.25;

export class Presence {
  readonly #bus: Bus;
  readonly #node = uuidv7();
  readonly #beatMs: number;
  /** By site ('' for null), then by node; this node's own standing among them. */
  readonly #sites = new Map<string, Map<string, Standing>>();
  readonly #watchers = new Set<(change: PresenceChange) => void>();
  readonly #answeredAt = new Map<string, number>();
  #version = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(bus: Bus, beatMs = PRESENCE_BEAT_MS) {
    this.#bus = bus;
    this.#beatMs = beatMs;
    bus.subscribe((announcement) => {
      if (announcement.note?.name === NOTE) this.#hear(announcement);
    });
  }

  /** `member` has one more socket in the channel, until the returned function is called (twice is once). `data` is JSON, and small. */
  join(channel: PresenceChannel, member: string, data: unknown = null): () => void {
    const count = (by: 1 | -1) => {
      const own = this.#own(channel.site);
      const known = own.lists.get(channel.name)?.get(member);
      const sockets = (known?.sockets ?? 0) + by;
      const latest = by === 1 ? { data, since: Date.now() } : { data: known?.data, since: known?.since ?? 0 };
      this.#say(channel.site, own, [channel.name, member, sockets > 0 ? { sockets, ...latest } : null]);
    };
    count(1);
    let here = true;
    return () => {
      if (here) count(-1);
      here = false;
    };
  }

  /** In no order. */
  members({ site, name }: PresenceChannel): Here[] {
    const found = new Map<string, Entry>();
    for (const { lists } of this.#sites.get(site ?? '')?.values() ?? []) {
      for (const [member, entry] of lists.get(name) ?? []) found.set(member, both(found.get(member), entry));
    }
    return [...found].map(([member, { data, sockets }]) => ({ member, data, sockets }));
  }

  /** The one member; null when it is not here. */
  find({ site, name }: PresenceChannel, member: string): Here | null {
    let found: Entry | undefined;
    for (const { lists } of this.#sites.get(site ?? '')?.values() ?? []) {
      const entry = lists.get(name)?.get(member);
      if (entry) found = both(found, entry);
    }
    return found ? { member, data: found.data, sockets: found.sockets } : null;
  }

  /** Called within the change, on every node that knows the channel. The returned function ends it. */
  watch(watcher: (change: PresenceChange) => void): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  start(): void {
    this.#timer ??= setInterval(() => this.#beat(), this.#beatMs);
  }

  /** Tells the others that everybody of this node has left. */
  stop(): void {
    clearInterval(this.#timer);
    for (const [site, nodes] of this.#sites) if (nodes.has(this.#node)) this.#tell(site || null, { kind: 'gone' });
  }

  #beat(): void {
    const silence = this.#beatMs * SILENT_BEATS;
    for (const [key, nodes] of this.#sites) {
      for (const [node, standing] of nodes) {
        if (node === this.#node) this.#tell(key || null, { kind: 'alive', version: standing.version });
        else if (Date.now() - standing.heardAt > silence) this.#replace(key, node, null);
      }
    }
  }

  #own(site: string | null): Standing {
    const nodes = this.#nodes(site ?? '');
    let own = nodes.get(this.#node);
    if (!own) nodes.set(this.#node, (own = standing(0)));
    return own;
  }

  #nodes(key: string): Map<string, Standing> {
    let nodes = this.#sites.get(key);
    if (!nodes) this.#sites.set(key, (nodes = new Map()));
    return nodes;
  }

  /** Applies a change of this node's own and tells the others. */
  #say(site: string | null, own: Standing, change: Change): void {
    const from = own.version;
    own.version = ++this.#version;
    this.#apply(site ?? '', own, [change]);
    this.#tell(site, { kind: 'change', from, to: own.version, change });
    // Nobody left: the standing goes, and the next one's first change starts from 0 again.
    if (own.lists.size === 0) this.#drop(site ?? '', this.#node);
  }

  #tell(site: string | null, said: object): void {
    this.#bus.publish({ site, channels: [], note: { name: NOTE, data: { node: this.#node, ...said } } });
  }

  #hear({ site, note }: Announcement): void {
    const said = note?.data as Said;
    const { node } = said;
    if (node === this.#node) return;
    const key = site ?? '';
    const known = this.#sites.get(key)?.get(node);
    if (known) known.heardAt = Date.now();
    // Late: more is known already.
    if ('version' in said && known && known.version > said.version) return;
    if (said.kind === 'change' && known && known.version >= said.to) return;
    if (said.kind === 'gone') this.#replace(key, node, null);
    else if (said.kind === 'all') this.#replace(key, node, said);
    else if (said.kind === 'ask') this.#answer(key, said.whom);
    else if (said.kind === 'alive') {
      if (known?.version !== said.version) this.#ask(key, node);
    } else if (said.from === 0) this.#replace(key, node, { version: said.to, changes: [said.change] });
    else if (known?.version === said.from) {
      known.version = said.to;
      this.#apply(key, known, [said.change]);
    } else this.#ask(key, node);
  }

  #ask(key: string, whom: string): void {
    const nodes = this.#nodes(key);
    const asked = nodes.get(whom) ?? standing(-1);
    nodes.set(whom, asked);
    if (Date.now() - asked.askedAt < this.#beatMs * ASK_AGAIN) return;
    asked.askedAt = Date.now();
    this.#tell(key || null, { kind: 'ask', whom });
  }

  #answer(key: string, whom: string): void {
    const own = this.#sites.get(key)?.get(this.#node);
    if (whom !== this.#node || !own) return;
    // One answer serves everybody who asked meanwhile.
    if (Date.now() - (this.#answeredAt.get(key) ?? 0) < (this.#beatMs * ASK_AGAIN) / 2) return;
    this.#answeredAt.set(key, Date.now());
    const changes = [...own.lists].flatMap(([name, list]) =>
      [...list].map(([member, entry]): Change => [name, member, entry]),
    );
    this.#tell(key || null, { kind: 'all', version: own.version, changes });
  }

  /** What `node` said before counts no more; null: it is gone. */
  #replace(key: string, node: string, now: { version: number; changes: readonly Change[] } | null): void {
    const nodes = this.#nodes(key);
    const before = nodes.get(node) ?? standing(-1);
    nodes.set(node, before);
    const kept = new Set(now?.changes.map(([name, member]) => `${name} ${member}`));
    const left = [...before.lists].flatMap(([name, list]) =>
      [...list.keys()].filter((member) => !kept.has(`${name} ${member}`)).map((member): Change => [name, member, null]),
    );
    if (now) before.version = now.version;
    this.#apply(key, before, [...left, ...(now?.changes ?? [])]);
    if (!now) this.#drop(key, node);
  }

  #apply(key: string, one: Standing, changes: readonly Change[]): void {
    for (const [name, member, entry] of changes) {
      const channel = { site: key || null, name };
      const before = this.find(channel, member);
      const list = one.lists.get(name) ?? new Map<string, Entry>();
      if (entry) one.lists.set(name, list.set(member, entry));
      else if (list.delete(member) && list.size === 0) one.lists.delete(name);
      const after = this.find(channel, member);
      const numbers = { before: before?.sockets ?? 0, sockets: after?.sockets ?? 0 };
      if (numbers.before === numbers.sockets) continue;
      const change = { channel, member, ...numbers, data: (after ?? before)?.data };
      for (const watcher of this.#watchers) watcher(change);
    }
  }

  #drop(key: string, node: string): void {
    const nodes = this.#sites.get(key);
    nodes?.delete(node);
    if (nodes?.size === 0) this.#sites.delete(key);
    if (node === this.#node) this.#answeredAt.delete(key);
  }
}

const standing = (version: number): Standing => ({ version, heardAt: Date.now(), askedAt: 0, lists: new Map() });

const both = (one: Entry | undefined, other: Entry): Entry => {
  if (!one) return other;
  const latest = one.since > other.since ? one : other;
  return { ...latest, sockets: one.sockets + other.sockets };
};
