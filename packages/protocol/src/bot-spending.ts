/** What the model costs a site, and how much it may. */
import { type Static, Type } from 'typebox';
import { AnswerKind } from './bot-answers.ts';
import { command } from './command.ts';

const micros = Type.Integer({ minimum: 0 });
const limit = Type.Union([micros, Type.Null()]);

export const ModelPrice = Type.Object({
  model: Type.String({ minLength: 1, maxLength: 100 }),
  in: Type.Number({ minimum: 0, maximum: 10_000, description: 'US dollars for a million tokens.' }),
  out: Type.Number({ minimum: 0, maximum: 10_000 }),
});
export type ModelPrice = Static<typeof ModelPrice>;

const origins = [Type.Literal('server'), Type.Literal('known'), Type.Literal('free'), Type.Literal('assumed')] as const;

export const PriceInForce = Type.Object({
  ...ModelPrice.properties,
  for: Type.Union([Type.Literal('answers'), Type.Literal('search'), Type.Literal('speech')]),
  by: Type.Union([Type.Literal('site'), ...origins], {
    description:
      "Whose price it is: the site's; the server's (`OPENAI_PRICES`); the one that its maker is known to ask; nothing, for a model on a machine of one's own; or, where nobody named one, rather too much.",
  }),
  otherwise: Type.Object(
    { in: ModelPrice.properties.in, out: ModelPrice.properties.out, by: Type.Union([...origins]) },
    { description: "What counts without a price of the site's." },
  ),
});
export type PriceInForce = Static<typeof PriceInForce>;

export const BotLimits = Type.Object(
  {
    day_micros: limit,
    month_micros: limit,
    visitor_day_micros: limit,
    prices: Type.Array(ModelPrice, { maxItems: 50 }),
  },
  { description: "Millionths of a US dollar; null: the operator's. Days and months are those of UTC." },
);
export type BotLimits = Static<typeof BotLimits>;

export const BotSpending = Type.Object({
  limits: BotLimits,
  most: Type.Object(
    { day_micros: micros, month_micros: micros, visitor_day_micros: micros },
    { description: "The operator's: what a site sets above counts as this." },
  ),
  prices: Type.Array(PriceInForce, {
    description: 'Of all models that are set up; empty where none is. What the server names is the least that counts.',
  }),
  today_micros: micros,
  month_micros: micros,
  held_micros: Type.Integer({ minimum: 0, description: 'The most that running calls may cost.' }),
  refused_today: Type.Integer({ description: 'Calls that were not made because a limit was reached.' }),
  reached: Type.Union([Type.Literal('day'), Type.Literal('month'), Type.Null()], {
    description: 'The bot answers from the articles until then is over.',
  }),
  kinds: Type.Array(Type.Object({ kind: AnswerKind, answers: Type.Integer(), cost_micros: micros }), {
    description: 'Answers of the last 30 days.',
  }),
});
export type BotSpending = Static<typeof BotSpending>;

export const getBotSpending = command('get_bot_spending', {
  summary: 'See what the model costs',
  params: Type.Object({}),
  result: Type.Object({ spending: BotSpending }),
  who: ['agent'],
  http: { method: 'GET', path: '/api/chatbot/spending' },
});

export const updateBotLimits = command('update_bot_limits', {
  summary: 'Limit what the model may cost',
  description:
    "Only the fields that are given change; they count from the next call on. `prices` are all of the site's: a model that is left out has none of them any more, and one that is named twice is `invalid`.",
  params: Type.Partial(BotLimits),
  result: Type.Object({ spending: BotSpending }),
  who: ['manage_bot'],
  http: { method: 'PUT', path: '/api/chatbot/limits' },
});
