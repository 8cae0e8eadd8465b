/** What is kept of a visitor about the bot's answers, in words for that visitor: its word on them, and summaries of what it said. */
import type { Tx } from '../core/events.ts';
import type { visitorDescribed } from '../visitors/events.ts';

export async function describeAnswers(
  tx: Tx,
  { siteId, visitorId, add }: NonNullable<(typeof visitorDescribed)['payload']>,
): Promise<void> {
  const rooms = tx.selectFrom('rooms').select('id').where('site_id', '=', siteId).where('visitor_id', '=', visitorId);
  const rated = await tx
    .selectFrom('bot_answers as a')
    .innerJoin('rooms as r', (join) => join.onRef('r.site_id', '=', 'a.site_id').onRef('r.id', '=', 'a.room_id'))
    .select(['r.key', 'a.seq', 'a.helped'])
    .where('a.site_id', '=', siteId)
    .where('a.room_id', 'in', rooms)
    .where('a.helped', 'is not', null)
    .orderBy('a.created_at')
    .orderBy('r.key')
    .orderBy('a.seq')
    .execute();
  add(
    'what_you_said_of_answers',
    rated.map(({ key, seq, helped }) => ({ conversation: key, message: seq, helped: helped === 1 })),
  );
  const spent = await tx
    .selectFrom('bot_visitor_spending')
    .select(['day', 'spent_micros'])
    .where('site_id', '=', siteId)
    .where('visitor_id', '=', visitorId)
    .execute();
  add(
    'what_your_answers_cost',
    spent.map(({ day, spent_micros }) => ({
      day: day.toISOString().slice(0, 10),
      us_dollars: spent_micros / 1_000_000,
    })),
  );
  const summaries = await tx
    .selectFrom('room_summaries as s')
    .innerJoin('rooms as r', (join) => join.onRef('r.site_id', '=', 's.site_id').onRef('r.id', '=', 's.room_id'))
    .select(['r.key', 's.text', 's.sentiment', 's.created_at'])
    .where('s.site_id', '=', siteId)
    .where('s.room_id', 'in', rooms)
    .execute();
  add(
    'summaries_for_the_team',
    summaries.map(({ key, text, sentiment, created_at }) => ({
      conversation: key,
      summary: text,
      sentiment,
      at: created_at.toISOString(),
    })),
  );
}
