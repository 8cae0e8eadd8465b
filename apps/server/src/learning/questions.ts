/** What visitors asked and the bot could not answer, or not to their use: read from the bot's records, grouped when it is looked at. */
import type { listTopics, OpenQuestion, ParamsOf, ResultOf, settleQuestions } from '@parley/protocol';
import { sql } from 'kysely';
import type { AgentActor } from '../core/actor.ts';
import type { Core } from '../core/core.ts';
import { termsOf } from '../knowledge/question.ts';
import { SURE } from '../knowledge/retrieval.ts';
import { roomName } from '../rooms/channels.ts';
import { answersAt } from './answers-at.ts';
import { topicsOf } from './topics.ts';

const DAYS = 30;
/** Grouping compares each with all topics: a thousand take some 50 ms. */
const MOST = 1_000;
const TOPICS = 100;
/** Of one topic, with their words; `count` is of all. */
const LENGTH = 300;

interface Row {
  key: string;
  seq: number;
  question: string;
  at: Date;
  why: OpenQuestion['why'];
}

export async function listTopicsVerb(
  core: Core,
  { siteId, site }: AgentActor,
  { days = DAYS }: ParamsOf<typeof listTopics>,
): Promise<ResultOf<typeof listTopics>> {
  const { rows } = await sql<Row>`
    select r.key, b.seq, m.content as question, b.created_at as at,
      case when b.helped = -1 then 'unhelpful' when b.kind in ('unknown', 'failed') then b.kind else 'unsure' end as why
    from bot_answers b
    join rooms r on r.site_id = b.site_id and r.id = b.room_id and r.erased_at is null
    join messages m on m.site_id = b.site_id and m.room_id = b.room_id and m.seq = b.question_seq
    where b.site_id = ${siteId} and b.created_at > ${new Date(core.now() - days * 86_400_000)} and b.settled_at is null
      and (b.helped = -1 or b.kind in ('unknown', 'failed') or (b.kind = 'passage' and b.confidence < ${SURE} and b.helped is null))
      and m.role = 'visitor' and m.content <> ''
    order by b.created_at desc limit ${MOST}`.execute(core.db);
  const words = rows.map(({ question }) => termsOf(question));
  const stemOf = await stems(core, [...new Set(words.flat())]);
  const asked = rows.map((row, i) => {
    const terms = (words[i] as string[]).filter((term) => stemOf.has(term));
    return { ...row, terms, stems: terms.map((term) => stemOf.get(term) as string) };
  });
  const topics = topicsOf(asked).slice(0, TOPICS);
  return {
    questions: rows.length,
    topics: topics.map(({ shared, questions }) => ({
      words: shared.map((stem) => wordOf(stem, questions)),
      count: questions.length,
      last: (questions[0] as Row).at.toISOString(),
      questions: questions.map(({ key, seq, question, at, why }) => ({
        room: roomName(site, key),
        seq,
        question: question.slice(0, LENGTH),
        at: at.toISOString(),
        why,
      })),
    })),
  };
}

/** As Postgres finds them; stop words have none. */
async function stems(core: Core, words: readonly string[]): Promise<Map<string, string>> {
  if (words.length === 0) return new Map();
  const { rows } = await sql<{ word: string; stem: string | null }>`
    select word, (tsvector_to_array(to_tsvector('parley', word)))[1] as stem
    from unnest(${[...words]}::text[]) as w(word)`.execute(core.db);
  return new Map(rows.flatMap(({ word, stem }) => (stem ? [[word, stem] as const] : [])));
}

/** As people write it most. */
function wordOf(stem: string, questions: readonly { terms: readonly string[]; stems: readonly string[] }[]): string {
  const counts = new Map<string, number>();
  for (const { terms, stems: own } of questions) {
    const word = terms[own.indexOf(stem)];
    if (word !== undefined) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? stem;
}

export async function settleQuestionsVerb(
  core: Core,
  actor: AgentActor,
  { questions, settled = true }: ParamsOf<typeof settleQuestions>,
): Promise<ResultOf<typeof settleQuestions>> {
  await core.db
    .updateTable('bot_answers')
    .set({ settled_at: settled ? new Date(core.now()) : null })
    .where(answersAt(actor, questions))
    .execute();
  return {};
}
