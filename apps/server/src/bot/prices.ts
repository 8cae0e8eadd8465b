/** What a model's tokens cost: by the site's table, the operator's, or what its maker asked when this was written. */
import { isIP } from 'node:net';
import type { PriceInForce } from '@parley/protocol';
import type { Config } from '../config.ts';
import type { Model, Usage } from './usage.ts';

/** US dollars for a million tokens, which is millionths of one for a token. */
export interface Price {
  readonly in: number;
  readonly out: number;
}

// Of the name and its dated versions.
const MAKERS: Readonly<Record<string, Price>> = {
  'gpt-4.1': { in: 2, out: 8 },
  'gpt-4.1-mini': { in: 0.4, out: 1.6 },
  'gpt-4.1-nano': { in: 0.1, out: 0.4 },
  'gpt-4o': { in: 2.5, out: 10 },
  'gpt-4o-mini': { in: 0.15, out: 0.6 },
  'gpt-5': { in: 1.25, out: 10 },
  'gpt-5-mini': { in: 0.25, out: 2 },
  'gpt-5-nano': { in: 0.05, out: 0.4 },
  'text-embedding-3-small': { in: 0.02, out: 0 },
  'text-embedding-3-large': { in: 0.13, out: 0 },
  'gpt-4o-transcribe': { in: 6, out: 10 },
  'gpt-4o-mini-transcribe': { in: 3, out: 5 },
  // Asks 0.006 a minute, which has 600 tokens (`SOUND_TOKENS`).
  'whisper-1': { in: 10, out: 0 },
};
/** Of a model that nobody named a price for: rather too much, as limits are held against it. */
const UNKNOWN: Price = { in: 3, out: 15 };
const NOTHING: Price = { in: 0, out: 0 };
/** Nobody who sells a model asks less. */
const CHEAPEST: Price = { in: 0.05, out: 0.4 };

/** A price, and whose it is. */
export type Priced<By = PriceInForce['by']> = Price & { readonly by: By };

/** By the operator's table, else by what is known. */
export function priceOf({ spending: { prices } }: Config, { model, baseUrl }: Model): Priced<Otherwise> {
  const named = prices[model];
  if (named) return { ...named, by: 'server' };
  if (baseUrl !== null && isOwn(new URL(baseUrl).hostname)) return { ...NOTHING, by: 'free' };
  const known = Object.keys(MAKERS).filter((name) => model === name || model.startsWith(`${name}-20`));
  const makers = MAKERS[known.sort((a, b) => b.length - a.length)[0] ?? ''];
  return makers ? { ...makers, by: 'known' } : { ...UNKNOWN, by: 'assumed' };
}
type Otherwise = PriceInForce['otherwise']['by'];

/**
 * With the site's own prices. The key is the operator's, and so are limits that are held against these prices: a site names no less than
 * the operator, or the maker, and of a model that nobody knows something.
 */
export function priceFor(own: Readonly<Record<string, Price>>, config: Config, model: Model): Priced {
  const otherwise = priceOf(config, model);
  const price = Object.hasOwn(own, model.model) ? own[model.model] : undefined;
  if (!price) return otherwise;
  const least = otherwise.by === 'assumed' ? CHEAPEST : otherwise;
  return { in: Math.max(price.in, least.in), out: Math.max(price.out, least.out), by: 'site' };
}

/** Every model that is set up, with what it is for; a model for two ends is listed for the first. */
export function modelsIn({ openai }: Config): { readonly model: Model; readonly for: PriceInForce['for'] }[] {
  if (!openai) return [];
  const { models, embeddingModel, transcriptionModel } = openai;
  const named = [
    ...models.map((model) => ({ model, for: 'answers' as const })),
    { model: embeddingModel, for: 'search' as const },
    { model: transcriptionModel, for: 'speech' as const },
  ].flatMap((each) => (each.model === null ? [] : [{ ...each, model: each.model }]));
  const first = new Map(named.toReversed().map((each) => [each.model, each]));
  return named
    .filter((each) => first.get(each.model) === each)
    .map((each) => ({ ...each, model: { ...openai, model: each.model } }));
}

/** A machine of one's own asks for no money: this one, one of a private network, one with a bare name. */
const isOwn = (host: string): boolean =>
  isIP(host.replace(/^\[|\]$/g, '')) === 0
    ? !host.includes('.') || /\.(?:local|internal|lan|localhost)$/.test(host)
    : /^(?:127\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|\[::1\]|\[f[cd])/.test(host);

export const isFree = (price: Price): boolean => price.in === 0 && price.out === 0;

/** Millionths of a US dollar, rounded up. */
export const costOf = (price: Price, { tokensIn, tokensOut }: Pick<Usage, 'tokensIn' | 'tokensOut'>): number =>
  Math.ceil(tokensIn * price.in + tokensOut * price.out);
