/** What the processes of this bench tell one another, and what the model's answers say: whoever reads one knows what it must be. */
import type { Address } from '../load/phase.ts';

export interface Pace {
  readonly tokensPerSecond: number;
  /** Of one answer. */
  readonly tokens: number;
  /** Between the question and the first token. */
  readonly firstAfterMs: number;
}

export type FromModel =
  | { readonly kind: 'listening'; readonly port: number }
  /** `at`: milliseconds since the epoch. */
  | { readonly kind: 'first'; readonly question: string; readonly at: number };

/** Bears the number by which its answer is known, and is asked once in a run. Nothing that a shop has a prepared answer to. */
export const askedAs = (question: string): string => `Recite the verse q${question}q of the long poem`;

/** The number of the last question in a request to the model. */
export function questionIn(text: string): string {
  return [...text.matchAll(/q([0-9a-z]{3,12})q/g)].at(-1)?.[1] ?? '000';
}

/** The tokens of an answer: each stands once in it, in an order that can be seen. */
export const tokenOf = (question: string, n: number): string =>
  n === 0 ? `Verse ${question}:` : ` ${n.toString(36).padStart(3, '0')}`;

export const answerTo = (question: string, tokens: number): string =>
  Array.from({ length: tokens }, (_, n) => tokenOf(question, n)).join('');

/** People who ask the bot one question each, and read its answers as they grow. */
export interface Crowd {
  /** Of Parley, or with `bare` of the model itself, which is then read by nobody else. */
  readonly port: number;
  readonly people: readonly Address[];
  readonly bare: boolean;
  readonly tokens: number;
  /** Over which they come. */
  readonly spreadMs: number;
  /** Makes the questions this crowd's own: a letter or two. */
  readonly name: string;
}

export type FromCrowd =
  /** Everybody's answer grows, or no more of them do. */
  | { readonly kind: 'streaming'; readonly atOnce: number }
  | { readonly kind: 'done'; readonly heard: Heard }
  | { readonly kind: 'failed'; readonly reason: string };

export interface Heard {
  readonly asked: number;
  /** Answered once, with all that the model said. */
  readonly whole: number;
  readonly twice: number;
  /** Pieces of growing answers, and those after which the text was not the answer's beginning. */
  readonly pieces: number;
  readonly outOfOrder: number;
  readonly closed: number;
  /** Answers that grew at the same time, at most. */
  readonly atOnce: number;
}
