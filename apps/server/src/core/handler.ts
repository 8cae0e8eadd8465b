/** A command's verb: what runs once the dispatcher has found that this caller may ask this. */
import type { CommandSpec, ParamsOf, Permission, ResultOf, Who } from '@parley/protocol';
import type { Actor, AgentActor, EnrollingActor, UserActor, VisitorActor } from './actor.ts';
import type { Call, Core } from './core.ts';

type ActorFor<W extends Who> = W extends 'visitor'
  ? VisitorActor
  : W extends 'user'
    ? UserActor
    : W extends 'agent' | Permission
      ? AgentActor
      : W extends 'enrolling'
        ? EnrollingActor
        : Actor;

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
