/**
 * Sends away whoever may no longer be here (P8): every few seconds one query looks at all agents' sockets of this node, and one at all users',
 * those too who are here as visitors.
 * The bus closes them sooner; this holds when it lost the word, and for changes made by hand in the database.
 */
import { CLOSE } from '@parley/protocol';
import type { Actor, AgentActor } from '../core/actor.ts';
import type { Core } from '../core/core.ts';
import { EVERY_MS, rounds } from '../core/rounds.ts';
import { accessEnded, type ClientSocket } from '../core/sockets.ts';
import { isEnrolling, members } from './members.ts';
import { signedInUsers } from './users.ts';

export const startGuard = (core: Core, everyMs = EVERY_MS): (() => void) =>
  rounds(core, 'people could not be checked', everyMs, () => sendAway(core));

async function sendAway(core: Core): Promise<void> {
  await Promise.all([sendAgentsAway(core), sendUsersAway(core)]);
}

async function sendUsersAway(core: Core): Promise<void> {
  const here: [ClientSocket, Actor, string][] = [];
  for (const socket of core.sockets.all()) {
    const { actor } = socket;
    if (actor.kind === 'user') here.push([socket, actor, actor.sessionId]);
    else if (actor.kind === 'visitor' && actor.signIn) here.push([socket, actor, actor.signIn.sessionId]);
  }
  if (here.length === 0) return;
  const allowed = await signedInUsers(core)
    .where('sessions.id', 'in', [...new Set(here.map(([, , sessionId]) => sessionId))])
    .execute();
  const ids = new Set(allowed.map((user) => user.session_id));
  for (const [socket, actor, sessionId] of here) {
    if (socket.actor === actor && !ids.has(sessionId)) socket.close(accessEnded(actor));
  }
}

async function sendAgentsAway(core: Core): Promise<void> {
  const here: [ClientSocket, AgentActor][] = [];
  for (const socket of core.sockets.all())
    if (socket.actor.kind === 'agent' && !socket.actor.key) here.push([socket, socket.actor]);
  if (here.length === 0) return;
  const allowed = await members(core)
    .innerJoin('sessions', (join) =>
      join.onRef('sessions.account_id', '=', 'a.id').onRef('sessions.site_id', '=', 'm.site_id'),
    )
    .select('sessions.id as session_id')
    .where('sessions.id', 'in', [...new Set(here.map(([, actor]) => actor.sessionId))])
    .where('sessions.expires_at', '>', new Date(core.now()))
    .execute();
  const roles = new Map(
    allowed.filter((member) => !isEnrolling(member)).map((member) => [member.session_id, member.role]),
  );
  for (const [socket, actor] of here) {
    // One that was renewed while we asked is looked at in the next round.
    if (socket.actor === actor && roles.get(actor.sessionId) !== actor.role) socket.close(CLOSE.revoked);
  }
}
