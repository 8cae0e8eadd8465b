/** Small texts that survive a reload where the browser allows it, and the page's life where it does not. */

export interface KeyValue {
  get(key: string): string | null;
  set(key: string, value: string): void;
  delete(key: string): void;
  keys(prefix: string): string[];
}

/**
 * Never throws: what the browser refuses to keep (private mode, blocked, full) is kept in memory.
 * `open` is called at once, and may itself throw, as reading `window.localStorage` does when storage is blocked.
 */
export function keyValue(open: () => Storage = () => localStorage): KeyValue {
  const memory = new Map<string, string>();
  let disk: Storage | undefined;
  try {
    disk = open();
  } catch {}
  const tried = <T>(read: (disk: Storage) => T): T | undefined => {
    try {
      return disk && read(disk);
    } catch {
      return undefined;
    }
  };
  return {
    get: (key) => memory.get(key) ?? tried((d) => d.getItem(key)) ?? null,
    set(key, value) {
      const kept = tried((d) => {
        d.setItem(key, value);
        return true;
      });
      if (kept) memory.delete(key);
      else memory.set(key, value);
    },
    delete(key) {
      memory.delete(key);
      tried((d) => d.removeItem(key));
    },
    keys: (prefix) =>
      [...memory.keys(), ...(tried((d) => Object.keys(d)) ?? [])].filter((key) => key.startsWith(prefix)).sort(),
  };
}
