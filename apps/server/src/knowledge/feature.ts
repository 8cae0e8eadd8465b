/** Wires the knowledge base: the commands on articles and their public pages. */
import { createArticle, deleteArticle, getArticle, listArticles, updateArticle } from '@parley/protocol';
import type { Feature } from '../core/feature.ts';
import { handle } from '../core/handler.ts';
import {
  createArticleVerb,
  deleteArticleVerb,
  getArticleVerb,
  listArticlesVerb,
  updateArticleVerb,
} from './articles.ts';
import { registerArticlePages } from './page.ts';

export const knowledge: Feature = {
  name: 'knowledge',
  handlers: [
    handle(listArticles, listArticlesVerb),
    handle(getArticle, getArticleVerb),
    handle(createArticle, createArticleVerb),
    handle(updateArticle, updateArticleVerb),
    handle(deleteArticle, deleteArticleVerb),
  ],
  routes: registerArticlePages,
};
