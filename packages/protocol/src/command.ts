/** What a command is: its name, parameters, result, who may call it and its HTTP door. Names no command itself. */
import type { Static, TObject, TSchema } from 'typebox';
import type { ErrorCode } from './errors.ts';
import type { Permission } from './permissions.ts';

/**
 * Who may call: `anyone` needs no token; `visitor`, `user` (an end customer with an account) and `agent` need a token of that
 * audience; a permission needs an agent whose role has it; `enrolling` is an agent who has yet to set up the second factor
 * that the site requires, and so far is nothing else.
 */
export type Who = 'anyone' | 'visitor' | 'user' | 'agent' | 'enrolling' | Permission;

export interface HttpDoor {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Path with `:name` for parameters that stand in the path; the others come from the query (GET) or the JSON body. */
  readonly path: string;
  /** Older clients' spellings of the path: the same command. */
  readonly aliases?: readonly string[];
  /** Status of success; 200 unless given. */
  readonly status?: number;
  /** Bytes of the body, where a command needs more than every body may have; read only from who is signed in. */
  readonly maxBody?: number;
}

export interface CommandSpec<
  Name extends string = string,
  Params extends TObject = TObject,
  Result extends TSchema = TSchema,
  Caller extends Who = Who,
> {
  readonly name: Name;
  /** What it does, as an imperative of a few words. With `description` the only words about it in code: the API's pages show them. */
  readonly summary: string;
  /** Its promise: order, repetition, limits. Markdown. */
  readonly description?: string;
  readonly params: Params;
  readonly result: Result;
  readonly who: readonly Caller[];
  /** Refusals of its own, beyond those that any command may meet. */
  readonly refusals: readonly ErrorCode[];
  /** Absent: the command can be called over a socket alone. */
  readonly http?: HttpDoor;
  /** False: the command can be called over HTTP alone (sign-in and other calls that set cookies). */
  readonly socket: boolean;
  /** True: it may take many seconds, and a socket answers later frames meanwhile. */
  readonly long: boolean;
  /** Name of the answering frame where it is not the command's own name. */
  readonly reply: string;
}

export type ParamsOf<Spec extends CommandSpec> = Static<Spec['params']>;
export type ResultOf<Spec extends CommandSpec> = Static<Spec['result']>;

/** Declares a command; the returned value is frozen and is the only description of that command anywhere. */
export function command<Name extends string, Params extends TObject, Result extends TSchema, const Caller extends Who>(
  name: Name,
  spec: {
    summary: string;
    description?: string;
    refusals?: readonly ErrorCode[];
    params: Params;
    result: Result;
    who: readonly Caller[];
    http?: HttpDoor;
    socket?: boolean;
    long?: boolean;
    reply?: string;
  },
): CommandSpec<Name, Params, Result, Caller> {
  const { refusals = [], socket = true, long = false, reply = name, ...rest } = spec;
  return Object.freeze({ name, refusals, socket, long, reply, ...rest });
}
