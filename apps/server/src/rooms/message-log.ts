/**
 * The message log: appends messages, once per client_id for ever, each at the next place of its room (P1 to P4, P7).
 * Group commit without a timer: while one transaction commits, the next gathers; an idle log commits at once.
 */
import { sql } from 'kysely';
import type { Core } from '../core/core.ts';
import { isDatabaseAway, refuse } from '../core/errors.ts';
import type { Tx } from '../core/events.ts';
import { uuidv7 } from '../core/ids.ts';
import { apart } from '../core/log-context.ts';
import { announce } from './announce.ts';
import type { AppendRequest, AppendResult, Written } from './append.ts';
import { messagesAppended, roomsChanged } from './events.ts';
import { roomMetrics } from './metrics.ts';
import type { MessageRow } from './tables.ts';
import { agentSpoke, botMaySpeak, type Draft, draftOf, ownerChanged, visitorSpoke } from './transitions.ts';
import { eventMessage, lockRooms, nextMessage, writeAll } from './write.ts';

/** Messages in one transaction: beyond, the time one sender waits for the others' rows outgrows what is saved. */
const MAX_BATCH = 500;
/** Messages that may wait; above it senders are told to come back instead of memory filling up. */
const MAX_WAITING = 20_000;

interface Waiting {
  readonly request: AppendRequest;
  readonly resolve: (result: AppendResult) => void;
  readonly reject: (error: unknown) => void;
}

const KEY = Symbol('message log');
/** The program's one log. */
export const messageLog = (core: Core): MessageLog => core.state.get(KEY, () => new MessageLog(core));

export class MessageLog {
  readonly #core: Core;
  #waiting: Waiting[] = [];
  #busy = false;

  constructor(core: Core) {
    this.#core = core;
  }

  /** Messages that wait for the next transaction. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /**
   * Resolves after COMMIT. A known client_id of the same author answers with the first message and stores nothing.
   * Refused: `conflict` (same client_id, other content), `room_not_found`, `not_yours` (the bot's turn is over), `overloaded`.
   * Any other error leaves the message's fate open: sending again with the same client_id is safe.
   */
  append(request: AppendRequest): Promise<AppendResult> {
    if (this.#waiting.length >= MAX_WAITING) return Promise.reject(refuse('overloaded', { retryAfter: 1 }));
    return new Promise((resolve, reject) => {
      this.#waiting.push({ request, resolve, reject });
      if (!this.#busy) apart(() => void this.#drain());
    });
  }

  async #drain(): Promise<void> {
    this.#busy = true;
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.slice(0, MAX_BATCH);
      this.#waiting = this.#waiting.slice(MAX_BATCH);
      await this.#commit(batch);
    }
    this.#busy = false;
  }

  async #commit(batch: readonly Waiting[]): Promise<void> {
    const begun = performance.now();
    try {
      const { outcomes, drafts, fresh } = await this.#core.db.transaction().execute((tx) =>
        appendAll(
          this.#core,
          tx,
          batch.map(({ request }) => request),
        ),
      );
      roomMetrics(this.#core).committed(batch.length, performance.now() - begun);
      announce(this.#core, { drafts, messages: fresh });
      for (const [i, outcome] of outcomes.entries()) {
        const waiting = batch[i] as Waiting;
        if (outcome instanceof Error) waiting.reject(outcome);
        else waiting.resolve(outcome);
      }
    } catch (error) {
      // One bad message must not fail its neighbours: each gets a transaction of its own.
      if (batch.length > 1 && !isDatabaseAway(error)) for (const waiting of batch) await this.#commit([waiting]);
      else for (const waiting of batch) waiting.reject(error);
    }
  }
}

const id = (request: { siteId: string; key: string }) => `${request.siteId} ${request.key}`;

