/** A `Storage` in memory that can be shared by tabs and can refuse to keep anything. */
export function fakeStorage(): Storage & { full: boolean } {
  const items = new Map<string, string>();
  const storage = {
    full: false,
    get length() {
      return items.size;
    },
    key: (index: number) => [...items.keys()][index] ?? null,
    getItem: (key: string) => items.get(key) ?? null,
    setItem(key: string, value: string) {
      if (storage.full) throw new DOMException('full', 'QuotaExceededError');
      items.set(key, value);
    },
    removeItem: (key: string) => void items.delete(key),
    clear: () => items.clear(),
  };
  // `Object.keys(localStorage)` lists the stored keys, as a real Storage does.
  return new Proxy(storage, {
    ownKeys: () => [...items.keys()],
    getOwnPropertyDescriptor: (_, key) =>
      items.has(key as string) ? { configurable: true, enumerable: true, value: items.get(key as string) } : undefined,
  });
}
