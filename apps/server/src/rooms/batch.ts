/** What one transaction of the message log does: locks the rooms, knows what it has stored before, decides, writes, and tells the listeners. */
import type { Core } from '../core/core.ts';
import { Refused, refuse } from '../core/errors.ts';
import type { Tx } from '../core/events.ts';
import type { Conclude, Run } from '../core/writer.ts';
import type { AppendRequest, AppendResult, Written } from './append.ts';
import { messagesAppended, roomsChanged, userAsks } from './events.ts';
import type { KnownRooms } from './known-rooms.ts';
import type { MessageMeta, MessageRow, RoomRow } from './tables.ts';
import { agentSpoke, botMaySpeak, type Draft, draftOf, ownerChanged, visitorSpoke } from './transitions.ts';
import {
  createRooms,
  eventMessage,
  knownMessages,
  nextMessage,
  placeKey,
  roomsThere,
  takeRooms,
  writing,
} from './write.ts';

/** Begin again and read: a refusal would rest on belief alone. */
export class ReadAgain extends Error {}

/** The outcome of a message whose room another transaction holds: nothing was written, and it is to be tried again. */
export const HELD = Symbol('the room is held');

/** Beside a line of the log's own. */
const NOTHING = { origin: undefined };

export interface Batch {
  /** In the order of the requests. */
  readonly outcomes: readonly (AppendResult | Error | typeof HELD)[];
  readonly drafts: ReadonlyMap<Draft, { readonly site: string; readonly created: boolean }>;
  readonly fresh: readonly Written[];
  readonly at: Date;
}

/**
 * Rooms that `known` tells are written as they are believed to be, the others are locked and read first, without waiting for
 * one that is held. Throws ReadAgain; whatever it throws undoes the transaction.
 */
export async function appendAll(
  core: Core,
  { run, tx, conclude }: { run: Run; tx: Tx; conclude: Conclude },
  requests: readonly AppendRequest[],
  believed: Pick<KnownRooms, 'get'>,
): Promise<Batch> {
  const at = new Date(core.now());
  const drafts = new Map<string, Draft>();
  const unknown: AppendRequest[] = [];
  for (const request of requests) {
    const place = placeKey(request);
    const row = drafts.has(place) ? undefined : believed.get(place);
    if (row) drafts.set(place, draftOf(row));
    else if (!drafts.has(place)) unknown.push(request);
  }
  // The second statement sees what was committed when the first one had its locks. What was sent before into a room that is
  // believed, not read, meets the unique key.
  const [locked, knownRows] =
    unknown.length === 0
      ? [[], []]
      : await Promise.all([takeRooms(run, unknown), knownMessages(run, unknown.flatMap(askedOf))]);
  for (const row of locked) drafts.set(placeKey({ siteId: row.site_id, key: row.key }), draftOf(row));
  const createdKeys = new Set<string>();
  const { made, held } = await missingRooms(run, unknown, requests, drafts, at);
  for (const row of made) {
    const place = placeKey({ siteId: row.site_id, key: row.key });
    createdKeys.add(place);
    drafts.set(place, draftOf(row));
  }
  const known = new Map(knownRows.map((row) => [clientKey(row.room_id, row.author_id, row.client_id as string), row]));
  const fresh: Written[] = [];
  const touched = new Map<Draft, { site: string; created: boolean }>();

  const earlier = ({ author, clientId }: AppendRequest, draft: Draft): MessageRow | undefined =>
    clientId === null ? undefined : known.get(clientKey(draft.row.id, author.id, clientId));

  const refusalOf = async (request: AppendRequest): Promise<Error | null> => {
    const place = placeKey(request);
    const draft = drafts.get(place);
    if (request.accountId === undefined || !draft || held.has(place) || earlier(request, draft)) return null;
    try {
      await ask(core, tx, request.accountId, draft);
      return null;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      if (draft.before === believed.get(place)) throw new ReadAgain();
      return error;
    }
  };

  const write = (request: AppendRequest): AppendResult | Error | typeof HELD => {
    const place = placeKey(request);
    const draft = drafts.get(place);
    if (held.has(place)) return HELD;
    if (!draft) return refuse('room_not_found');
    const created = createdKeys.has(place);
    const { author, clientId } = request;
    const again = earlier(request, draft);
    if (again) {
      // What was changed since says nothing of what was sent.
      if (again.content !== request.content && !again.meta?.change) return refuse('conflict');
      return { message: again, room: draft.row, fresh: false, created: false };
    }
    if (draft.row.erased_at) return refuse('erased');
    if (author.role === 'bot' && !botMaySpeak(draft, request.generation)) {
      // Nothing would be written, so nothing would prove the belief wrong.
      if (draft.before === believed.get(place)) throw new ReadAgain();
      return refuse('not_yours');
    }
    const put = (message: MessageRow, more: Pick<Written, 'origin' | 'answers' | 'from' | 'beside'> = NOTHING) => {
      fresh.push({ message, draft, site: request.site, ...more });
      return message;
    };
    const said =
      author.role === 'visitor'
        ? visitorSpoke(draft, at)
        : author.role === 'agent' && !request.aside
          ? agentSpoke(draft, author.id)
          : null;
    if (said) put(eventMessage(draft, said, author.name, at));
    const message = put(nextMessage(draft, { ...request, meta: metaOf(request) }, at), {
      origin: request.origin,
      answers: request.answers,
      from: request.from,
      beside: request.beside,
    });
    if (clientId !== null) known.set(clientKey(draft.row.id, author.id, clientId), message);
    touched.set(draft, { site: request.site, created });
    return { message, room: draft.row, fresh: true, created };
  };

  const outcomes: (AppendResult | Error | typeof HELD)[] = [];
  for (const request of requests) {
    const refusal = request.accountId === undefined ? null : await refusalOf(request);
    outcomes.push(refusal ?? write(request));
  }
  const statements = writing([...touched.keys()], messagesOf(fresh), at);
  const last = statements.pop();
  // Not waited for: the listeners' statements and COMMIT follow at once, and the writer hears of a failure.
  for (const { statement, values } of statements) void run(statement, values);
  if (last) conclude(last.statement, last.values);
  await tellListeners(core, tx, touched, fresh);
  return { outcomes, drafts: touched, fresh, at };
}

