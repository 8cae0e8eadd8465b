/** How the fake site's bot came to its answers, and what it left to who takes over. */
import type { AgentRoom, AnswerBasis, BotSpending, HandOver, Message } from '@parley/protocol';

const ARTICLE = { title: 'Returns and exchanges', url: '/kb/acme/returns-and-exchanges', revision: 2 };

export const answersIn = (messages: readonly Message[]): AnswerBasis[] =>
  messages
    .filter(({ role }) => role === 'bot')
    .map(({ seq, sources, offer_person }) => ({
      seq,
      kind: sources ? 'model' : offer_person ? 'unknown' : 'predefined',
      helped: sources ? true : offer_person ? false : null,
      confidence: sources ? 0.82 : offer_person ? 0.21 : null,
      language: 'en',
      model: sources ? 'gpt-4.1-mini' : null,
      tokens_in: sources ? 1_204 : 0,
      tokens_out: sources ? 48 : 0,
      tokens_estimated: false,
      cost_micros: sources ? 558 : 0,
      passages: sources
        ? [
            { ...ARTICLE, changed: true, cited: true },
            { title: 'Shipping times', url: '/kb/acme/shipping-times', revision: 1, changed: false, cited: false },
          ]
        : [],
    }));

export function handOverOf({ room, messages }: { room: AgentRoom; messages: readonly Message[] }): HandOver | null {
  const line = messages.find(({ event }) => event === 'person_requested');
  if (room.owner.kind === 'bot' || !line) return null;
  const asked = messages.filter(({ role, seq }) => role === 'visitor' && seq < line.seq);
  return {
    reason: room.hand_over ?? null,
    at: line.created,
    pending: false,
    first_question: asked[0]?.content ?? null,
    last_question: asked.length > 1 ? (asked.at(-1)?.content ?? null) : null,
    questions: asked.length,
    answers: messages.filter(({ role }) => role === 'bot').length,
    opens_at: null,
    not_helpful: 1,
    language: 'en',
    sources: [{ title: ARTICLE.title, url: ARTICLE.url }],
  };
}

const MINI = { model: 'gpt-4.1-mini', in: 0.4, out: 1.6 };
/** What its model costs, and may. */
export const someSpending = (): BotSpending => ({
  limits: { day_micros: 5_000_000, month_micros: null, visitor_day_micros: null, prices: [] },
  most: { day_micros: 10_000_000, month_micros: 100_000_000, visitor_day_micros: 1_000_000 },
  prices: [
    { ...MINI, for: 'answers', by: 'known', otherwise: { in: 0.4, out: 1.6, by: 'known' } },
    {
      model: 'house-model',
      in: 3,
      out: 15,
      for: 'answers',
      by: 'assumed',
      otherwise: { in: 3, out: 15, by: 'assumed' },
    },
    { model: 'bge-m3', in: 0, out: 0, for: 'search', by: 'free', otherwise: { in: 0, out: 0, by: 'free' } },
  ],
  today_micros: 4_991_000,
  month_micros: 41_200_000,
  held_micros: 0,
  refused_today: 12,
  reached: 'day',
  kinds: [
    { kind: 'model', answers: 812, cost_micros: 41_200_000 },
    { kind: 'predefined', answers: 204, cost_micros: 0 },
    { kind: 'unknown', answers: 31, cost_micros: 900_000 },
  ],
});
