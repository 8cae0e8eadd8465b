/**
 * Sends away whoever may no longer be here (P8): every few seconds one query looks at all agents' sockets of this node.
 * The bus closes them sooner; this holds when it lost the word, and for changes made by hand in the database.
 */
import { CLOSE } from '@parley/protocol';
import type { AgentActor } from '../core/actor.ts';
import type { Core } from '../core/core.ts';
import type { ClientSocket } from '../core/sockets.ts';
import { isEnrolling, members } from './members.ts';

/** With the query's own time, on a busy day too, below the 5 seconds of P8. */
const EVERY_MS = 3_000;

/** A database that does not answer closes nobody: what was allowed a moment ago goes on until it says otherwise. */
export function startGuard(core: Core, everyMs = EVERY_MS): () => void {
  let stopped = false;
  let timer: NodeJS.Timeout;
  const round = async () => {
    try {
      await sendAway(core);
    } catch (error) {
      core.log.warn({ reason: (error as Error).message }, 'agents could not be checked');
    }
    if (!stopped) timer = setTimeout(round, everyMs);
  };
  timer = setTimeout(round, everyMs);
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}

async function sendAway(core: Core): Promise<void> {
  const here: [ClientSocket, AgentActor][] = [];
  for (const socket of core.sockets.all()) if (socket.actor.kind === 'agent') here.push([socket, socket.actor]);
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