/** Tells of a user's words that the bot will have to answer: a closed room opens for it. */
async function ask(core: Core, tx: Tx, accountId: string, { row }: Draft): Promise<void> {
  if (row.status === 'open' && row.owner_kind !== 'bot') return;
  const question = { siteId: row.site_id, accountId, roomId: row.id, seq: row.last_seq + 1 };
  await core.events.emit(userAsks, tx, question);
}

async function tellListeners(
  core: Core,
  tx: Tx,
  touched: ReadonlyMap<Draft, { readonly created: boolean }>,
  fresh: readonly Written[],
): Promise<void> {
  if (fresh.length > 0) {
    await core.events.emit(
      messagesAppended,
      tx,
      fresh.map(({ message, draft, site, answers, from, beside }) => ({
        message,
        room: draft.row,
        site,
        answers,
        from,
        beside,
      })),
    );
  }
  const moved = [...touched.keys()].filter((draft) => ownerChanged(draft) || draft.before.status !== draft.row.status);
  if (moved.length > 0) {
    await core.events.emit(
      roomsChanged,
      tx,
      moved.map(({ before, row }) => ({ before, after: row })),
    );
  }
}

/** Who reads the log later has to know what answered nobody. */
const metaOf = ({ meta = null, aside }: AppendRequest): MessageMeta | null => (aside ? { ...meta, aside } : meta);

const messagesOf = (fresh: readonly Written[]) => fresh.map(({ message }) => message);

const clientKey = (roomId: string, authorId: string, clientId: string) => `${roomId} ${authorId} ${clientId}`;

const askedOf = ({ siteId, key, author, clientId }: AppendRequest) =>
  clientId === null ? [] : [{ siteId, key, authorId: author.id, clientId }];

/** Makes the rooms that are wanted and missing. Held are those which are there and were not to be had. */
async function missingRooms(
  run: Run,
  unknown: readonly AppendRequest[],
  requests: readonly AppendRequest[],
  had: ReadonlyMap<string, unknown>,
  at: Date,
): Promise<{ made: readonly RoomRow[]; held: ReadonlySet<string> }> {
  const held = new Set(unknown.map(placeKey).filter((place) => !had.has(place)));
  if (held.size === 0) return { made: [], held };
  const wanted = new Map(
    requests.flatMap(({ siteId, key, createFor }) => {
      const place = placeKey({ siteId, key });
      return createFor === undefined || !held.has(place) ? [] : [[place, { siteId, key, visitorId: createFor }]];
    }),
  );
  const asked = unknown.filter((request) => held.has(placeKey(request)) && !wanted.has(placeKey(request)));
  const [made, there] = await Promise.all([
    wanted.size === 0 ? [] : createRooms(run, [...wanted.values()], at),
    asked.length === 0 ? [] : roomsThere(run, asked),
  ]);
  const found = new Set(there.map(({ site_id: siteId, key }) => placeKey({ siteId, key })));
  for (const request of asked) if (!found.has(placeKey(request))) held.delete(placeKey(request));
  // Not made: another transaction holds it, or has just made it.
  for (const { site_id: siteId, key } of made) held.delete(placeKey({ siteId, key }));
  return { made, held };
}
