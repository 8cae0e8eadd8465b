/** Who is asking. Made from a verified token alone, never from what a frame says of itself. */
import { type AgentRole, type Permission, roleMay, type Scope } from '@parley/protocol';

/** No token, or none that is needed. */
export interface Nobody {
  readonly kind: 'nobody';
}
export interface VisitorActor {
  readonly kind: 'visitor';
  readonly siteId: string;
  readonly site: string;
  readonly visitorId: string;
  /** The version of its site's text that it agreed to; 0: its site asked nothing. Null: look it up before refusing, it may have agreed since. */
  readonly consent: number | null;
  /** By what it is this visitor, where it signed in to its account within the chat. */
  readonly signIn?: { readonly sessionId: string; readonly accountId: string };
  /** Its token was minted in a browser, and came by no mail, identity or account. */
  readonly fromBrowser: boolean;
}
/** An end customer with an account of a site. In rooms it is the visitor that belongs to the account. */
export interface UserActor {
  readonly kind: 'user';
  readonly siteId: string;
  readonly site: string;
  readonly accountId: string;
  readonly sessionId: string;
  readonly visitorId: string;
  readonly consent: number | null;
  readonly name: string;
}
export interface AgentActor {
  readonly kind: 'agent';
  readonly siteId: string;
  readonly site: string;
  readonly accountId: string;
  readonly sessionId: string;
  readonly name: string;
  readonly role: AgentRole;
  /**
   * A program speaks, with an API key: `accountId` and `sessionId` are the key's id, `name` is its name. It may what its scopes
   * open (the dispatcher sees to it), and is nobody who could hold a room or be waited for.
   */
  readonly key?: { readonly scopes: ReadonlySet<Scope> };
}

/** An agent who has yet to set up the second factor that the site requires: a kind of its own, so that whatever asks for an agent refuses it. */
export interface EnrollingActor extends Omit<AgentActor, 'kind'> {
  readonly kind: 'enrolling';
}

/** Whoever a room belongs to, with an account or without. */
export type Guest = VisitorActor | UserActor;
export type Actor = Nobody | Guest | AgentActor | EnrollingActor;
export const NOBODY: Nobody = Object.freeze({ kind: 'nobody' });

export const isGuest = (actor: Actor): actor is Guest => actor.kind === 'visitor' || actor.kind === 'user';

/** Whether the caller is an agent whose role has it. */
export const may = (actor: Actor, permission: Permission): boolean =>
  actor.kind === 'agent' && roleMay(actor.role, permission);
