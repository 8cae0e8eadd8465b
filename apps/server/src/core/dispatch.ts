/** The one way to a verb: known command, allowed caller, valid parameters, then the verb. Doors (socket, HTTP) only wrap it. */
import { type CommandSpec, isPermission, keyMay } from '@parley/protocol';
import { Compile } from 'typebox/compile';
import { type Actor, may } from './actor.ts';
import type { Call, Core } from './core.ts';
import { refuse } from './errors.ts';
import type { Handler } from './handler.ts';
import { takeCall } from './limits.ts';
import { problems } from './problems.ts';
import { inSites } from './site-scope.ts';
import { assertStorable } from './text.ts';

/** Queries that may wait for a connection. */
const MAX_WAITING = 10_000;

interface Entry {
  readonly handler: Handler;
  /** Of the parameters. */
  readonly names: readonly string[];
  readonly check: ReturnType<typeof Compile>;
}

export interface Dispatcher {
  readonly specs: readonly CommandSpec[];
  find(name: string): CommandSpec | undefined;
  /** Throws Refused where this caller may not call it, whatever the parameters. */
  authorise(actor: Actor, spec: CommandSpec): void;
  /** Authorises, validates and runs. Throws Refused, or whatever the verb throws. */
  dispatch(actor: Actor, name: string, params: unknown, call: Call): Promise<object>;
}

/** Throws when a command has two verbs, or a table's command none: the table and the features cannot drift apart. */
export function createDispatcher(core: Core, table: readonly CommandSpec[], handlers: readonly Handler[]): Dispatcher {
  const entries = new Map<string, Entry>();
  for (const handler of handlers) {
    if (entries.has(handler.spec.name)) throw new Error(`two verbs for the command ${handler.spec.name}`);
    const { name, params } = handler.spec;
    entries.set(name, { handler, names: Object.keys(params.properties), check: Compile(params) });
  }
  for (const spec of table) if (!entries.has(spec.name)) throw new Error(`no verb for the command ${spec.name}`);

  return {
    specs: [...entries.values()].map((entry) => entry.handler.spec),
    find: (name) => entries.get(name)?.handler.spec,
    authorise,
    dispatch: async (actor, name, params, call) => {
      const entry = entries.get(name);
      if (!entry) throw refuse('unknown_command');
      // Honest and at once, instead of in ten seconds and in memory.
      if (core.database.pool.waitingCount > MAX_WAITING) throw refuse('overloaded', { retryAfter: 1 });
      authorise(actor, entry.handler.spec);
      takeCall(core.rates, name, actor, call);
      if (!entry.check.Check(params)) {
        const fields = problems(entry.handler.spec.params, entry.check.Errors(params));
        throw refuse('invalid', { fields });
      }
      // After the check: only now is the depth of what we walk the schema's, not the sender's.
      for (const name of entry.names) assertStorable((params as Record<string, unknown>)[name], name);
      const work = () => entry.handler.verb(core, actor, params, call) as Promise<object>;
      // What needs no token is about whomever its parameters name, whoever asks.
      if (actor.kind === 'nobody' || entry.handler.spec.who.includes('anyone')) return work();
      const { siteId, accountId }: { siteId: string; accountId?: string } = actor;
      return inSites({ siteIds: [siteId], accountId }, work);
    },
  };
}

function authorise(actor: Actor, spec: CommandSpec): void {
  if (spec.who.includes('anyone')) return;
  if (actor.kind === 'nobody') throw refuse('unauthenticated');
  if (actor.kind === 'agent' && actor.key) {
    if (keyMay(actor.key.scopes, spec.name)) return;
    throw refuse('forbidden');
  }
  if (spec.who.some((who) => who === actor.kind || (isPermission(who) && may(actor, who)))) return;
  if (actor.kind === 'enrolling') throw refuse('two_factor_setup_required');
  throw refuse('forbidden');
}
