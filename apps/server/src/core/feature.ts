/** What a feature is to the core: verbs for its commands, jobs, routes, and what it starts. The core calls; it never names one. */
import type { FastifyInstance } from 'fastify';
import type { AgentActor, EnrollingActor, Guest, UserActor, VisitorActor } from './actor.ts';
import type { Authenticated, Core } from './core.ts';
import type { Dispatcher } from './dispatch.ts';
import type { Handler } from './handler.ts';
import type { JobTask } from './jobs.ts';
import type { AgentClaims, UserClaims, VisitorClaims } from './tokens.ts';

export interface Feature {
  readonly name: string;
  readonly handlers?: readonly Handler[];
  /** Job name -> what runs it. Jobs may run twice; each says how it stays single. */
  readonly tasks?: Readonly<Record<string, JobTask>>;
  /** Those of them that do nothing but wait for a stranger: hundreds at once, whatever else there is to do. */
  readonly waitingTasks?: readonly string[];
  /** graphile-worker crontab lines, UTC. */
  readonly cron?: readonly string[];
  /** Turns verified claims of one kind into the person they stand for now; null when that person may no longer come in. */
  readonly authenticators?: {
    readonly visitor?: (core: Core, claims: VisitorClaims) => Promise<VisitorActor | null>;
    readonly user?: (core: Core, claims: UserClaims) => Promise<UserActor | null>;
    readonly agent?: (core: Core, claims: AgentClaims) => Promise<AgentActor | EnrollingActor | null>;
    /** Of an API key, as it was sent. */
    readonly key?: (core: Core, key: string) => Promise<Authenticated | null>;
  };
  /** Throws the refusal of a visitor who may not come in now, or not from there. */
  readonly keepsOut?: (core: Core, guest: Guest, ip: string) => Promise<void>;
  /** Subscribes to events; called once, before anything is served. */
  readonly wire?: (core: Core) => void;
  /** HTTP routes and sockets beyond the command table. */
  readonly routes?: (app: FastifyInstance, core: Core, dispatcher: Dispatcher) => void | Promise<void>;
  /** Begins background work of the web role; the returned function ends it. */
  readonly start?: (core: Core) => (() => void | Promise<void>) | undefined;
}
