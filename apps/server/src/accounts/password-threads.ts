/**
 * The threads that hash passwords: one or two of their own, so that a hundred people who sign in at once take nothing from
 * the pool in which Node reads files and encrypts, and with a lower priority, so that they take the chat's place on no core.
 * None runs while nobody signs in.
 */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { refuse } from '../core/errors.ts';
import type { PasswordAnswer, PasswordTask } from './password-thread.ts';

/** Each hash takes 19 MiB and 30 to 60 ms of a core, and half of the cores stay the chat's, memory's bandwidth included. */
export const AT_ONCE = Math.min(2, Math.max(1, availableParallelism() >> 1));
/** Above this the last would wait for two seconds on a free machine: it is better told to come back. */
const MAX_WAITING = 64;
/** Of them for one name: guesses at one account leave room for everybody else, and all devices of one person find some. */
const MAX_OF_ONE = 48;
/** A thread takes some 5 MiB; starting one, as long as a hash. */
const IDLE_MS = 30_000;

/** Who signs in. */
export interface Asker {
  /** That is tried. */
  readonly name: string;
  /** In a browser where that account has signed in before. */
  readonly isKnown: boolean;
}

interface Waiting {
  readonly task: PasswordTask;
  readonly name: string | undefined;
  readonly resolve: (is: string | boolean) => void;
  readonly reject: (error: Error) => void;
}

class Thread {
  readonly #worker = new Worker(new URL('./password-thread.ts', import.meta.url));
  #doing: Waiting | null = null;
  #rest: NodeJS.Timeout | undefined;

  constructor() {
    this.#worker.on('message', (answer: PasswordAnswer) => {
      const done = this.#doing as Waiting;
      if ('failed' in answer) done.reject(new Error(answer.failed));
      else done.resolve(answer.is);
      this.#next();
    });
    this.#worker.on('error', (error) => this.#end(error));
  }

  start(first: Waiting): void {
    clearTimeout(this.#rest);
    this.#doing = first;
    // The program does not end under somebody's new password, and not for a thread that rests.
    this.#worker.ref();
    this.#worker.postMessage(first.task);
  }

  #next(): void {
    this.#doing = null;
    this.#worker.unref();
    idle.push(this);
    this.#rest = setTimeout(() => this.#end(), IDLE_MS).unref();
    startNext();
  }

  #end(error?: Error): void {
    threads.delete(this);
    if (idle.includes(this)) idle.splice(idle.indexOf(this), 1);
    if (error) this.#doing?.reject(error);
    void this.#worker.terminate();
    startNext();
  }
}

const threads = new Set<Thread>();
const idle: Thread[] = [];
const known: Waiting[] = [];
const strangers: Waiting[] = [];

/** In a thread that rests, or in a new one where there may be one more. */
function startNext(): void {
  if (idle.length === 0 && threads.size >= AT_ONCE) return;
  const next = known.shift() ?? strangers.shift();
  if (!next) return;
  const thread = idle.pop() ?? new Thread();
  threads.add(thread);
  thread.start(next);
}

/**
 * In turn; strangers after those who are known, and after who has a session or a link and is no `asker` at all. Throws `overloaded` when too
 * many wait already.
 */
export function inPasswordThread(task: PasswordTask, asker?: Asker): Promise<string | boolean> {
  return new Promise((resolve, reject) => {
    const line = asker && !asker.isKnown ? strangers : known;
    const ofOne = asker ? line.filter(({ name }) => name === asker.name).length : 0;
    if (line.length >= MAX_WAITING || ofOne >= MAX_OF_ONE) return reject(refuse('overloaded', { retryAfter: 2 }));
    line.push({ task, name: asker?.name, resolve, reject });
    return startNext();
  });
}
