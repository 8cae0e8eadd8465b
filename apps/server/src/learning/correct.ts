/**
 * Sends a correction to those who were told an old text: one message in each conversation, by the log's own promise once.
 * Killed in the middle it is sent on by whoever sends it again: who has it gets no second one.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { ParamsOf, ResultOf, sendCorrection } from '@parley/protocol';
import { sql } from 'kysely';
import type { AgentActor } from '../core/actor.ts';
import type { Call, Core } from '../core/core.ts';
import { audited, deedOf } from '../core/deeds.ts';
import { Refused, refuse } from '../core/errors.ts';
import type { Tx } from '../core/events.ts';
import { authorOf } from '../rooms/access.ts';
import { messageLog } from '../rooms/message-log.ts';
import { requireContent } from '../rooms/messages.ts';
import { answersAt } from './answers-at.ts';
import { restsOnOlder, revisionOf } from './told.ts';

/** Milliseconds between two looks whether nobody else sends; two hundred people are told in fewer than all of them take. */
const PAUSE_MS = 100;
const LOOKS = 100;

interface Row {
  room_id: string;
  key: string;
  /** It was sent, by whomever, and the program ended before that was written down. */
  has: boolean;
}

export async function sendCorrectionVerb(
  core: Core,
  actor: AgentActor,
  { article, content, answers }: ParamsOf<typeof sendCorrection>,
  call: Call,
): Promise<ResultOf<typeof sendCorrection>> {
  requireContent(content);
  const { siteId, site } = actor;
  const revision = await revisionOf(core, siteId, article);
  const clientId = `correction:${article}:${revision}`;
  const sent = await inTurn(core, article, async (tx) => {
    // Whatever is named: only who was told an older text, and has no correction of it.
    const { rows } = await sql<Row>`
      select b.room_id, r.key, exists (select from messages m
        where m.site_id = ${siteId} and m.room_id = b.room_id and m.client_id = ${clientId} and m.role = 'agent') as has
      from (select * from bot_answers where ${answersAt(actor, answers)}) b
      join rooms r on r.site_id = b.site_id and r.id = b.room_id and r.erased_at is null
      where b.corrected_at is null and ${restsOnOlder(article, revision)}
      group by b.room_id, r.key`.execute(tx);
    let told = 0;
    for (const { room_id: roomId, key, has } of rows) {
      const message = { siteId, site, key, author: authorOf(actor), content, clientId, aside: true };
      const refused = has
        ? 'conflict'
        : await messageLog(core)
            .append(message)
            .then(() => null, refusalOf);
      if (refused === null) told++;
      // In other words, a moment before the program died.
      if (refused !== null && refused !== 'conflict') continue;
      await tx
        .updateTable('bot_answers as b')
        .set({ corrected_at: new Date(core.now()) })
        .where('b.site_id', '=', siteId)
        .where('b.room_id', '=', roomId)
        .where('b.corrected_at', 'is', null)
        .where(restsOnOlder(article, revision))
        .execute();
    }
    if (told > 0) {
      const about = { subject: { kind: 'article', id: article }, details: { count: told } };
      await core.events.emit(audited, tx, deedOf(actor, call, 'correction_sent', about));
    }
    return told;
  });
  const named = new Set(answers.map(({ room }) => room)).size;
  return { sent, left_out: named - sent };
}

/**
 * One sender of an article's correction at a time, on all nodes: two admins at the same moment would tell everybody twice. Who
 * waits holds no connection meanwhile, and is refused with `overloaded` in the end.
 */
async function inTurn<T>(core: Core, article: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  for (let look = 0; look < LOOKS; look++) {
    const done = await core.db.transaction().execute(async (tx) => {
      const { rows } = await sql<{ free: boolean }>`
        select pg_try_advisory_xact_lock(hashtextextended(${`correction ${article}`}, 0)) as free`.execute(tx);
      return rows[0]?.free ? { result: await work(tx) } : null;
    });
    if (done) return done.result;
    await delay(PAUSE_MS);
  }
  throw refuse('overloaded', { retryAfter: (LOOKS * PAUSE_MS) / 1_000 });
}

const GONE: readonly string[] = ['room_not_found', 'erased', 'conflict'];
/** Why somebody cannot be told any more; throws what is no such reason. */
function refusalOf(error: unknown): string {
  if (error instanceof Refused && GONE.includes(error.code)) return error.code;
  throw error;
}
