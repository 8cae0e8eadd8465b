/** What the people of a site choose for their bot: the one schema of what a draft holds, a version keeps, and the bot runs on. */
import { type Static, Type } from 'typebox';

export const BotTone = Type.Union([Type.Literal('friendly'), Type.Literal('neutral'), Type.Literal('formal')], {
  description: 'How a model speaks.',
});
export type BotTone = Static<typeof BotTone>;

export const BotLength = Type.Union([Type.Literal('short'), Type.Literal('medium'), Type.Literal('long')], {
  description: 'How much a model writes at most: about 60, 120 or 250 words.',
});
export type BotLength = Static<typeof BotLength>;

export const Greeting = Type.Object({
  pages: Type.String({
    maxLength: 200,
    description: 'A path, in which `*` stands for anything (`/pricing*`); empty: every page.',
  }),
  language: Type.String({ pattern: '^([a-z]{2,3})?$', description: "The browser's, such as `de`; empty: every one." }),
  text: Type.String({ minLength: 1, maxLength: 500 }),
});
export type Greeting = Static<typeof Greeting>;

const time = Type.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$' });

export const BotHours = Type.Object(
  {
    time_zone: Type.String({ maxLength: 64 }),
    days: Type.Array(Type.Integer({ minimum: 1, maximum: 7 }), { maxItems: 7, description: 'Monday is 1.' }),
    from: time,
    to: time,
  },
  { description: 'Hours of a week. Where `to` is not later than `from` it is on the next day.' },
);
export type BotHours = Static<typeof BotHours>;

const topics = (description: string) =>
  Type.Array(Type.String({ minLength: 1, maxLength: 120 }), { maxItems: 20, description });

export const BotChoices = Type.Object({
  enabled: Type.Boolean(),
  hours: Type.Union([BotHours, Type.Null()], { description: 'Null: always.' }),
  office_hours: Type.Union([BotHours, Type.Null()], {
    description: 'When people answer; at other times a hand-over says when they do again. Null: nothing is said of it.',
  }),
  name: Type.String({ minLength: 1, maxLength: 40 }),
  avatar: Type.Union([Type.String({ maxLength: 100 }), Type.Null()], {
    description: 'The path of a picture, as `add_bot_avatar` told it.',
  }),
  greeting: Type.String({ maxLength: 500, description: 'Where none of `greetings` fits.' }),
  greetings: Type.Array(Greeting, {
    maxItems: 40,
    description: 'Other first words on some pages and in some languages.',
  }),
  quick_replies: Type.Array(Type.String({ minLength: 1, maxLength: 60 }), { maxItems: 6 }),
  tone: BotTone,
  answer_length: BotLength,
  model: Type.Union([Type.String({ minLength: 1, maxLength: 100 }), Type.Null()], {
    description: "One of the server's `models`; null: the first of them.",
  }),
  temperature: Type.Union([Type.Number({ minimum: 0, maximum: 1 }), Type.Null()], {
    description: "How freely a model words its answers; null: the model's own default.",
  }),
  instructions: Type.String({ maxLength: 4_000, description: "Added to the model's prompt; unused without a model." }),
  refused_topics: topics('What a model politely declines to talk about.'),
  hand_over_topics: topics('What a person of the team answers instead of the bot.'),
  mask_personal_data: Type.Boolean({
    description:
      'Email addresses, telephone numbers, payment cards and bank accounts are taken out of what visitors and agents wrote before it leaves for the model.',
  }),
});
export type BotChoices = Static<typeof BotChoices>;
