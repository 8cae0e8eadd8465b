/** Who is asking. Made from a verified token alone, never from what a frame says of itself. */

/** No token, or none that is needed. */
export interface Nobody {
  readonly kind: 'nobody';
}
export interface VisitorActor {
  readonly kind: 'visitor';
  readonly siteId: string;
  readonly site: string;
  readonly visitorId: string;
}
export interface AgentActor {
  readonly kind: 'agent';
  readonly siteId: string;
  readonly site: string;
  readonly accountId: string;
  readonly sessionId: string;
  readonly name: string;
  readonly role: 'owner' | 'admin' | 'agent';
}

export type Actor = Nobody | VisitorActor | AgentActor;
export const NOBODY: Nobody = Object.freeze({ kind: 'nobody' });

export const managesSite = (actor: Actor): boolean =>
  actor.kind === 'agent' && (actor.role === 'owner' || actor.role === 'admin');
