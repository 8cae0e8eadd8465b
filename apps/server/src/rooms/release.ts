/**
 * What happens to the rooms of an agent who left the team: each open one goes to the queue. A job of its own, for they may be
 * many. Twice is once: a room that somebody else holds by then is left alone.
 */
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import type { agentLeft } from '../accounts/events.ts';
import type { Core } from '../core/core.ts';
import { Refused } from '../core/errors.ts';
import type { Tx } from '../core/events.ts';
import { addJobs, type JobTask } from '../core/jobs.ts';
import { changeRoom } from './ownership.ts';
import { ownerLeft } from './transitions.ts';

export const RELEASE_ROOMS = 'release_rooms';

const Payload = Type.Object({ site_id: Type.String(), account_id: Type.String() });

/** Rooms that are read at once. */
const PAGE = 100;
/** Milliseconds after which we look again: a room that was being taken over while its taker left. Sockets close within 5 seconds. */
const AGAIN_MS = 15_000;

export async function afterAgentLeft(
  core: Core,
  tx: Tx,
  { siteId, accountId }: NonNullable<(typeof agentLeft)['payload']>,
): Promise<void> {
  const payload: Static<typeof Payload> = { site_id: siteId, account_id: accountId };
  const key = `${RELEASE_ROOMS}:${siteId}:${accountId}`;
  const again = new Date(core.now() + AGAIN_MS);
  await addJobs(tx, [
    { task: RELEASE_ROOMS, payload, key },
    { task: RELEASE_ROOMS, payload, key: `${key}:again`, runAt: again },
  ]);
}

/** Stops by itself when the agent is back. */
export const releaseRooms: JobTask = async (core, payload, { signal }) => {
  const { site_id, account_id } = Value.Parse(Payload, payload);
  for (;;) {
    signal.throwIfAborted();
    const keys = await heldBy(core, site_id, account_id);
    for (const { key, site, name, owner_id } of keys) {
      const place = { siteId: site_id, site, key };
      await changeRoom(core, place, name ?? 'The agent', (draft) => ownerLeft(draft, owner_id)).catch(
        (error: unknown) => {
          // Cleaned up since.
          if (!(error instanceof Refused)) throw error;
        },
      );
    }
    if (keys.length < PAGE) return;
  }
};

/** Rooms of a deleted account have no owner's id any more: the database has taken it out. */
const heldBy = (core: Core, siteId: string, accountId: string) =>
  core.db
    .selectFrom('rooms as r')
    .innerJoin('sites as s', 's.id', 'r.site_id')
    .leftJoin('accounts as a', 'a.id', 'r.owner_id')
    .leftJoin('memberships as m', (join) =>
      join
        .onRef('m.site_id', '=', 'r.site_id')
        .onRef('m.account_id', '=', 'r.owner_id')
        .on('m.deactivated_at', 'is', null),
    )
    .select(['r.key', 'r.owner_id', 's.slug as site', 'a.name'])
    .where('r.site_id', '=', siteId)
    .where('r.status', '=', 'open')
    .where('r.owner_kind', '=', 'agent')
    .where((eb) => eb.or([eb('r.owner_id', '=', accountId), eb('r.owner_id', 'is', null)]))
    .where((eb) => eb.or([eb('m.account_id', 'is', null), eb('a.deactivated_at', 'is not', null)]))
    .limit(PAGE)
    .execute();
