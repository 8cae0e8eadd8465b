/** Knowledge articles: what the bot may quote. */
import { type Static, Type } from 'typebox';
import { command } from './command.ts';

export const ArticleSummary = Type.Object({
  id: Type.String(),
  slug: Type.String(),
  title: Type.String(),
  updated: Type.String(),
  url: Type.String({
    description:
      'The address that answers cite: its public page here, or the page of the website that it was taken from.',
  }),
  source: Type.Union([Type.String(), Type.Null()], {
    description: 'Which source keeps it up to date; null: people write it.',
  }),
});
export type ArticleSummary = Static<typeof ArticleSummary>;

export const Article = Type.Object({ ...ArticleSummary.properties, body: Type.String() });
export type Article = Static<typeof Article>;

const fields = {
  title: Type.String({ minLength: 1, maxLength: 200 }),
  body: Type.String({
    minLength: 1,
    maxLength: 50_000,
    description: 'Restricted Markdown; `##` headings divide it into passages.',
  }),
};
/** Not `id`: on a socket that name belongs to the frame. */
const article = Type.String({ maxLength: 64 });

export const listArticles = command('list_articles', {
  summary: 'List articles',
  description:
    'By title; `query` finds words of title and body, `source` narrows to one. At most 200, keyset-paged by `next`.',
  params: Type.Object({
    query: Type.Optional(Type.String({ maxLength: 200 })),
    source: Type.Optional(Type.String({ maxLength: 64 })),
    cursor: Type.Optional(Type.String({ maxLength: 400 })),
  }),
  result: Type.Object({ articles: Type.Array(ArticleSummary), next: Type.Union([Type.String(), Type.Null()]) }),
  who: ['agent'],
  http: { method: 'GET', path: '/api/articles' },
});

export const getArticle = command('get_article', {
  summary: 'Read an article',
  params: Type.Object({ article }),
  result: Type.Object({ article: Article }),
  who: ['agent'],
  http: { method: 'GET', path: '/api/articles/:article' },
});

export const PublicArticle = Type.Object({
  title: Type.String(),
  body: Type.String({ description: 'Restricted Markdown.' }),
  url: Type.String({ description: 'Where it opens apart: its public page, or the page that it was taken from.' }),
});
export type PublicArticle = Static<typeof PublicArticle>;

export const readArticle = command('read_article', {
  summary: 'Read an article as a visitor',
  description:
    'What its public page shows, for a screen that has room for it: `article` is as in the `sources` of an answer and in suggestions, the last part of the address of its page.',
  params: Type.Object({ article: Type.String({ maxLength: 80 }) }),
  result: Type.Object({ article: PublicArticle }),
  who: ['visitor', 'user'],
  http: { method: 'GET', path: '/api/knowledge/:article' },
});

export const createArticle = command('create_article', {
  summary: 'Write an article',
  description: 'The slug is made from the title and stays when the title changes.',
  params: Type.Object(fields),
  result: Type.Object({ article: Article }),
  who: ['manage_knowledge'],
  http: { method: 'POST', path: '/api/articles', status: 201 },
});

export const updateArticle = command('update_article', {
  summary: 'Change an article',
  refusals: ['from_source'],
  params: Type.Object({ article, ...fields }),
  result: Type.Object({ article: Article }),
  who: ['manage_knowledge'],
  http: { method: 'PUT', path: '/api/articles/:article' },
});

export const deleteArticle = command('delete_article', {
  summary: 'Delete an article',
  refusals: ['from_source'],
  params: Type.Object({ article }),
  result: Type.Object({}),
  who: ['manage_knowledge'],
  http: { method: 'DELETE', path: '/api/articles/:article' },
});
