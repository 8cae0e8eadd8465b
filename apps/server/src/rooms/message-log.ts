/**
 * The message log: appends messages, once per client_id for ever, each at the next place of its room (P1 to P4, P7).
 * Group commit without a timer: while one transaction commits, the next gathers; an idle log commits at once.
 *
 *   append --> waits by site --> batch --> one transaction --> COMMIT --> next batch leaves --> announced and answered
 *                                  ^            |                |
 *                                  |  failed: each half alone    | connection lost: looked up, then answered or
 *                                  +----------------------------<+ written again; not to be found out: `unavailable`
 *
 * A room whose row another transaction holds keeps its own messages waiting (`held-rooms.ts`), and nobody else's.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Core } from '../core/core.ts';
import { isDatabaseAway, isLockHeld, refuse } from '../core/errors.ts';
import { apart } from '../core/log-context.ts';
import { currentSpan, type Span } from '../core/tracing.ts';
import { FateUnknown } from '../core/writer.ts';
import { announce } from './announce.ts';
import type { AppendRequest, AppendResult } from './append.ts';
import { appendAll, type Batch, HELD, ReadAgain } from './batch.ts';
import { FairQueue } from './fair-queue.ts';
import { HeldRooms } from './held-rooms.ts';
import { KnownRooms } from './known-rooms.ts';
import { roomMetrics } from './metrics.ts';
import { asWritten, isStored, isVisitorGone, placeKey } from './write.ts';

/** Messages in one transaction: beyond, the time one sender waits for the others' rows outgrows what is saved. */
const MAX_BATCH = 500;
/** Messages of one site, and of all, that may wait; above it senders are told to come back instead of memory filling up. */
const MAX_WAITING_OF_SITE = 5_000;
const MAX_WAITING = 20_000;
/** Milliseconds for finding out what became of a batch whose connection was lost: a Postgres that restarts is back by then. */
const FATE_PATIENCE_MS = 8_000;
const FATE_EVERY_MS = 100;
/** Messages that may wait for one held room, and milliseconds for which each does. */
const MAX_HELD_OF_ROOM = MAX_BATCH;
const HELD_PATIENCE_MS = 10_000;

interface Waiting {
  readonly request: AppendRequest;
  readonly resolve: (result: AppendResult) => void;
  readonly reject: (error: unknown) => void;
  /** Of the frame, request or job that says it. */
  readonly span: Span | undefined;
  /** By `performance.now()`: since when its room is held. */
  heldSince?: number;
}

const KEY = Symbol('message log');
/** The program's one log. */
export const messageLog = (core: Core): MessageLog => core.state.get(KEY, () => new MessageLog(core));

export class MessageLog {
  readonly #core: Core;
  readonly #queue = new FairQueue<Waiting>(MAX_WAITING_OF_SITE, MAX_WAITING);
  readonly #known = new KnownRooms();
  readonly #held = new HeldRooms<Waiting>(MAX_HELD_OF_ROOM, () => this.#wake());
  #busy = false;

  constructor(core: Core) {
    this.#core = core;
  }

  /** Messages that wait for the next transaction. */
  get waiting(): number {
    return this.#queue.size + this.#held.size;
  }

  /**
   * Resolves after COMMIT. A known client_id of the same author answers with the first message and stores nothing.
   * Refused: `conflict` (same client_id, other content), `room_not_found`, `erased`, `not_yours` (the bot's turn is over), `overloaded`,
   * `unavailable` (another transaction held the room for ten seconds).
   * Any other error leaves the message's fate open: sending again with the same client_id is safe.
   */
  append(request: AppendRequest): Promise<AppendResult> {
    return new Promise((resolve, reject) => {
      const span = this.#core.tracing ? currentSpan() : undefined;
      if (this.waiting >= MAX_WAITING || !this.#queue.push(request.siteId, { request, resolve, reject, span }))
        return reject(refuse('overloaded', { retryAfter: 1 }));
      this.#wake();
      return undefined;
    });
  }

  #wake(): void {
    if (!this.#busy) apart(() => void this.#drain());
  }

  /** Held rooms that are due come first: what came later of the same room is behind. */
  #take(): Waiting[] {
    const due = this.#held.take(MAX_BATCH);
    return due.length === 0 ? this.#queue.take(MAX_BATCH) : [...due, ...this.#queue.take(MAX_BATCH - due.length)];
  }

  async #drain(): Promise<void> {
    this.#busy = true;
    let answer = () => {};
    for (let batch = this.#take(); batch.length > 0; batch = this.#take()) {
      // Postgres works on this batch while the last one's answers go out.
      const sent = Promise.withResolvers<void>();
      const writing = this.#write(batch, { sent: sent.resolve });
      await Promise.race([sent.promise, writing]);
      answer();
      answer = await writing;
      if (this.#queue.size > 0 || this.#held.due) continue;
      answer();
      answer = () => {};
    }
    this.#busy = false;
  }

