/** What the bot learns from conversations: questions that it could not answer, articles made of answers, and corrections to whoever was told an old text. */
import { type Static, Type } from 'typebox';
import { command } from './command.ts';

const room = Type.String({ minLength: 3, maxLength: 200 });
const seq = Type.Integer({ minimum: 1, description: "Of the bot's answer." });
const article = Type.String({ maxLength: 64 });

export const OpenQuestion = Type.Object({
  room: Type.String(),
  seq: Type.Integer({ description: "Of the bot's answer." }),
  question: Type.String({ description: "The visitor's words, 300 characters at most." }),
  at: Type.String(),
  why: Type.Union(
    [Type.Literal('unknown'), Type.Literal('failed'), Type.Literal('unsure'), Type.Literal('unhelpful')],
    {
      description:
        '`unknown`: the bot said that it does not know; `failed`: the model gave nothing; `unsure`: a passage that may be beside the point; `unhelpful`: the visitor said so.',
    },
  ),
});
export type OpenQuestion = Static<typeof OpenQuestion>;

export const QuestionTopic = Type.Object({
  words: Type.Array(Type.String(), { description: 'What these questions share, the most telling first; 3 at most.' }),
  count: Type.Integer(),
  last: Type.String({ description: 'When it was asked last.' }),
  questions: Type.Array(OpenQuestion, { description: 'The newest first.' }),
});
export type QuestionTopic = Static<typeof QuestionTopic>;

export const listTopics = command('list_topics', {
  summary: 'List what the bot could not answer',
  description:
    'Open questions of the last `days` (30), grouped by the words that they share, the most frequent first. Of more than 1,000 the newest. Answers that a person settled are left out.',
  params: Type.Object({ days: Type.Optional(Type.Integer({ minimum: 1, maximum: 90 })) }),
  result: Type.Object({ topics: Type.Array(QuestionTopic), questions: Type.Integer() }),
  who: ['agent'],
  http: { method: 'GET', path: '/api/knowledge/topics' },
});

export const settleQuestions = command('settle_questions', {
  summary: 'Take questions off the list of open ones',
  description: 'Or put them back, by `settled: false`. Twice is once; what is not there is passed over.',
  refusals: ['room_not_found'],
  params: Type.Object({
    questions: Type.Array(Type.Object({ room, seq }), { minItems: 1, maxItems: 1_000 }),
    settled: Type.Optional(Type.Boolean()),
  }),
  result: Type.Object({}),
  who: ['manage_knowledge'],
  http: { method: 'POST', path: '/api/knowledge/topics/settle' },
});

export const draftArticle = command('draft_article', {
  summary: 'Make an article of a conversation',
  description:
    'A title and a text to go on writing from; nothing is stored. `seq` names the question or an answer to it; without it the last question. By the model where there is one (it may take many seconds; a socket answers other frames meanwhile), else what the team answered, word for word.',
  refusals: ['room_not_found'],
  params: Type.Object({ room, seq: Type.Optional(Type.Integer({ minimum: 1 })) }),
  result: Type.Object({
    title: Type.String(),
    body: Type.String(),
    by_model: Type.Boolean({ description: 'False: the words are those of the conversation.' }),
  }),
  who: ['manage_knowledge'],
  http: { method: 'POST', path: '/api/articles/draft' },
  long: true,
});

/** An answer that rests on an older text of an article. */
export const ToldAnswer = Type.Object({
  room: Type.String(),
  seq: Type.Integer(),
  name: Type.String({ description: 'The visitor, as far as known.' }),
  has_email: Type.Boolean({ description: 'A correction reaches the visitor by mail too.' }),
  revision: Type.Integer({ description: 'Of the article, as the answer read it.' }),
  answer: Type.String({ description: 'What the bot said, 500 characters at most.' }),
  at: Type.String(),
  corrected: Type.Union([Type.String(), Type.Null()], { description: 'When a correction was sent.' }),
});
export type ToldAnswer = Static<typeof ToldAnswer>;

export const listTold = command('list_told', {
  summary: 'List who was told an old text of an article',
  description:
    "Answers of the last 90 days that cite a revision before the article's present one, the newest first, 200 at most; `count` is of those that no correction was sent to.",
  refusals: ['not_found'],
  params: Type.Object({ article }),
  result: Type.Object({ told: Type.Array(ToldAnswer), count: Type.Integer(), revision: Type.Integer() }),
  who: ['agent'],
  http: { method: 'GET', path: '/api/articles/:article/told' },
});

export const sendCorrection = command('send_correction', {
  summary: 'Tell them what is right',
  description:
    'One message of the caller in each of these conversations, each once; nobody takes over, and a closed one stays closed. Who cannot be told any more is counted in `left_out`.',
  refusals: ['not_found', 'room_not_found', 'empty', 'too_long'],
  params: Type.Object({
    article,
    content: Type.String({ maxLength: 8_000 }),
    answers: Type.Array(Type.Object({ room, seq }), { minItems: 1, maxItems: 200 }),
  }),
  result: Type.Object({ sent: Type.Integer(), left_out: Type.Integer() }),
  who: ['manage_knowledge'],
  http: { method: 'POST', path: '/api/articles/:article/correction' },
  long: true,
});