async function appendAll(
  core: Core,
  tx: Tx,
  requests: readonly AppendRequest[],
): Promise<{
  outcomes: (AppendResult | Error)[];
  drafts: Map<Draft, { site: string; created: boolean }>;
  fresh: Written[];
}> {
  const at = new Date(core.now());
  const createdKeys = await createRooms(tx, requests, at);
  const drafts = new Map(
    (await lockRooms(tx, requests)).map((row) => [id({ siteId: row.site_id, key: row.key }), draftOf(row)]),
  );
  const known = await knownMessages(tx, requests, drafts);
  const fresh: Written[] = [];
  const touched = new Map<Draft, { site: string; created: boolean }>();

  const write = (request: AppendRequest): AppendResult | Error => {
    const draft = drafts.get(id(request));
    if (!draft) return refuse('room_not_found');
    const created = createdKeys.has(id(request));
    const again = request.clientId === null ? undefined : known.get(clientKey(draft.row.id, request));
    if (again) {
      // What was changed since says nothing of what was sent.
      if (again.content !== request.content && !again.meta?.change) return refuse('conflict');
      return { message: again, room: draft.row, fresh: false, created: false };
    }
    const { author } = request;
    if (author.role === 'bot' && !botMaySpeak(draft, request.generation)) return refuse('not_yours');
    const put = (message: MessageRow, origin?: string) => {
      fresh.push({ message, draft, site: request.site, origin });
      return message;
    };
    const said =
      author.role === 'visitor'
        ? visitorSpoke(draft, at)
        : author.role === 'agent'
          ? agentSpoke(draft, author.id)
          : null;
    if (said) put(eventMessage(draft, said, author.name, at));
    const message = put(nextMessage(draft, { ...request, meta: request.meta ?? null }, at), request.origin);
    if (request.clientId !== null) known.set(clientKey(draft.row.id, request), message);
    touched.set(draft, { site: request.site, created });
    return { message, room: draft.row, fresh: true, created };
  };

  const outcomes = requests.map(write);
  await writeAll(
    tx,
    [...touched.keys()],
    fresh.map(({ message }) => message),
    at,
  );
  if (fresh.length > 0) {
    await core.events.emit(
      messagesAppended,
      tx,
      fresh.map(({ message, draft, site }) => ({ message, room: draft.row, site })),
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
  return { outcomes, drafts: touched, fresh };
}

const clientKey = (roomId: string, request: AppendRequest) =>
  JSON.stringify([roomId, request.author.id, request.clientId]);

/** Makes the rooms that are wanted and missing; answers with those that this transaction made. */
async function createRooms(tx: Tx, requests: readonly AppendRequest[], at: Date): Promise<Set<string>> {
  const wanted = new Map(requests.filter((request) => request.createFor).map((request) => [id(request), request]));
  if (wanted.size === 0) return new Set();
  const there = await sql<{ site_id: string; key: string }>`
    select site_id, key from rooms where (site_id, key) in (
      select * from unnest(${[...wanted.values()].map((r) => r.siteId)}::uuid[], ${[...wanted.values()].map((r) => r.key)}::text[]))
  `.execute(tx);
  for (const row of there.rows) wanted.delete(id({ siteId: row.site_id, key: row.key }));
  if (wanted.size === 0) return new Set();
  const made = await tx
    .insertInto('rooms')
    .values(
      // In key order, as the locks are: two transactions that make the same rooms wait in line, not in a circle.
      [...wanted.values()]
        .sort((a, b) => (id(a) < id(b) ? -1 : 1))
        .map((request) => ({
          site_id: request.siteId,
          id: uuidv7(at.getTime()),
          key: request.key,
          visitor_id: request.createFor as string,
          created_at: at,
          updated_at: at,
          touched_at: at,
        })),
    )
    .onConflict((conflict) => conflict.columns(['site_id', 'key']).doNothing())
    .returning(['site_id', 'key'])
    .execute();
  return new Set(made.map((row) => id({ siteId: row.site_id, key: row.key })));
}

async function knownMessages(
  tx: Tx,
  requests: readonly AppendRequest[],
  drafts: ReadonlyMap<string, Draft>,
): Promise<Map<string, MessageRow>> {
  const asked = requests.flatMap((request) => {
    const draft = drafts.get(id(request));
    return draft && request.clientId !== null
      ? [{ site_id: request.siteId, room_id: draft.row.id, author_id: request.author.id, client_id: request.clientId }]
      : [];
  });
  if (asked.length === 0) return new Map();
  const { rows } = await sql<MessageRow>`
    select m.* from messages m
    join json_to_recordset(${JSON.stringify(asked)}::json) as a(site_id uuid, room_id uuid, author_id text, client_id text)
      using (site_id, room_id, author_id, client_id)`.execute(tx);
  return new Map(rows.map((row) => [JSON.stringify([row.room_id, row.author_id, row.client_id]), row]));
}
