/** The agents' lists of rooms: filtered, newest activity first, keyset-paged. Searching is `search.ts`. */
import type { fetchRooms, ParamsOf, ResultOf } from '@parley/protocol';
import type { AgentActor } from '../core/actor.ts';
import type { Core } from '../core/core.ts';
import { cursorOf, placeOf } from '../core/place.ts';
import { beyondSites } from '../core/site-scope.ts';
import { labelNamed } from '../labels/look-up.ts';
import { searchRooms } from './search.ts';
import { agentView, selectRooms } from './views.ts';
import { newest } from './walk.ts';

export async function listRooms(
  db: Core['db'],
  actor: AgentActor,
  asked: ParamsOf<typeof fetchRooms>,
): Promise<ResultOf<typeof fetchRooms>> {
  const label = asked.label === undefined ? undefined : await labelNamed(db, actor.siteId, asked.label);
  if (asked.label !== undefined && label === undefined) return { rooms: [], next: null };
  const params = { ...asked, ...(label !== undefined && { label }) };
  const query = params.query?.trim();
  if (query) return beyondSites('search by words', () => searchRooms(db, actor, { ...params, query }));
  const limit = params.limit ?? 50;
  const from = newest(actor, params, params.cursor ? placeOf(params.cursor) : null, limit + 1);
  const rows = await selectRooms(db, from, actor.accountId);
  // The joins around the ordered rows promise no order of their own.
  rows.sort((a, b) => b.updated_at.getTime() - a.updated_at.getTime() || (a.id < b.id ? 1 : -1));
  const page = rows.slice(0, limit);
  const last = rows.length > limit ? page.at(-1) : undefined;
  return { rooms: page.map(agentView), next: last ? cursorOf({ at: last.updated_at, id: last.id }) : null };
}
