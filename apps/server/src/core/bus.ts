/**
 * Announcements after COMMIT. A hint: it may be lost, doubled or late, and no promise rests on it.
 * In one process it is memory.
 */

export interface Announcement {
  /** Sockets and listeners of any of these channels get it, once each. */
  readonly channels: readonly string[];
  /** The frame, serialised once for all sockets. */
  readonly frame?: string;
  /** The socket that is answered directly and must not get it twice. */
  readonly except?: string;
  /** Closes the channel's sockets instead of writing to them. */
  readonly close?: 'revoked';
  /** For the program itself: never written to a socket. */
  readonly note?: { readonly name: string; readonly data: unknown };
}

export type BusListener = (announcement: Announcement) => void;

export interface Bus {
  publish(announcement: Announcement): void;
  /** Every announcement; the returned function ends it. */
  subscribe(listener: BusListener): () => void;
}

/** Delivers at once, in order, to every listener of this process. */
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
  };
}
