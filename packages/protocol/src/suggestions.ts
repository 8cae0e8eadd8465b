/** What a visitor may mean while it types. */
import { type Static, Type } from 'typebox';
import { command } from './command.ts';

export const Suggestion = Type.Union([
  Type.Object({
    kind: Type.Literal('article'),
    title: Type.String(),
    url: Type.String(),
    article: Type.String({ description: 'What `read_article` calls it.' }),
  }),
  Type.Object({
    kind: Type.Literal('answer'),
    title: Type.String(),
    text: Type.String({ description: 'What to send for it.' }),
  }),
]);
export type Suggestion = Static<typeof Suggestion>;

export const suggest = command('suggest', {
  summary: 'Suggest while typing',
  description:
    'Predefined answers and articles whose titles and headings fit what was typed so far, four at most; the last word may be unfinished. Asks no model, and stores nothing of it.',
  refusals: ['consent_required'],
  params: Type.Object({ text: Type.String({ minLength: 1, maxLength: 200 }) }),
  result: Type.Object({ suggestions: Type.Array(Suggestion, { maxItems: 4 }) }),
  who: ['visitor', 'user'],
  http: { method: 'POST', path: '/api/suggestions' },
});
