/** How the bot came to its answers. */
import { type Static, Type } from 'typebox';

/**
 * Where an answer came from: `cache` was said before to the same question, `passage` is quoted from an article, `unknown` says
 * that nothing was found, `failed` stands for what the model could not say.
 */
export const AnswerKind = Type.Union([
  Type.Literal('predefined'),
  Type.Literal('cache'),
  Type.Literal('passage'),
  Type.Literal('model'),
  Type.Literal('unknown'),
  Type.Literal('hand_off'),
  Type.Literal('failed'),
]);
export type AnswerKind = Static<typeof AnswerKind>;

/** A passage that was found for a question. */
export const FoundPassage = Type.Object({
  article_id: Type.String(),
  revision: Type.Integer({ minimum: 1, description: 'Of the article, as the answer read it.' }),
  ordinal: Type.Integer({ minimum: 0 }),
  score: Type.Number(),
  cited: Type.Boolean({ description: 'The answer rests on it.' }),
});
export type FoundPassage = Static<typeof FoundPassage>;
