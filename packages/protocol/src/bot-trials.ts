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

export const TrialNow = Type.Object(
  {
    answered: Type.Boolean({ description: 'By the bot. Otherwise every message waits for a person.' }),
    why: Type.Union([Type.Literal('off'), Type.Literal('hours'), Type.Null()], {
      description: 'Why not: it is switched off, or it is outside its hours.',
    }),
    bot_again: Type.Union([Type.String(), Type.Null()], {
      description: 'ISO 8601: when its hours begin again. Null: they never do, or it is no matter of hours.',
    }),
    people_again: Type.Union([Type.String(), Type.Null()], {
      description:
        'ISO 8601: when people answer again. Null: within their office hours, without any, and while somebody of the team is here.',
    }),
  },
  { description: 'What a visitor would get at this moment, by the same settings.' },
);
export type TrialNow = Static<typeof TrialNow>;

export const BotTrial = Type.Object({
  answer: Type.String({ description: 'What it would say while it answers.' }),
  now: TrialNow,
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
    watch: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 64,
        description:
          'Over a socket: the answer is shown to it while it is being written, by `trial_delta` of this name.',
      }),
    ),
  }),
  result: Type.Object({ trial: BotTrial }),
  who: ['change_bot'],
  http: { method: 'POST', path: '/api/chatbot/try' },
  long: true,
});

export const TrialDeltaEvent = Type.Object(
  {
    command: Type.Literal('trial_delta'),
    watch: Type.String(),
    offset: Type.Integer({ description: 'UTF-16 code units, as in `bot_delta`.' }),
    text: Type.String(),
  },
  {
    description: 'A piece of what the bot answers to `try_bot`, to the socket that asked. The answer takes its place.',
  },
);
export type TrialDeltaEvent = Static<typeof TrialDeltaEvent>;
