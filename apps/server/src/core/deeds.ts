/**
 * Deeds: what somebody did that the people of a site may want to look up later. A feature tells of one in the transaction
 * that does it; who keeps them, and that they are kept at all, is no business of the teller.
 */
import type { AuditAction, AuditDetails } from '@parley/protocol';
import type { AgentActor, Guest, Nobody, UserActor, VisitorActor } from './actor.ts';
import type { Call } from './core.ts';
import { defineEvent } from './events.ts';

/** Any `Actor` is one; so is an account that acts by a link, without having signed in. */
export type Doer =
  | Nobody
  | { readonly kind: 'system' }
  | Pick<AgentActor, 'kind' | 'accountId' | 'key'>
  | Pick<UserActor, 'kind' | 'accountId'>
  | Pick<VisitorActor, 'kind' | 'visitorId'>;

/** What it was done to. A person (`agent`) is looked up by `id` when the entry is shown, and not named here. */
interface Subject {
  readonly kind: string;
  readonly id: string;
  readonly name?: string;
}

export interface Deed {
  readonly siteId: string;
  readonly by: Doer;
  readonly action: AuditAction;
  readonly subject?: Subject | undefined;
  /** Addresses in it are masked, whoever forgot to. */
  readonly details?: AuditDetails | undefined;
  /** The caller's whole address; kept is its network alone. */
  readonly ip?: string | undefined;
}

/** Emit it before the transaction commits: `core.events.emit(audited, tx, deedOf(actor, call, 'answer_deleted', …))`. Both happen, or neither. */
export const audited = defineEvent<Deed>('audited');

/** A caller's deed in its own site. */
export const deedOf = (
  by: AgentActor | Guest,
  { ip }: Pick<Call, 'ip'>,
  action: AuditAction,
  about: Pick<Deed, 'subject' | 'details'> = {},
): Deed => ({ siteId: by.siteId, by, action, ip, ...about });
