/** Whom an agent's access token stands for at this moment, and renewing it on an open socket. */
import type { authenticate, ParamsOf, ResultOf } from '@parley/protocol';
import type { Actor, AgentActor, EnrollingActor } from '../core/actor.ts';
import type { Call, Core } from '../core/core.ts';
import { refuse } from '../core/errors.ts';
import type { AgentClaims } from '../core/tokens.ts';
import { isEnrolling, members } from './members.ts';

/** Null once the session was ended or ran out, the membership was taken away, or the account deactivated. */
export async function agentOf(core: Core, claims: AgentClaims): Promise<AgentActor | EnrollingActor | null> {
  const member = await members(core)
    .innerJoin('sessions', (join) =>
      join.onRef('sessions.account_id', '=', 'a.id').onRef('sessions.site_id', '=', 'm.site_id'),
    )
    .where('sessions.audience', '=', 'agent')
    .where('sessions.id', '=', claims.sessionId)
    .where('sessions.expires_at', '>', new Date(core.now()))
    .where('a.id', '=', claims.accountId)
    .where('m.site_id', '=', claims.siteId)
    .executeTakeFirst();
  if (!member) return null;
  return {
    kind: isEnrolling(member) ? 'enrolling' : 'agent',
    siteId: member.site_id,
    site: member.site,
    accountId: member.id,
    sessionId: claims.sessionId,
    name: member.name,
    role: member.role,
  };
}

/** Throws `unauthenticated` for a token that is not valid, `forbidden` for one of another person or site: the socket's channels are its person's. */
export async function authenticateVerb(
  core: Core,
  _actor: Actor,
  params: ParamsOf<typeof authenticate>,
  call: Call,
): Promise<ResultOf<typeof authenticate>> {
  const known = await core.authenticate(params.token, call.ip);
  const { socket } = call;
  if (!known || !socket) throw refuse('unauthenticated');
  if (!isSamePerson(socket.actor, known.actor)) throw refuse('forbidden');
  socket.actor = known.actor;
  socket.expiresAt = known.expiresAt;
  return { expires_in: Math.max(0, Math.floor((known.expiresAt - core.now()) / 1000)) };
}

function isSamePerson(one: Actor, other: Actor): boolean {
  if (one.kind === 'visitor' && other.kind === 'visitor') {
    return one.siteId === other.siteId && one.visitorId === other.visitorId;
  }
  if ((one.kind === 'agent' || one.kind === 'user') && one.kind === other.kind) {
    return one.siteId === other.siteId && one.accountId === other.accountId;
  }
  return false;
}
