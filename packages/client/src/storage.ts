/** Small texts that survive a reload where the browser allows it, and the page's life where it does not. */

export interface KeyValue {
  get(key: string): string | null;
  set(key: string, value: string): void;
  delete(key: string): void;
}

/**
 * Never throws: what the browser refuses to keep (private mode, blocked, full) is kept in memory.
 * `open` may itself throw, as reading `window.localStorage` does when storage is blocked.
 */
export function keyValue(open: () => Storage = () => localStorage): KeyValue {
  const memory = new Map<string, string>();
  const tried = <T>(act: (disk: Storage) => T): T | undefined => {
    try {
      return act(open());
    } catch {
      return undefined;
    }
  };
  return {
    get: (key) => memory.get(key) ?? tried((disk) => disk.getItem(key)) ?? null,
    set(key, value) {
      memory.set(key, value);
      tried((disk) => {
        disk.setItem(key, value);
        memory.delete(key);
      });
    },
    delete(key) {
      memory.delete(key);
      tried((disk) => disk.removeItem(key));
    },
  };
}

/** What the browser keeps under keys that begin so, of all tabs; nothing where it keeps nothing. */
export function keptKeys(prefix: string): string[] {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(prefix));
  } catch {
    return [];
  }
}
