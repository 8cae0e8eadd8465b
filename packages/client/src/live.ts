/** What is going on in rooms this very moment and is never stored: who types, and the answer that is being written. */
import type { BotDeltaEvent, Message, RoomEvent } from '@parley/protocol';
import type { Clock } from './clock.ts';

export interface Typist {
  role: Message['role'];
  author: string;
  /** An agent's id, where it is told. */
  agent?: string;
}
/** `id` is the `client_id` that the finished answer will carry. */
export interface Answer {
  id: string;
  author: string;
  text: string;
}
export interface LiveRoom {
  readonly typing: readonly Typist[];
  readonly answer: Answer | null;
}

/** protocol: receivers forget typing after 6 s. */
const TYPING_MS = 6_000;
/** An answer that stopped growing without an end: its node died; the job that repeats it begins anew. */
const ANSWER_MS = 30_000;
/** Ended answers that are remembered, so that a late piece does not bring one back. */
const REMEMBERED = 50;
const QUIET: LiveRoom = { typing: [], answer: null };

export class Live {
  #rooms = new Map<string, LiveRoom>();
  #timers = new Map<string, unknown>();
  #ended = new Set<string>();
  #clock: Clock;
  #changed: (room: string) => void;

  constructor(clock: Clock, changed: (room: string) => void) {
    this.#clock = clock;
    this.#changed = changed;
  }

  /** The same object until something changes. */
  of(room: string): LiveRoom {
    return this.#rooms.get(room) ?? QUIET;
  }

  apply(frame: RoomEvent): void {
    if (frame.command === 'typing') this.#type(frame.room, frame, frame.typing);
    else if (frame.command === 'bot_delta') this.#grow(frame);
    else if (frame.command === 'bot_ended') this.#end(frame.room, frame.answer, frame.reason !== 'failed');
    else if (frame.command === 'new_message') {
      const { message } = frame;
      for (const typist of this.of(message.room).typing) {
        if (typist.role === message.role && typist.author === message.author) this.#type(message.room, typist, false);
      }
      if (message.client_id && message.role === 'bot') this.#end(message.room, message.client_id, true);
    }
  }

  /** After a lost connection nothing of it is known to be true. */
  clear(): void {
    for (const timer of this.#timers.values()) this.#clock.clearTimeout(timer);
    this.#timers.clear();
    for (const room of this.#rooms.keys()) this.#set(room, QUIET);
  }

  #grow({ room, answer: id, author, offset, text }: BotDeltaEvent): void {
    const { answer } = this.of(room);
    const known = answer?.id === id ? answer.text : '';
    // Beyond what is known: a piece was lost; a later one with offset 0, or the answer itself, repairs it.
    if (this.#ended.has(id) || offset > known.length) return;
    this.#set(room, { answer: { id, author, text: known.slice(0, offset) + text } });
    this.#after(ANSWER_MS, room, () => this.#set(room, { answer: null }));
  }

  /** `final`: nothing more comes under this id. A failed answer may be tried again under the same one. */
  #end(room: string, answer: string, final: boolean): void {
    if (final) this.#ended.add(answer);
    if (this.#ended.size > REMEMBERED) this.#ended.delete(this.#ended.values().next().value as string);
    if (this.of(room).answer?.id === answer) this.#set(room, { answer: null });
  }

  #type(room: string, { role, author, agent }: Typist, typing: boolean): void {
    const { typing: known } = this.of(room);
    // Two agents may share a name, and a visitor that of an agent.
    const id = agent ?? role + author;
    const others = known.filter((typist) => (typist.agent ?? typist.role + typist.author) !== id);
    const key = `${room} ${id}`;
    if (typing) this.#after(TYPING_MS, key, () => this.#type(room, { role, author, agent }, false));
    else this.#clock.clearTimeout(this.#timers.get(key));
    if (others.length < known.length === typing) return;
    this.#set(room, { typing: typing ? [...others, { role, author, ...(agent && { agent }) }] : others });
  }

  #after(ms: number, key: string, run: () => void): void {
    this.#clock.clearTimeout(this.#timers.get(key));
    const end = () => {
      this.#timers.delete(key);
      run();
    };
    this.#timers.set(key, this.#clock.setTimeout(end, ms));
  }

  #set(room: string, change: Partial<LiveRoom>): void {
    const next = { ...this.of(room), ...change };
    if (next.typing.length || next.answer) this.#rooms.set(room, next);
    else this.#rooms.delete(room);
    this.#changed(room);
  }
}
