/**
 * Where a site asks for consent anew, the sockets of visitors who came under another text, or under none, close as if their token had
 * run out: coming back they are asked. What a visitor says meanwhile is no matter of this: `rooms/consent.ts`.
 */
import { CLOSE } from '@parley/protocol';
import { isGuest } from '../core/actor.ts';
import type { Core } from '../core/core.ts';
import { EVERY_MS, rounds } from '../core/rounds.ts';

const ASKED = 'consent_asked';

interface Asked {
  readonly siteId: string;
  readonly version: number;
}

/** To be called after COMMIT. */
export function announceConsent(core: Core, siteId: string, version: number): void {
  core.bus.publish({ site: siteId, channels: [], note: { name: ASKED, data: { siteId, version } } });
}

/** To be called once, before anything is served. */
export function hearOfConsent(core: Core): void {
  core.bus.subscribe(({ note }) => {
    if (note?.name !== ASKED) return;
    const { siteId, version } = note.data as Asked;
    askAnew(core, new Map([[siteId, version]]));
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
    askAnew(core, new Map(asking.map(({ id, consent_version }) => [id, consent_version])));
  });

/** Who has not agreed to anything is looked up at every word anyway. */
function askAnew(core: Core, versions: ReadonlyMap<string, number>): void {
  if (versions.size === 0) return;
  for (const socket of core.sockets.all()) {
    const { actor } = socket;
    if (!isGuest(actor) || actor.consent === null || socket.sentAway) continue;
    if (actor.consent !== (versions.get(actor.siteId) ?? actor.consent)) socket.close(CLOSE.expired);
  }
}
