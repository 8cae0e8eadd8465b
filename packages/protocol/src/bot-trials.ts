/** The playground: a question to the bot with its draft, or with what is published, and how the answer came about. No visitor is part of it. */
import { type Static, Type } from 'typebox';
import { AnswerKind } from './bot-answers.ts';
import { command } from './command.ts';
import { Source } from './messages.ts';

export const TriedPassage = Type.Object({
  article: Type.String(),
  title: Type.String(),
  heading: Type.String(),
  text: Type.String(),
  score: Type.Number({ description: 'The order; comparable within one answer only.' }),
  confidence: Type.Number({ description: '0 to 1: how much of what was asked for it holds.' }),
  cited: Type.Boolean({ description: 'The answer rests on it.' }),
});
export type TriedPassage = Static<typeof TriedPassage>;

export const PreparedMatch = Type.Object({
  title: Type.String(),
  trigger: Type.String({ description: 'The one that the words ask for.' }),
  how: Type.Union([Type.Literal('exact'), Type.Literal('near'), Type.Literal('intent'), Type.Literal('meaning')], {
    description:
      "`exact`: in the same words; `near`: with a slip of the keyboard; `intent`: in other words that ask for the same; `meaning`: by the embedding model's vectors.",
  }),
});
export type PreparedMatch = Static<typeof PreparedMatch>;

export const BotTrial = Type.Object({
  answer: Type.String(),
  kind: AnswerKind,
  prepared: Type.Union([PreparedMatch, Type.Null()], { description: 'The predefined answer that it is, and why.' }),
  sources: Type.Array(Source),
  quick_replies: Type.Array(Type.String()),
  offer_person: Type.Boolean({ description: 'The answer asks whether a person is wanted.' }),
  language: Type.String({ description: "In which the bot's own sentences are worded." }),
  passages: Type.Array(TriedPassage),
  prompt: Type.Array(Type.Object({ role: Type.String(), content: Type.String() }), {
    description: 'All that a model was sent; empty where none was asked.',
  }),
  model: Type.Union([Type.String(), Type.Null()], { description: 'Null: none was asked.' }),
  tokens_in: Type.Integer(),
  tokens_out: Type.Integer(),
  tokens_estimated: Type.Boolean({ description: "The model's server did not tell." }),
  cost_micros: Type.Integer({ description: 'Millionths of a US dollar.' }),
  took_ms: Type.Integer(),
});
export type BotTrial = Static<typeof BotTrial>;

export const tryBot = command('try_bot', {
  summary: 'Ask the bot without a conversation',
  description:
    'Answers as the bot would a visitor, by the draft or by what is published, and tells how it came to it. Nothing of it is stored but what it cost, which counts as the answers to visitors do. It takes as long as an answer: up to a minute with a slow model.',
  params: Type.Object({
    question: Type.String({ minLength: 1, maxLength: 4_000 }),
    history: Type.Optional(
      Type.Array(
        Type.Object({
          role: Type.Union([Type.Literal('visitor'), Type.Literal('bot')]),
          content: Type.String({ minLength: 1, maxLength: 4_000 }),
          offer_person: Type.Optional(Type.Boolean()),
        }),
        { maxItems: 20, description: 'What was said before, oldest first.' },
      ),
    ),
    settings: Type.Union([Type.Literal('draft'), Type.Literal('published')]),
  }),
  result: Type.Object({ trial: BotTrial }),
  who: ['change_bot'],
  http: { method: 'POST', path: '/api/chatbot/try' },
  // A socket's later frames wait for the earlier ones.
  socket: false,
});
