/** What calls of the model use and cost: as its server tells, else counted by the length of the words. */
import { isIP } from 'node:net';
import type { Config } from '../config.ts';
import type { ChatMessage } from './openai.ts';

/** Of one answer, all calls for it together: what was cut off and asked again is paid for as well. */
export interface Usage {
  tokensIn: number;
  tokensOut: number;
  estimated: boolean;
}

export const noUsage = (): Usage => ({ tokensIn: 0, tokensOut: 0, estimated: false });

/** Bytes of UTF-8 that make a token: 4 letters in European languages, 2 in Arabic. */
const BYTES = 4;
/** What a message costs beside its words. */
const FRAME = 4;

/** About as many as the words of a request have. */
export const tokensIn = (messages: readonly ChatMessage[]): number =>
  messages.reduce((sum, { content }) => sum + FRAME + tokensOf(content), FRAME);
export const tokensOf = (text: string): number => Math.ceil(Buffer.byteLength(text) / BYTES);

/** US dollars for a million tokens. */
interface Price {
  readonly in: number;
  readonly out: number;
}
// By the beginning of the model's name, the longest that fits.
const PRICES: Readonly<Record<string, Price>> = {
  'gpt-4.1': { in: 2, out: 8 },
  'gpt-4.1-mini': { in: 0.4, out: 1.6 },
  'gpt-4.1-nano': { in: 0.1, out: 0.4 },
  'gpt-4o': { in: 2.5, out: 10 },
  'gpt-4o-mini': { in: 0.15, out: 0.6 },
  'gpt-5': { in: 1.25, out: 10 },
  'gpt-5-mini': { in: 0.25, out: 2 },
  'gpt-5-nano': { in: 0.05, out: 0.4 },
};
/** Of a model that nobody named a price for: rather too much, as limits are held against it. */
const UNKNOWN: Price = { in: 3, out: 15 };
const NOTHING: Price = { in: 0, out: 0 };

/** A model that is asked, and where. */
export type Model = NonNullable<Config['openai']>;

function priceOf({ model, baseUrl }: Model): Price {
  if (baseUrl !== null && isOwn(new URL(baseUrl).hostname)) return NOTHING;
  const known = Object.keys(PRICES).filter((name) => model === name || model.startsWith(`${name}-20`));
  return PRICES[known.sort((a, b) => b.length - a.length)[0] ?? ''] ?? UNKNOWN;
}

/** A machine of one's own asks for no money: this one, one of a private network, one with a bare name. */
const isOwn = (host: string): boolean =>
  isIP(host.replace(/^\[|\]$/g, '')) === 0
    ? !host.includes('.') || /\.(?:local|internal|lan|localhost)$/.test(host)
    : /^(?:127\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|\[::1\]|\[f[cd])/.test(host);

/** Millionths of a US dollar. */
export const costMicros = (model: Model, usage: Usage): number => {
  const price = priceOf(model);
  return Math.round(usage.tokensIn * price.in + usage.tokensOut * price.out);
};
