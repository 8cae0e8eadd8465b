/** The bot's settings and its predefined answers. */
import { type Static, Type } from 'typebox';
import { BotChoices } from './bot-choices.ts';
import { command } from './command.ts';

export const BotSettings = Type.Object({
  ...BotChoices.properties,
  has_model: Type.Boolean({ description: 'Read only: whether a language model is set up on this server.' }),
  models: Type.Array(Type.String(), { description: 'Read only: those that may be chosen.' }),
});
export type BotSettings = Static<typeof BotSettings>;

export const getBot = command('get_bot', {
  summary: "Read the bot's settings",
  description: 'Those that are in force.',
  params: Type.Object({}),
  result: Type.Object({ bot: BotSettings }),
  who: ['agent'],
  http: { method: 'GET', path: '/api/chatbot', aliases: ['/chatbot/api'] },
});

export const updateBot = command('update_bot', {
  summary: "Change the bot's settings",
  description: 'Only the fields that are given change, and they are in force at once, as a version of their own.',
  params: Type.Partial(BotChoices),
  result: Type.Object({ bot: BotSettings }),
  who: ['change_bot'],
  http: { method: 'POST', path: '/api/chatbot', aliases: ['/chatbot/api'] },
});

export const PredefinedAnswer = Type.Object({
  id: Type.String(),
  title: Type.String(),
  triggers: Type.Array(Type.String(), {
    description:
      'What visitors write, in their words; compared without case, accents and punctuation, small slips forgiven.',
  }),
  content: Type.String(),
  quick_replies: Type.Array(Type.String()),
});
export type PredefinedAnswer = Static<typeof PredefinedAnswer>;

/** Not `id`: on a socket that name belongs to the frame. */
const answer = Type.String({ maxLength: 64 });
const answerFields = {
  title: Type.String({ minLength: 1, maxLength: 120 }),
  triggers: Type.Array(Type.String({ minLength: 1, maxLength: 200 }), { minItems: 1, maxItems: 50 }),
  content: Type.String({ minLength: 1, maxLength: 4_000 }),
  quick_replies: Type.Array(Type.String({ minLength: 1, maxLength: 60 }), { maxItems: 6 }),
};

export const listAnswers = command('list_answers', {
  summary: 'List the predefined answers',
  params: Type.Object({}),
  result: Type.Object({ answers: Type.Array(PredefinedAnswer) }),
  who: ['agent'],
  http: { method: 'GET', path: '/api/answers' },
});

export const createAnswer = command('create_answer', {
  summary: 'Write a predefined answer',
  params: Type.Object(answerFields),
  result: Type.Object({ answer: PredefinedAnswer }),
  who: ['manage_bot'],
  http: { method: 'POST', path: '/api/answers', status: 201 },
});

export const updateAnswer = command('update_answer', {
  summary: 'Change a predefined answer',
  params: Type.Object({ answer, ...answerFields }),
  result: Type.Object({ answer: PredefinedAnswer }),
  who: ['manage_bot'],
  http: { method: 'PUT', path: '/api/answers/:answer' },
});

export const deleteAnswer = command('delete_answer', {
  summary: 'Delete a predefined answer',
  params: Type.Object({ answer }),
  result: Type.Object({}),
  who: ['manage_bot'],
  http: { method: 'DELETE', path: '/api/answers/:answer' },
});
