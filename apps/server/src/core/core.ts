/** What the core hands to every verb, job and listener: the running program's parts, and how a call came in. Names no feature. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import type { Actor } from './actor.ts';
import type { Bus } from './bus.ts';
import type { Connections } from './db.ts';
import type { Events } from './events.ts';
import type { Metrics } from './metrics.ts';
import type { Presence } from './presence.ts';
import type { Rates } from './rates.ts';
import type { ClientSocket, Sockets } from './sockets.ts';
import type { Tokens } from './tokens.ts';
import type { Tracing } from './tracing.ts';

/** Everything a verb may use. One per running program (or test server). */
export interface Core {
  readonly config: Config;
  readonly database: Connections;
  readonly db: Connections['db'];
  readonly log: Logger;
  readonly bus: Bus;
  readonly events: Events;
  readonly sockets: Sockets;
  readonly presence: Presence;
  readonly rates: Rates;
  readonly metrics: Metrics;
  /** Null: no traces are sent. */
  readonly tracing: Tracing | null;
  readonly tokens: Tokens;
  /** Who a valid access token stands for right now, and until when (milliseconds); null: nobody. Throws for a visitor who is kept out. */
  readonly authenticate: (token: string, ip: string) => Promise<Authenticated | null>;
  /** Milliseconds; the one clock, so that tests can move it. */
  readonly now: () => number;
  /** Aborted when the program begins to stop: nothing new is let in. */
  readonly stopping: AbortSignal;
  /** Resolves features' own running state, such as the message log. */
  readonly state: StateBox;
}

export interface Authenticated {
  readonly actor: Actor;
  readonly expiresAt: number;
}

/** How a call came in. */
export interface Call {
  readonly ip: string;
  /** The request's Origin, where a browser sent one. */
  readonly origin: string | null;
  readonly socket?: ClientSocket;
  readonly http?: { readonly request: FastifyRequest; readonly reply: FastifyReply };
}

/** A place for a feature's running state, keyed by the feature's own symbol: no globals, no central list. */
export class StateBox {
  readonly #values = new Map<symbol, unknown>();

  /** The value, made on first use. */
  get<T>(key: symbol, make: () => T): T {
    if (!this.#values.has(key)) this.#values.set(key, make());
    return this.#values.get(key) as T;
  }

  /** The same for what takes a moment to make: made once, and anew after a failure. */
  once<T>(key: symbol, make: () => Promise<T>): Promise<T> {
    return this.get(key, () =>
      make().catch((error: unknown) => {
        this.#values.delete(key);
        throw error;
      }),
    );
  }
}
