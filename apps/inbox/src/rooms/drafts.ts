/** What an agent has begun to write, kept per room through reloads until it is sent or the agent signs out. */
import { type KeyValue, keptKeys, keyValue } from '@parley/client';

const PREFIX = 'parley:draft:';

export class Drafts {
  readonly #storage: KeyValue;
  readonly #written = new Set<string>();

  constructor(storage: KeyValue = keyValue()) {
    this.#storage = storage;
  }

  read(room: string): string {
    return this.#storage.get(PREFIX + room) ?? '';
  }

  /** Blank text forgets the draft. */
  write(room: string, text: string): void {
    this.#written.add(PREFIX + room);
    if (text.trim()) this.#storage.set(PREFIX + room, text);
    else this.#storage.delete(PREFIX + room);
  }

  /** Nothing one wrote stays behind in a browser one has signed out of. */
  clear(): void {
    for (const key of [...this.#written, ...keptKeys(PREFIX)]) this.#storage.delete(key);
  }
}

export const drafts = new Drafts();
