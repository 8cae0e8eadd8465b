/** What calls of the model use: as its server tells, else counted by the length of the words. What it costs is `prices.ts`. */
import type { Config } from '../config.ts';
import type { ChatMessage } from './openai.ts';

/** Of one answer, all calls for it together: what was cut off and asked again is paid for as well. */
export interface Usage {
  tokensIn: number;
  tokensOut: number;
  estimated: boolean;
  /** Millionths of a US dollar; known once all calls are over. */
  costMicros: number;
}

export const noUsage = (): Usage => ({ tokensIn: 0, tokensOut: 0, estimated: false, costMicros: 0 });

/** Bytes of UTF-8 that make a token: 4 letters in European languages, 2 in Arabic. */
const BYTES = 4;
/** What a message costs beside its words. */
const FRAME = 4;

/** About as many as the words of a request have. */
export const tokensIn = (messages: readonly ChatMessage[]): number =>
  messages.reduce((sum, { content }) => sum + FRAME + tokensOf(content), FRAME);
export const tokensOf = (text: string): number => Math.ceil(Buffer.byteLength(text) / BYTES);

/** A second of sound is counted as so many tokens, as its makers do. */
export const SOUND_TOKENS = 10;

/** A model that is asked, and where. */
export type Model = NonNullable<Config['openai']>;
