/** What this person does right now, for others to see: where one types, and where one looks. Told no oftener than needed. */
import type { Clock } from './clock.ts';
import type { Connection } from './connection.ts';

/** While someone types: often enough for `typing`'s 6 s. */
const TYPING_EVERY_MS = 4_000;

/** A room's name; undefined: the connection's own room; null: none. */
type Where = string | null | undefined;

export class Attention {
  #connection: Connection;
  #clock: Clock;
  #atFirst: Where;
  #looking: Where;
  #typing: Where;
  #typingUntil = 0;

  /** `atFirst`: where the server takes a new connection to look. */
  constructor(connection: Connection, clock: Clock, atFirst?: null) {
    this.#connection = connection;
    this.#clock = clock;
    this.#looking = this.#atFirst = atFirst;
    connection.onState(({ status }) => {
      if (status !== 'online') this.#typingUntil = 0;
      else if (this.#looking !== this.#atFirst) this.#say();
    });
  }

  lookAt(room: Where): void {
    if (room === this.#looking) return;
    this.#looking = room;
    this.#say();
  }

  /** Call at every key. Who types elsewhere has stopped here. */
  type(typing: boolean, room?: string): void {
    const now = this.#clock.now();
    const until = room === this.#typing ? this.#typingUntil : 0;
    if (typing ? now < until : !until) return;
    this.#typing = room;
    this.#typingUntil = typing ? now + TYPING_EVERY_MS : 0;
    this.#connection.notify('typing', { room, typing });
  }

  /** A message was sent, which says more. */
  sent(): void {
    this.#typingUntil = 0;
  }

  #say(): void {
    this.#connection.notify('look_at', { room: this.#looking });
  }
}
