/** The part of the configuration that says what the model may cost. Read by `config.ts` alone. */
import { type Static, Type } from 'typebox';

const dollars = (fallback: number) =>
  Type.Number({ minimum: 0, maximum: 1_000_000, default: fallback, fix: 'give US dollars, such as 10 or 0.5' });

export const SPENDING_VARIABLES = {
  OPENAI_PRICES: Type.Optional(
    Type.String({
      fix: 'give US dollars for a million tokens in and out by model, such as gpt-4.1-mini=0.4/1.6, separated by commas',
    }),
  ),
  MODEL_SPEND_DAY: dollars(10),
  MODEL_SPEND_MONTH: dollars(100),
  MODEL_SPEND_VISITOR_DAY: dollars(1),
};
type Variables = Static<ReturnType<typeof Type.Object<typeof SPENDING_VARIABLES>>>;

type Prices = Readonly<Record<string, { readonly in: number; readonly out: number }>>;

/** Of one site, in millionths of a US dollar; prices in dollars for a million tokens, which is the same for a token. */
export interface SpendingConfig {
  readonly day: number;
  readonly month: number;
  readonly visitorDay: number;
  readonly prices: Prices;
}

/** `name=in/out` each. Undefined where one is not. */
export function readPrices(text = ''): Prices | undefined {
  const parts = text.split(',').map((part) => part.trim());
  const found = parts
    .filter(Boolean)
    .map((part) => /^([^=\s]+)\s*=\s*(\d+(?:\.\d+)?)\s*\/\s*(\d+(?:\.\d+)?)$/.exec(part));
  if (found.includes(null)) return undefined;
  return Object.fromEntries(found.map((each) => [each?.[1], { in: Number(each?.[2]), out: Number(each?.[3]) }]));
}

export const spendingOf = (vars: Variables, prices: Prices): SpendingConfig =>
  Object.freeze({
    day: vars.MODEL_SPEND_DAY * 1_000_000,
    month: vars.MODEL_SPEND_MONTH * 1_000_000,
    visitorDay: vars.MODEL_SPEND_VISITOR_DAY * 1_000_000,
    prices: Object.freeze(prices),
  });
