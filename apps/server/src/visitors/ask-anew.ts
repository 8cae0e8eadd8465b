/**
 * Where a site asks for consent anew, or a visitor takes its own back, the sockets that were opened with another consent close as if their
 * token had run out: coming back they are asked. What a visitor says meanwhile is no matter of this: `rooms/consent.ts`.
 */
import { CLOSE } from '@parley/protocol';
import { type Guest, isGuest } from '../core/actor.ts';
import type { Core } from '../core/core.ts';
import { EVERY_MS, rounds } from '../core/rounds.ts';
import { ACCESS_TOKEN_SECONDS } from '../core/tokens.ts';

const ASKED = 'consent_asked';
const WITHDRAWN = 'consent_withdrawn';

interface Asked {
  readonly siteId: string;
  readonly version: number;
}
interface Withdrawn {
  readonly siteId: string;
  readonly visitorId: string;
}

/** To be called after COMMIT. */
export function announceConsent(core: Core, siteId: string, version: number): void {
  core.bus.publish({ site: siteId, channels: [], note: { name: ASKED, data: { siteId, version } } });
}

/** As `announceConsent`. The socket by which it was taken back knows already, and stays. */
export function announceWithdrawal(core: Core, withdrawn: Withdrawn): void {
  core.bus.publish({ site: withdrawn.siteId, channels: [], note: { name: WITHDRAWN, data: withdrawn } });
}

/** To be called once, before anything is served. */
export function hearOfConsent(core: Core): void {
  core.bus.subscribe(({ note }) => {
    if (note?.name === ASKED) {
      const { siteId, version } = note.data as Asked;
      sendAway(core, (actor) => actor.siteId === siteId && actor.consent !== version);
    } else if (note?.name === WITHDRAWN) {
      const { siteId, visitorId } = note.data as Withdrawn;
      sendAway(core, (actor) => actor.siteId === siteId && actor.visitorId === visitorId);
    }
  });
}

/** Finds what the bus has lost, and who came in at the very moment. */
export const startAskingAnew = (core: Core, everyMs = EVERY_MS): (() => void) =>
  rounds(core, 'consents could not be looked at', everyMs, async () => {
    const sites = new Set<string>();
    for (const { actor } of core.sockets.all()) if (isGuest(actor) && actor.consent !== null) sites.add(actor.siteId);
    if (sites.size === 0) return;
    const asking = await core.db
      .selectFrom('sites')
      .select(['id', 'consent_version'])
      .where('id', 'in', [...sites])
      .where('consent_version', 'is not', null)
      .$narrowType<{ consent_version: number }>()
      .execute();
    if (asking.length === 0) return;
    const versions = new Map(asking.map(({ id, consent_version }) => [id, consent_version]));
    const withdrawn = await withdrawnLately(core, [...versions.keys()]);
    sendAway(core, ({ siteId, visitorId, consent }) => {
      const version = versions.get(siteId);
      return version !== undefined && (consent !== version || withdrawn.has(`${visitorId} ${version}`));
    });
  });

/** By visitor and version, what is not agreed to again. Older ones no socket can have come with: its token was renewed since. */
async function withdrawnLately(core: Core, siteIds: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await core.db
    .selectFrom('withdrawn_consents as w')
    .select(['w.visitor_id', 'w.version'])
    .where('w.site_id', 'in', siteIds)
    .where('w.withdrawn_at', '>', new Date(core.now() - ACCESS_TOKEN_SECONDS * 1_000))
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('consents as c')
            .select('c.version')
            .whereRef('c.site_id', '=', 'w.site_id')
            .whereRef('c.visitor_id', '=', 'w.visitor_id')
            .whereRef('c.version', '=', 'w.version'),
        ),
      ),
    )
    .execute();
  return new Set(rows.map(({ visitor_id, version }) => `${visitor_id} ${version}`));
}

/** Who has not agreed to anything is looked up at every word anyway. */
function sendAway(core: Core, leaves: (actor: Guest & { readonly consent: number }) => boolean): void {
  for (const socket of core.sockets.all()) {
    const { actor } = socket;
    if (!isGuest(actor) || actor.consent === null || socket.sentAway) continue;
    if (leaves({ ...actor, consent: actor.consent })) socket.close(CLOSE.expired);
  }
}
