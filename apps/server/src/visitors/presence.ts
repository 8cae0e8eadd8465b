/**
 * Keeps `visitors.seen_at` moving while a visitor's socket is open, so that jobs on any node know who has left; and closes the
 * sockets of visitors who are not there any more.
 */
import { CLOSE, HEARTBEAT_MS } from '@parley/protocol';
import { sql } from 'kysely';
import { isGuest } from '../core/actor.ts';
import type { Core } from '../core/core.ts';
import type { ClientSocket } from '../core/sockets.ts';

interface Here {
  readonly site_id: string;
  readonly id: string;
  readonly sockets: ClientSocket[];
}

export function startPresence(core: Core, everyMs = HEARTBEAT_MS): () => void {
  const timer = setInterval(() => {
    markSeen(core).catch((error: Error) => core.log.warn({ reason: error.message }, 'presence was not kept'));
  }, everyMs);
  return () => clearInterval(timer);
}

async function markSeen(core: Core): Promise<void> {
  const here = new Map<string, Here>();
  for (const socket of core.sockets.all()) {
    const { actor } = socket;
    if (!isGuest(actor)) continue;
    const known = here.get(actor.visitorId);
    if (known) known.sockets.push(socket);
    else here.set(actor.visitorId, { site_id: actor.siteId, id: actor.visitorId, sockets: [socket] });
  }
  if (here.size === 0) return;
  const asked = [...here.values()].map(({ site_id, id }) => ({ site_id, id }));
  const { rows } = await sql<{ id: string }>`
    update visitors v set seen_at = now()
    from json_to_recordset(${JSON.stringify(asked)}::json) as w(site_id uuid, id uuid)
    where v.site_id = w.site_id and v.id = w.id
    returning v.id`.execute(core.db);
  for (const { id } of rows) here.delete(id);
  if (here.size > 0) await sendAway(core, here);
}

/**
 * They are gone, and this node has not heard why. Who talked and was forgotten has a frozen room. Who never talked may have given its
 * place to somebody who did (`join.ts`): the browser asks anew, and is that one.
 */
async function sendAway(core: Core, gone: ReadonlyMap<string, Here>): Promise<void> {
  const frozen = await core.db
    .selectFrom('rooms')
    .select('key')
    .where('site_id', 'in', [...new Set([...gone.values()].map(({ site_id }) => site_id))])
    .where('key', 'in', [...gone.keys()])
    .where('erased_at', 'is not', null)
    .execute();
  const forgotten = new Set(frozen.map(({ key }) => key));
  for (const [id, { sockets }] of gone)
    for (const socket of sockets) socket.close(forgotten.has(id) ? CLOSE.revoked : CLOSE.expired);
}
