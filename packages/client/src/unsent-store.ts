/**
 * Where unsent messages are kept: IndexedDB; until that has answered, and where it is refused, localStorage; where that is refused too,
 * nowhere, and it says so.
 * One entry a message: tabs never write over one another.
 */
import type { Unsent } from './outbox.ts';

export interface UnsentStore {
  /** What is kept. Rejects where nothing can be read. */
  all(): Promise<Unsent[]>;
  /** Resolves when it will survive the page's end. Rejects when the browser refuses to keep it. */
  put(message: Unsent): Promise<unknown>;
  /** Resolves also when it was not there. */
  delete(clientId: string): Promise<unknown>;
}

/** Some browsers never answer when their storage is broken: no message waits longer for it than this. */
const PATIENCE_MS = 2_000;
const TABLE = 'unsent';

/** Opened anew each time: the user may clear the site's data at any moment, and a newer version is never held up. */
const table = <T>(mode: IDBTransactionMode, act: (table: IDBObjectStore) => IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    const opening = indexedDB.open('parley:unsent', 1);
    setTimeout(reject, PATIENCE_MS);
    opening.onupgradeneeded = () => opening.result.createObjectStore(TABLE);
    opening.onerror = reject;
    opening.onsuccess = () => {
      const { result: database } = opening;
      const transaction = database.transaction(TABLE, mode, { durability: 'strict' });
      const request = act(transaction.objectStore(TABLE));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = reject;
      // Once the transaction has ended.
      database.close();
    };
  });

/** `prefix` begins the key of every message, so that sites and people of one origin keep apart. */
export function unsentStore(prefix: string): UnsentStore {
  return {
    async all() {
      const found = await table<Unsent[]>('readonly', (all) =>
        all.getAll(IDBKeyRange.bound(prefix, `${prefix}~`)),
      ).catch((): Unsent[] => []);
      // Written there where IndexedDB was refused, and by earlier versions.
      for (const [key, value] of Object.entries(localStorage)) {
        if (key.startsWith(prefix)) found.push(JSON.parse(value) as Unsent);
      }
      return found;
    },
    async put(message) {
      const key = prefix + message.client_id;
      let refused = false;
      try {
        // At once, for a page that ends before IndexedDB has answered.
        localStorage.setItem(key, JSON.stringify(message));
      } catch {
        refused = true;
      }
      await table('readwrite', (all) => all.put(message, key)).then(
        () => localStorage.removeItem(key),
        (error) => {
          if (refused) throw error;
        },
      );
    },
    delete: (clientId) =>
      table('readwrite', (all) => all.delete(prefix + clientId)).finally(() =>
        localStorage.removeItem(prefix + clientId),
      ),
  };
}
