/** What a feature is to the core: verbs for its commands, jobs, routes, and what it starts. The core calls; it never names one. */
import type { CommandSpec, ParamsOf, ResultOf, Who } from '@parley/protocol';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import type { Actor, AgentActor, VisitorActor } from './actor.ts';
import type { Bus } from './bus.ts';
import type { Connections } from './db.ts';
import type { Dispatcher } from './dispatch.ts';
import type { Events } from './events.ts';
import type { JobTask } from './jobs.ts';
import type { ClientSocket, Sockets } from './sockets.ts';
import type { AgentClaims, Tokens, VisitorClaims } from './tokens.ts';

/** Everything a verb may use. One per running program (or test server). */
export interface Core {
  readonly config: Config;
  readonly database: Connections;
  readonly db: Connections['db'];
  readonly log: Logger;
  readonly bus: Bus;
  readonly events: Events;
  readonly sockets: Sockets;
  readonly tokens: Tokens;
  /** Who a valid access token stands for right now, and until when (milliseconds); null: nobody. */
  readonly authenticate: (token: string) => Promise<Authenticated | null>;
  /** Milliseconds; the one clock, so that tests can move it. */
  readonly now: () => number;
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

type ActorFor<W extends Who> = W extends 'visitor' ? VisitorActor : W extends 'agent' | 'admin' ? AgentActor : Actor;

export interface Handler {
  readonly spec: CommandSpec;
  readonly verb: (core: Core, actor: Actor, params: unknown, call: Call) => Promise<unknown>;
}

/** Ties a verb to its command; the dispatcher has validated the parameters and the caller's kind before the verb runs. */
export function handle<Spec extends CommandSpec>(
  spec: Spec,
  verb: (
    core: Core,
    actor: ActorFor<Spec['who'][number]>,
    params: ParamsOf<Spec>,
    call: Call,
  ) => Promise<ResultOf<Spec>>,
): Handler {
  return { spec, verb: verb as Handler['verb'] };
}

export interface Feature {
  readonly name: string;
  readonly handlers?: readonly Handler[];
  /** Job name -> what runs it. Jobs may run twice; each says how it stays single. */
  readonly tasks?: Readonly<Record<string, JobTask>>;
  /** graphile-worker crontab lines, UTC. */
  readonly cron?: readonly string[];
  /** Turns verified claims of one kind into the person they stand for now; null when that person may no longer come in. */
  readonly authenticators?: {
    readonly visitor?: (core: Core, claims: VisitorClaims) => Promise<VisitorActor | null>;
    readonly agent?: (core: Core, claims: AgentClaims) => Promise<AgentActor | null>;
  };
  /** Subscribes to events; called once, before anything is served. */
  readonly wire?: (core: Core) => void;
  /** HTTP routes and sockets beyond the command table. */
  readonly routes?: (app: FastifyInstance, core: Core, dispatcher: Dispatcher) => void | Promise<void>;
  /** Begins background work of the web role; the returned function ends it. */
  readonly start?: (core: Core) => (() => void | Promise<void>) | undefined;
}

/** A place for a feature's running state, keyed by the feature's own symbol: no globals, no central list. */
export class StateBox {
  readonly #values = new Map<symbol, unknown>();

  /** The value, made on first use. */
  get<T>(key: symbol, make: () => T): T {
    if (!this.#values.has(key)) this.#values.set(key, make());
    return this.#values.get(key) as T;
  }
}
