/** In-process events that features raise inside a transaction: who listens can add rows and jobs that commit with it, or stop it. */
import type { Transaction } from 'kysely';
import type { Database } from './db.ts';

export type Tx = Transaction<Database>;

/** A kind of event; `Payload` is known to the type checker alone. */
export interface EventKind<Payload> {
  readonly name: string;
  readonly payload?: Payload;
}

export const defineEvent = <Payload>(name: string): EventKind<Payload> => Object.freeze({ name });

type Listener<Payload> = (tx: Tx, payload: Payload) => Promise<void>;

export class Events {
  readonly #listeners = new Map<string, Listener<never>[]>();

  on<Payload>(kind: EventKind<Payload>, listener: Listener<Payload>): void {
    const known = this.#listeners.get(kind.name) ?? [];
    this.#listeners.set(kind.name, [...known, listener as Listener<never>]);
  }

  /** Calls the listeners in order of registration, within the caller's transaction; what one throws undoes the transaction. */
  async emit<Payload>(kind: EventKind<Payload>, tx: Tx, payload: Payload): Promise<void> {
    for (const listener of this.#listeners.get(kind.name) ?? []) await (listener as Listener<Payload>)(tx, payload);
  }
}
