/**
 * What an agent wants to know of a room that left the bot: why, what was asked, what was tried, and, where a model has written
 * it, a summary. What is not written by a model is read from the log at that moment, so nothing that was taken back shows in it.
 */
import type { getHandOver, HandOver, ParamsOf, ResultOf } from '@parley/protocol';
import { sql } from 'kysely';
import type { AgentActor } from '../core/actor.ts';
import type { Core } from '../core/core.ts';
import { namedRoom } from '../rooms/named-room.ts';
import { articlesOf } from './explain.ts';
import type { BotAnswerRow } from './tables.ts';

/** Characters of a question. */
const QUESTION = 280;
const SOURCES = 5;
/** Milliseconds that a summary is waited for. */
const PENDING_MS = 60_000;

interface Found {
  at: Date;
  hand_over: HandOver['reason'];
  opens_at: string | null;
  first_question: string | null;
  last_question: string | null;
  questions: number;
  summary: string | null;
  sentiment: HandOver['sentiment'] | null;
  summary_seq: number | null;
  line: number;
}

export async function getHandOverVerb(
  core: Core,
  actor: AgentActor,
  { room: name }: ParamsOf<typeof getHandOver>,
): Promise<ResultOf<typeof getHandOver>> {
  const { siteId, site } = actor;
  const room = await namedRoom(core.db, actor, name);
  if (room.owner_kind === 'bot' || room.erased_at) return { hand_over: null };
  const place = { siteId, roomId: room.id };
  const [found, answers] = await Promise.all([readLog(core, place), answersIn(core, place)]);
  if (!found || (answers.length === 0 && room.hand_over === null)) return { hand_over: null };
  const passages = answers.flatMap((row) => row.passages);
  const sources = (await articlesOf(core, { siteId, site }, passages))(passages).slice(0, SOURCES);
  const { at, opens_at, first_question, last_question, questions, summary, sentiment, line } = found;
  const written = summary !== null && found.summary_seq === line;
  const waits = core.config.openai !== null && questions > 1 && core.now() - at.getTime() < PENDING_MS;
  return {
    hand_over: {
      reason: room.hand_over,
      at: at.toISOString(),
      opens_at,
      ...(written && { summary }),
      ...(written && sentiment && { sentiment }),
      pending: !written && waits,
      first_question,
      last_question,
      questions,
      answers: answers.filter(({ kind }) => kind !== 'hand_off').length,
      not_helpful: answers.filter(({ helped }) => helped === -1).length,
      language: answers.at(-1)?.language ?? null,
      sources: sources.map(({ title, url }) => ({ title, url })),
    },
  };
}

interface At {
  readonly siteId: string;
  readonly roomId: string;
}

/** Undefined: it never left the bot. */
async function readLog(core: Core, { siteId, roomId }: At): Promise<Found | undefined> {
  const { rows } = await sql<Found>`
    with line as (
      select seq, created_at, meta->>'opens_at' as opens_at from messages
      where site_id = ${siteId} and room_id = ${roomId} and role = 'system'
        and meta->>'event' in ('person_requested', 'agent_joined', 'assigned')
        and seq > coalesce((select max(seq) from messages
          where site_id = ${siteId} and room_id = ${roomId} and meta->>'event' = 'handed_back'), 0)
      order by seq limit 1),
    asked as (
      select m.seq, left(m.content, ${QUESTION}) as content from messages m, line
      where m.site_id = ${siteId} and m.room_id = ${roomId} and m.role = 'visitor' and m.seq < line.seq and m.content <> '')
    select line.seq as line, line.created_at as at, line.opens_at,
      (select content from asked order by seq limit 1) as first_question,
      (select content from asked order by seq desc limit 1 offset 0) as last_question,
      (select count(*)::int from asked) as questions,
      s.text as summary, s.sentiment, s.seq as summary_seq
    from line left join room_summaries s on s.site_id = ${siteId} and s.room_id = ${roomId}`.execute(core.db);
  const [found] = rows;
  return found && { ...found, last_question: found.questions > 1 ? found.last_question : null };
}

/** Oldest first. */
const answersIn = (
  core: Core,
  { siteId, roomId }: At,
): Promise<Pick<BotAnswerRow, 'kind' | 'helped' | 'language' | 'passages'>[]> =>
  core.db
    .selectFrom('bot_answers')
    .select(['kind', 'helped', 'language', 'passages'])
    .where('site_id', '=', siteId)
    .where('room_id', '=', roomId)
    .orderBy('seq')
    .execute();
