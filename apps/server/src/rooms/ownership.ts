/** Changing who holds a room: take over, hand back, close, reopen, ask for a person. Each is one transaction under the room's lock. */
import type { AgentRoom, HandOverReason, VisitorRoom } from '@parley/protocol';
import type { Core } from '../core/core.ts';
import { refuse } from '../core/errors.ts';
import type { Tx } from '../core/events.ts';
import { Gather } from '../core/gather.ts';
import { prepared } from '../core/prepared.ts';
import { announce } from './announce.ts';
import type { Written } from './append.ts';
import { messagesAppended, personWanted, roomsChanged } from './events.ts';
import { botMaySpeak, type Draft, draftOf, personRequested, type Said } from './transitions.ts';
import { agentView, byKeys, roomsWithAll, selectRooms, visitorView } from './views.ts';
import { withPresence } from './who-is-here.ts';
import { eventMessage, type LineMore, lockRooms, runIn, writeAll } from './write.ts';

export interface Place {
  readonly siteId: string;
  /** The site's slug. */
  readonly site: string;
  readonly key: string;
}

/** Applies `transition` to the locked room and, when something changed, writes, logs and announces it. Throws `room_not_found`, `erased`. */
export async function changeRoom(
  core: Core,
  place: Place,
  by: string,
  transition: (draft: Draft, at: Date) => Said,
  more: RoomChange['more'] = {},
): Promise<Draft> {
  const { draft, tell } = await core.db
    .transaction()
    .execute((tx) => changeRoomIn(core, tx, { place, by, transition, more }));
  tell();
  return draft;
}

export interface RoomChange {
  readonly place: Place;
  /** Who did it, as the log names them. */
  readonly by: string;
  readonly transition: (draft: Draft, at: Date) => Said;
  /** Beside the event, on the log's line. */
  readonly more?: LineMore;
}

/** The same as a part of a larger transaction; `tell` is to be called once that is committed. */
export async function changeRoomIn(
  core: Core,
  tx: Tx,
  { place, by, transition, more = {} }: RoomChange,
): Promise<{ draft: Draft; tell: () => void }> {
  const at = new Date(core.now());
  const [row] = await lockRooms(runIn(tx), [place]);
  if (!row) throw refuse('room_not_found');
  if (row.erased_at) throw refuse('erased');
  const draft = draftOf(row);
  const said = transition(draft, at);
  if (!said) return { draft, tell: () => undefined };
  const message = eventMessage(draft, said, by, at, more);
  await writeAll(runIn(tx), [draft], [message], at);
  await core.events.emit(roomsChanged, tx, [{ before: draft.before, after: draft.row }]);
  await core.events.emit(messagesAppended, tx, [{ message, room: draft.row, site: place.site }]);
  const messages: Written[] = [{ message, draft, site: place.site, origin: undefined }];
  return {
    draft,
    tell: () => announce(core, { drafts: new Map([[draft, { site: place.site, created: false }]]), messages }),
  };
}

/**
 * Leaves the bot for the queue. Twice is once, and the first reason counts. With `generation` (the bot's own hand-off) refused with
 * `not_yours` when somebody changed the owner meanwhile.
 */
export async function requestPerson(
  core: Core,
  place: Place,
  by: string,
  { why, generation }: { why?: HandOverReason | undefined; generation?: number },
): Promise<Draft> {
  const transition = (draft: Draft, at: Date) => {
    if (generation !== undefined && !botMaySpeak(draft, generation)) throw refuse('not_yours');
    return personRequested(draft, at, why);
  };
  const { draft, tell } = await core.db.transaction().execute(async (tx) => {
    let more: LineMore = why ? { hand_over: why } : {};
    await core.events.emit(personWanted, tx, {
      siteId: place.siteId,
      tell: (opens_at, also) => {
        more = { ...more, opens_at, also };
      },
    });
    return changeRoomIn(core, tx, { place, by, transition, more });
  });
  tell();
  return draft;
}

/** The room as the agent sees it now. */
export async function agentRoom(core: Core, place: Place, accountId: string): Promise<AgentRoom> {
  const [row] = await selectRooms(core.db, byKeys(place.siteId, [place.key]), accountId);
  if (!row) throw refuse('room_not_found');
  return withPresence(core, place.siteId, agentView(row));
}

const VISITOR_ROOMS = Symbol('rooms as their visitors see them');

/** The room as its visitor sees it now; null before its first message. */
export const visitorRoom = (core: Core, place: Place): Promise<VisitorRoom | null> =>
  core.state
    .get(VISITOR_ROOMS, () => new Gather((places: readonly Place[]) => visitorRooms(core, places), { siteOf }))
    .ask(place);

const siteOf = ({ siteId }: Place): string => siteId;

async function visitorRooms(core: Core, places: readonly Place[]): Promise<(VisitorRoom | null)[]> {
  const found = new Map<string, VisitorRoom>();
  for (const siteId of new Set(places.map((place) => place.siteId))) {
    const keys = places.filter((place) => place.siteId === siteId).map((place) => place.key);
    const rows = await prepared(core, roomsWithAll(byKeys(siteId, keys), null));
    for (const row of rows) found.set(`${siteId} ${row.key}`, visitorView(row));
  }
  return places.map(({ siteId, key }) => found.get(`${siteId} ${key}`) ?? null);
}
