/** Keeps `visitors.seen_at` moving while a visitor's socket is open, so that jobs on any node know who has left. */
import { HEARTBEAT_MS } from '@parley/protocol';
import { sql } from 'kysely';
import type { Core } from '../core/core.ts';

export function startPresence(core: Core, everyMs = HEARTBEAT_MS): () => void {
  const timer = setInterval(() => {
    markSeen(core).catch((error: Error) => core.log.warn({ reason: error.message }, 'presence was not kept'));
  }, everyMs);
  return () => clearInterval(timer);
}

async function markSeen(core: Core): Promise<void> {
  const here = new Map<string, { site_id: string; id: string }>();
  for (const { actor } of core.sockets.all()) {
    if (actor.kind === 'visitor') here.set(actor.visitorId, { site_id: actor.siteId, id: actor.visitorId });
  }
  if (here.size === 0) return;
  await sql`
    update visitors v set seen_at = now()
    from json_to_recordset(${JSON.stringify([...here.values()])}::json) as w(site_id uuid, id uuid)
    where v.site_id = w.site_id and v.id = w.id`.execute(core.db);
}
