/** What helps an agent to answer: replies to choose from, one's own text in other words, the visitor's words in one's own language. */
import { type Static, Type } from 'typebox';
import { command } from './command.ts';
import { Source } from './messages.ts';

const room = Type.String({ minLength: 3, maxLength: 200 });
const language = Type.String({ minLength: 2, maxLength: 35, description: 'BCP 47, such as `de` or `pt-BR`.' });

export const SuggestedReply = Type.Object({
  text: Type.String({ description: 'Restricted Markdown: may be sent as it is.' }),
  title: Type.String({ description: 'Of the article or predefined answer that it is from.' }),
  source: Type.Union([Source, Type.Null()], { description: 'The article; null: a predefined answer.' }),
});
export type SuggestedReply = Static<typeof SuggestedReply>;

export const suggestReplies = command('suggest_replies', {
  summary: 'Find replies to what the visitor asks',
  description:
    "Predefined answers and passages of articles that fit the visitor's last words, the best first, 3 at most; without a model. Empty where nothing fits, or the visitor has been answered.",
  refusals: ['room_not_found'],
  params: Type.Object({ room }),
  result: Type.Object({ replies: Type.Array(SuggestedReply) }),
  who: ['agent'],
  http: { method: 'GET', path: '/api/rooms/replies' },
});

export const draftReply = command('draft_reply', {
  summary: 'Draft a reply from the articles',
  description:
    'By the model, from passages of articles that fit what the visitor asks, and from the conversation: in the visitor’s language and the bot’s tone. Nothing is sent or stored. Where the articles hold nothing about it `text` is empty. `sources` are the articles that it cites; none: it rests on the conversation alone. It may take many seconds; a socket answers other frames meanwhile.',
  refusals: ['no_model', 'model_spent', 'model_failed', 'room_not_found'],
  params: Type.Object({ room }),
  result: Type.Object({
    text: Type.String({
      description: 'Restricted Markdown, with no link that is neither in those passages nor of the site.',
    }),
    sources: Type.Array(Source),
  }),
  who: ['agent'],
  http: { method: 'POST', path: '/api/rooms/draft' },
  long: true,
});

/** In other words. `correct` mends spelling and grammar alone. */
export const Rewriting = Type.Union([
  Type.Literal('shorter'),
  Type.Literal('friendlier'),
  Type.Literal('correct'),
  Type.Literal('translate'),
]);
export type Rewriting = Static<typeof Rewriting>;

export const rewriteText = command('rewrite_text', {
  summary: 'Put a text in other words',
  description:
    'By the model; nothing is sent or stored. `translate` wants `language`. It may take many seconds; a socket answers other frames meanwhile.',
  refusals: ['no_model', 'model_spent', 'model_failed', 'empty'],
  params: Type.Object({
    text: Type.String({ maxLength: 8_000 }),
    how: Rewriting,
    language: Type.Optional(language),
  }),
  result: Type.Object({ text: Type.String() }),
  who: ['agent'],
  http: { method: 'POST', path: '/api/rewrite' },
  long: true,
});

export const translateMessages = command('translate_messages', {
  summary: 'Read messages in another language',
  description:
    'By the model; what is in that language already comes back as it is. Nothing is stored. Deleted messages and lines of the system are left out. It may take many seconds; a socket answers other frames meanwhile.',
  refusals: ['no_model', 'model_spent', 'model_failed', 'room_not_found'],
  params: Type.Object({
    room,
    seqs: Type.Array(Type.Integer({ minimum: 1 }), { minItems: 1, maxItems: 20 }),
    language,
  }),
  result: Type.Object({
    translations: Type.Array(Type.Object({ seq: Type.Integer(), text: Type.String() })),
  }),
  who: ['agent'],
  http: { method: 'POST', path: '/api/rooms/translations' },
  long: true,
});