  /** Never rejects: answers with what tells everybody concerned. */
  async #write(
    all: readonly Waiting[],
    { again = false, reading = false, sent }: { again?: boolean; reading?: boolean; sent?: () => void } = {},
  ): Promise<() => void> {
    const batch = this.#held.size === 0 ? all : all.filter((waiting) => !this.#behindHeld(waiting));
    if (batch.length === 0) return () => {};
    const begun = performance.now();
    const requests = batch.map(({ request }) => request);
    const span = this.#span(batch);
    let done: Batch | undefined;
    let guessed = false;
    const believed = {
      get: (place: string) => {
        const row = reading ? undefined : this.#known.get(place);
        guessed ||= row !== undefined;
        return row;
      },
    };
    const finish = () => {
      // Before the next batch is taken: it may have more for the same rooms.
      this.#hold(batch, done as Batch);
      return () => this.#answer(batch, done as Batch);
    };
    try {
      const { writer } = this.#core.database;
      const sites = requests.map(({ siteId }) => siteId);
      await writer.transaction(
        async (run, tx, conclude) => {
          this.#known.believeIn(writer.session);
          done = await appendAll(this.#core, { run, tx, conclude }, requests, believed);
        },
        sent,
        sites,
      );
      this.#learn(requests, done as unknown as Batch);
      span?.end();
      // Here, and not with the answers: these wait until the next batch has left.
      roomMetrics(this.#core).committed(batch.length, performance.now() - begun);
      return finish();
    } catch (error) {
      span?.fail((error as Error).name);
      span?.end();
      for (const request of requests) this.#known.doubt(placeKey(request));
      if (error instanceof ReadAgain) return this.#write(batch, { again, reading: true });
      const fate = error instanceof FateUnknown && done ? await this.#fate(done, error) : 'not stored';
      if (fate === 'stored') return finish();
      const lost = error instanceof FateUnknown || isDatabaseAway(error);
      if (lost && fate === 'not stored' && !again) return this.#write(batch, { again: true, reading: true });
      // Somebody else has written in one of the rooms, or a message was sent before: read, and see.
      if (!lost && guessed) return this.#write(batch, { again, reading: true });
      if (isLockHeld(error) && batch.length === 1) {
        this.#holdOne(batch[0] as Waiting);
        return () => {};
      }
      const reason =
        error instanceof FateUnknown
          ? refuse('unavailable', { retryAfter: 2 })
          : isVisitorGone(error)
            ? refuse('unauthenticated')
            : error;
      if (lost)
        this.#core.log.warn({ reason: (error as Error).message, messages: batch.length }, 'messages were not stored');
      if (lost || batch.length === 1)
        return () => {
          for (const { reject } of batch) reject(reason);
        };
      // One bad message must not fail its neighbours.
      const middle = batch.length >> 1;
      const first = await this.#write(batch.slice(0, middle), { again, reading: true });
      const second = await this.#write(batch.slice(middle), { again, reading: true });
      return () => {
        first();
        second();
      };
    }
  }

  /** Whether it waits behind others of its held room now. */
  #behindHeld(waiting: Waiting): boolean {
    if (!this.#held.has(placeKey(waiting.request))) return false;
    this.#holdOne(waiting);
    return true;
  }

  /** Puts aside what could not be written because its room is held. */
  #hold(batch: readonly Waiting[], { outcomes, drafts }: Batch): void {
    for (const { row } of drafts.keys()) this.#held.had(placeKey({ siteId: row.site_id, key: row.key }));
    for (const [i, outcome] of outcomes.entries()) if (outcome === HELD) this.#holdOne(batch[i] as Waiting);
  }

  #holdOne(waiting: Waiting): void {
    const now = performance.now();
    waiting.heldSince ??= now;
    if (now - waiting.heldSince > HELD_PATIENCE_MS) waiting.reject(refuse('unavailable', { retryAfter: 2 }));
    else if (!this.#held.push(placeKey(waiting.request), waiting))
      waiting.reject(refuse('overloaded', { retryAfter: 1 }));
  }

  /** A trace of its own, linked with those whose messages share the transaction. */
  #span(batch: readonly Waiting[]): Span | undefined {
    const span = this.#core.tracing?.start('commit', {
      root: true,
      attributes: { 'parley.messages': batch.length },
      links: batch.map((waiting) => waiting.span),
    });
    if (span) for (const waiting of batch) waiting.span?.link(span);
    return span;
  }

  /** The next messages of these rooms need not ask first; those of a client that repeats itself shall. */
  #learn(requests: readonly AppendRequest[], { outcomes, drafts, at }: Batch): void {
    for (const draft of drafts.keys())
      this.#known.keep(placeKey({ siteId: draft.row.site_id, key: draft.row.key }), asWritten(draft, at), draft.before);
    for (const [i, outcome] of outcomes.entries())
      if (outcome === HELD || outcome instanceof Error || !outcome.fresh)
        this.#known.contend(placeKey(requests[i] as AppendRequest));
  }

  /** What became of a batch whose COMMIT nobody heard the answer of. One message tells of all: they share the transaction. */
  async #fate({ fresh }: Batch, { backend }: FateUnknown): Promise<'stored' | 'not stored' | 'unknown'> {
    const [one] = fresh;
    // It only read: what it read was committed before.
    if (!one) return 'stored';
    const until = performance.now() + FATE_PATIENCE_MS;
    while (performance.now() < until) {
      try {
        const stored = await this.#core.database.writer.transaction((run) =>
          isStored(run, one.message, one.draft.row.key, backend),
        );
        if (stored !== null) return stored ? 'stored' : 'not stored';
      } catch (error) {
        this.#core.log.warn({ reason: (error as Error).message }, 'what became of a commit is not known yet');
      }
      await delay(FATE_EVERY_MS);
    }
    return 'unknown';
  }

  #answer(batch: readonly Waiting[], { outcomes, drafts, fresh }: Batch): void {
    announce(this.#core, { drafts, messages: fresh });
    for (const [i, outcome] of outcomes.entries()) {
      const waiting = batch[i] as Waiting;
      if (outcome === HELD) continue;
      if (outcome instanceof Error) waiting.reject(outcome);
      else waiting.resolve(outcome);
    }
  }
}
