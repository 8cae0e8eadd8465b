/**
 * Announcements after COMMIT. A hint: it may be lost, doubled or late, and no promise rests on it.
 * In one process it is memory; several share Redis (bus-redis.ts).
 */

export interface Announcement {
  /** Whose it is (a site's id): another node hears of it while something there follows that site. Null: every node. */
  readonly site: string | null;
  /** Sockets and listeners of any of these channels get it, once each. */
  readonly channels: readonly string[];
  /** The frame, serialised once for all sockets; on one line, as JSON.stringify writes it. */
  readonly frame?: string;
  /** The socket that is answered directly and must not get it twice. Its id is unique among all nodes. */
  readonly except?: string;
  /** Closes the channel's sockets instead of writing to them. */
  readonly close?: 'revoked' | 'expired';
  /** For the program itself: never written to a socket. JSON. */
  readonly note?: { readonly name: string; readonly data: unknown };
}

export type BusListener = (announcement: Announcement) => void;

export interface Bus {
  /** Never blocks and never throws: whatever listens in this process has it when this returns, other nodes soon or never. */
  publish(announcement: Announcement): void;
  /** Every announcement of this process, and those of other nodes that are followed; the returned function ends it. */
  subscribe(listener: BusListener): () => void;
  /** Hears of this site's announcements on other nodes from soon on, until every such wish was ended by the returned function. */
  follow(site: string): () => void;
  /** `alone`: there are no other nodes. `down`: they hear of this one by heartbeats alone, and it of them. */
  readonly state: 'alone' | 'up' | 'down';
  /** Says what is still to be said, for a second at most, then nothing more. */
  close(): Promise<void>;
}

/** Delivers at once, in order, to every listener of this process; there are no other nodes. */
export function memoryBus(): Bus {
  const listeners = new Set<BusListener>();
  return {
    publish: (announcement) => {
      for (const listener of listeners) listener(announcement);
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    follow: () => () => undefined,
    state: 'alone',
    close: async () => undefined,
  };
}
