/** How the bot came to its answers, what visitors say of them, and what it leaves to who takes over. */
import { type Static, Type } from 'typebox';
import { command } from './command.ts';
import { HandOverReason, Source } from './messages.ts';

/**
 * Where an answer came from: `cache` was said before to the same question, `passage` is quoted from an article, `unknown` says
 * that nothing was found, `failed` stands for what the model could not say.
 */
export const AnswerKind = Type.Union([
  Type.Literal('predefined'),
  Type.Literal('cache'),
  Type.Literal('passage'),
  Type.Literal('model'),
  Type.Literal('unknown'),
  Type.Literal('hand_off'),
  Type.Literal('failed'),
]);
export type AnswerKind = Static<typeof AnswerKind>;

/** A passage that was found for a question. */
export const FoundPassage = Type.Object({
  article_id: Type.String(),
  revision: Type.Integer({ minimum: 1, description: 'Of the article, as the answer read it.' }),
  ordinal: Type.Integer({ minimum: 0 }),
  score: Type.Number(),
  cited: Type.Boolean({ description: 'The answer rests on it.' }),
});
export type FoundPassage = Static<typeof FoundPassage>;

export const Sentiment = Type.Union([Type.Literal('positive'), Type.Literal('neutral'), Type.Literal('negative')]);
export type Sentiment = Static<typeof Sentiment>;

/** How one answer came about, for agents. */
export const AnswerBasis = Type.Object({
  seq: Type.Integer({ description: "The answer's place in the log." }),
  kind: AnswerKind,
  helped: Type.Union([Type.Boolean(), Type.Null()], { description: "The visitor's word; null: none." }),
  confidence: Type.Union([Type.Number(), Type.Null()], {
    description: '0 to 1: how much of the question the best passage holds. Null: none was looked for.',
  }),
  language: Type.String(),
  model: Type.Union([Type.String(), Type.Null()]),
  tokens_in: Type.Integer(),
  tokens_out: Type.Integer(),
  tokens_estimated: Type.Boolean({
    description: "Counted by the length of the words: the model's server did not tell.",
  }),
  cost_micros: Type.Integer({ description: 'Millionths of a US dollar.' }),
  passages: Type.Array(
    Type.Object({
      title: Type.String(),
      url: Type.String(),
      revision: Type.Integer(),
      changed: Type.Boolean({ description: 'The article says something else by now.' }),
      cited: Type.Boolean(),
    }),
    { description: 'By article, best first; those that were deleted are left out.' },
  ),
});
export type AnswerBasis = Static<typeof AnswerBasis>;

/** A room as who takes it over wants to know it. */
export const HandOver = Type.Object({
  reason: Type.Union([HandOverReason, Type.Null()]),
  at: Type.String({ description: 'ISO 8601.' }),
  opens_at: Type.Union([Type.String(), Type.Null()], {
    description: 'When people answer again, as the visitor was told then (ISO 8601). Null: nothing was said of it.',
  }),
  /** Absent: the model has not written it, or there is none. */
  summary: Type.Optional(Type.String()),
  sentiment: Type.Optional(Sentiment),
  pending: Type.Boolean({ description: 'A summary is being written: ask again in a moment.' }),
  first_question: Type.Union([Type.String(), Type.Null()]),
  last_question: Type.Union([Type.String(), Type.Null()], { description: 'Null where it is the first.' }),
  questions: Type.Integer(),
  answers: Type.Integer({ description: "The bot's." }),
  not_helpful: Type.Integer(),
  language: Type.Union([Type.String(), Type.Null()]),
  sources: Type.Array(Source, { description: 'What the bot tried.' }),
});
export type HandOver = Static<typeof HandOver>;

const room = Type.String({ minLength: 3, maxLength: 200 });

export const rateAnswer = command('rate_answer', {
  summary: 'Say whether an answer helped',
  description:
    "Of one of the bot's answers in the caller's own room; the latest word counts. The second that did not help since the bot has the room passes it on to a person.",
  refusals: ['not_found', 'erased'],
  params: Type.Object({ room: Type.Optional(room), seq: Type.Integer({ minimum: 1 }), helped: Type.Boolean() }),
  result: Type.Object({ room: Type.String(), seq: Type.Integer(), helped: Type.Boolean() }),
  who: ['visitor', 'user'],
  http: { method: 'POST', path: '/api/rooms/rate' },
});

export const explainAnswers = command('explain_answers', {
  summary: "How the bot's answers came about",
  description: 'Of one room, the latest 200, in their order.',
  params: Type.Object({ room: Type.Optional(room) }),
  result: Type.Object({ answers: Type.Array(AnswerBasis) }),
  who: ['agent'],
  http: { method: 'GET', path: '/api/rooms/answers' },
});

export const getHandOver = command('get_hand_over', {
  summary: 'What to know before taking a room over',
  description:
    'Of its last hand-over by the bot; null while the bot has the room, and where it never had. Without a model, or until it has written, the questions and counts stand for the summary.',
  params: Type.Object({ room: Type.Optional(room) }),
  result: Type.Object({ hand_over: Type.Union([HandOver, Type.Null()]) }),
  who: ['agent'],
  http: { method: 'GET', path: '/api/rooms/hand_over' },
});
