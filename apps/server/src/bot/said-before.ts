/**
 * Answers of the model that are said again to the same question, in other words too, and cost nothing then: as long as knowledge, settings and model are
 * what they were. Nothing is copied: a hash leads to the message that was said, so what is changed, taken back or forgotten there
 * is not said again.
 */
import { createHash } from 'node:crypto';
import type { FoundPassage } from '@parley/protocol';
import { sql } from 'kysely';
import type { Core } from '../core/core.ts';
import type { Tx } from '../core/events.ts';
import type { MessageMeta } from '../rooms/tables.ts';
import { modelOf } from './choices.ts';
import { keyOf, meaningsOf } from './intents/meaning.ts';
import { masked } from './mask.ts';
import type { Reply, Turn } from './turn.ts';

/** Letters: a longer question is hardly asked twice, and may tell of its visitor. */
const LENGTH = 160;
/** Days after which it is answered anew. */
const DAYS = 30;

/**
 * All of it is seen, and read the same by people and models. Not so: digits, whose signs count (1.5 is not 15), and marks, that carry
 * what nobody sees.
 */
const PLAIN = /^[\p{L} .,;:?!¿¡؟،'’"()/-]+$/u;

/** Letter by letter but for case, spaces and the mark at its end: whatever else is not seen, a model may read, and answer others by it. */
const asAsked = (question: string): string =>
  question
    .normalize('NFKC')
    .toLowerCase()
    .replace(/ +/g, ' ')
    .replace(/[ .?!؟]+$/u, '')
    .trimStart();

/**
 * What stands for the question; null where its answer is for this visitor alone: it goes on from something, is long, or tells
 * personal data.
 */
export async function askedHash(core: Core, turn: Turn, open: readonly string[]): Promise<Buffer | null> {
  const [question] = open;
  const model = modelOf(core.config, turn.bot);
  // From an answer too, whose question was taken back.
  const goesOn = turn.history.some(({ role }) => role !== 'system');
  if (!model || !turn.asker || goesOn || question === undefined || turn.questions.length !== 1) return null;
  if (question.length > LENGTH || masked(question) !== question) return null;
  const words = asAsked(question);
  if (words === '') return null;
  const [meanings] = PLAIN.test(question.normalize('NFC')) ? await meaningsOf(core, [question]) : [];
  const meaning = meanings && keyOf(meanings, turn.language);
  const { siteId } = turn.place;
  const known = await core.db
    .selectFrom('knowledge_versions')
    .select('version')
    .where('site_id', '=', siteId)
    .executeTakeFirst();
  const all = [
    meaning ? { meaning } : { words },
    turn.language,
    known?.version ?? 0,
    model.model,
    turn.siteName,
    turn.origins,
    turn.bot,
  ];
  return createHash('sha256').update(JSON.stringify(all)).digest();
}

/** A hash of few words may be guessed. */
export async function forgetQuestions(
  tx: Tx,
  { siteId, roomIds }: { siteId: string; roomIds: readonly string[] },
): Promise<void> {
  if (roomIds.length === 0) return;
  await tx
    .updateTable('bot_answers')
    .set({ asked_hash: null })
    .where('site_id', '=', siteId)
    .where('room_id', 'in', [...roomIds])
    .execute();
}

interface Row {
  content: string;
  meta: MessageMeta | null;
  passages: FoundPassage[];
}

/** The latest such answer that nobody found unhelpful, whoever it was said to again. */
export async function saidBefore(core: Core, siteId: string, hash: Buffer): Promise<Reply | null> {
  const { rows } = await sql<Row>`
    select m.content, m.meta, b.passages
    from bot_answers b
    join messages m on m.site_id = b.site_id and m.room_id = b.room_id and m.seq = b.seq
    where b.site_id = ${siteId} and b.asked_hash = ${hash} and b.kind <> 'cache'
      and not exists (select from bot_answers a
        where a.site_id = b.site_id and a.asked_hash = b.asked_hash and a.helped = -1 and a.created_at >= b.created_at)
      and b.created_at > ${new Date(core.now() - DAYS * 86_400_000)} and m.content <> '' and m.meta->'change' is null
    order by b.created_at desc limit 1`.execute(core.db);
  const [row] = rows;
  return row
    ? { content: row.content, meta: row.meta, basis: { kind: 'cache', kept: row.passages, askedHash: hash } }
    : null;
}
