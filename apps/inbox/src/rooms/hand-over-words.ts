/** Why the bot passed a conversation on, and how it came to its answers, in words. */
import type { AnswerKind, HandOverReason, Sentiment } from '@parley/protocol';

export const WHY: Record<HandOverReason, string> = {
  button: 'Asked by the button',
  asked: 'Asked in words',
  topic: 'A topic for people',
  not_helpful: 'Two answers did not help',
  low_confidence: 'The bot had no answer',
  model_failed: 'The model failed',
};

/** Whoever asked for a person needs no reason in a list. */
export const isWorthSaying = (why: HandOverReason): boolean => why !== 'button' && why !== 'asked';

export const FEELING: Record<Sentiment, string> = {
  positive: 'Seems content',
  neutral: 'Seems calm',
  negative: 'Seems upset',
};

export const CAME_FROM: Record<AnswerKind, string> = {
  predefined: 'A prepared answer',
  cache: 'Said before to the same question',
  passage: 'Quoted from an article',
  model: 'Written by the model',
  unknown: 'Nothing was found',
  hand_off: 'Passed on to a person',
  failed: 'Said because the model failed',
};
