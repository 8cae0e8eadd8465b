/**
 * Forgetting a visitor: its row goes, and with it name, address, pages, tokens and account; its rooms are frozen; its sockets close on every
 * node. The words in the rooms are taken out afterwards, by whoever asked for this.
 */
import { setTimeout as after } from 'node:timers/promises';
import { CLOSE } from '@parley/protocol';
import { forgetUser } from '../accounts/forget-user.ts';
import { isGuest } from '../core/actor.ts';
import type { Core } from '../core/core.ts';
import type { Tx } from '../core/events.ts';
import { freezeRooms } from '../rooms/erase.ts';
import type { Draft } from '../rooms/transitions.ts';
import { visitorForgotten } from './events.ts';

const FORGOTTEN = 'visitor_forgotten';
/** Milliseconds in which it hears what was on its way to it. */
const LAST_WORDS_MS = 2_000;

/** Answers with the frozen rooms. Twice is once. What is left to do after COMMIT does `announceForgotten`. */
export async function forgetVisitor(core: Core, tx: Tx, siteId: string, visitorId: string): Promise<Draft[]> {
  const visitor = tx.selectFrom('visitors').where('site_id', '=', siteId).where('id', '=', visitorId);
  // Nobody makes a room for it from here on: that needs this row.
  await visitor.select('id').forUpdate().execute();
  const rooms = await freezeRooms(core, tx, siteId, visitorId);
  const roomIds = rooms.map(({ row }) => row.id);
  await core.events.emit(visitorForgotten, tx, { siteId, visitorId, roomIds });
  await forgetUser(tx, siteId, visitorId);
  await tx.deleteFrom('visitors').where('site_id', '=', siteId).where('id', '=', visitorId).execute();
  return rooms;
}

/** Closes its sockets, once what they asked before is answered: that may be what has it forgotten. What a node does not hear of this it finds out by itself (`presence.ts`). */
export function announceForgotten(core: Core, siteId: string, visitorId: string): void {
  core.bus.publish({ site: siteId, channels: [], note: { name: FORGOTTEN, data: { siteId, visitorId } } });
}

/** To be called once, before anything is served. */
export function sendAwayForgotten(core: Core): void {
  core.bus.subscribe(({ note }) => {
    if (note?.name !== FORGOTTEN) return;
    const { siteId, visitorId } = note.data as { siteId: string; visitorId: string };
    for (const socket of core.sockets.all()) {
      const { actor } = socket;
      if (isGuest(actor) && actor.siteId === siteId && actor.visitorId === visitorId)
        void Promise.race([socket.finish(), after(LAST_WORDS_MS, undefined, { ref: false })]).then(() =>
          socket.close(CLOSE.revoked),
        );
    }
  });
}
