/** Wires the knowledge base: the commands on articles and their public pages, sources, and the jobs that import them. */
import {
  cancelImport,
  createArticle,
  createSource,
  deleteArticle,
  deleteSource,
  detachArticle,
  getArticle,
  getImportReport,
  listArticles,
  listSources,
  pauseImport,
  readArticle,
  resumeImport,
  retryImport,
  startImport,
  updateArticle,
  updateSource,
  uploadFile,
} from '@parley/protocol';
import type { Feature } from '../core/feature.ts';
import { handle } from '../core/handler.ts';
import {
  createArticleVerb,
  deleteArticleVerb,
  detachArticleVerb,
  getArticleVerb,
  listArticlesVerb,
  updateArticleVerb,
} from './articles.ts';
import { beginEmbedding, EMBED_PASSAGES, embedPassages } from './embed-passages.ts';
import { beginIndexing, INDEX_ARTICLES, INDEX_ARTICLES_CRON, indexArticles } from './index-articles.ts';
import { registerArticlePages } from './page.ts';
import { readArticleVerb } from './read-article.ts';
import { importSource } from './sources/import-job.ts';
import {
  cancelImportVerb,
  getImportReportVerb,
  IMPORT_SOURCE,
  pauseImportVerb,
  resumeImportVerb,
  retryImportVerb,
  startImportVerb,
} from './sources/runs.ts';
import { IMPORT_DUE, IMPORT_DUE_CRON, importDueSources } from './sources/schedule.ts';
import {
  createSourceVerb,
  deleteSourceVerb,
  listSourcesVerb,
  updateSourceVerb,
  uploadFileVerb,
} from './sources/sources.ts';
import { INDEX_VECTORS, indexVectors } from './vector-index.ts';

export const knowledge: Feature = {
  name: 'knowledge',
  handlers: [
    handle(listArticles, listArticlesVerb),
    handle(getArticle, getArticleVerb),
    handle(readArticle, readArticleVerb),
    handle(createArticle, createArticleVerb),
    handle(updateArticle, updateArticleVerb),
    handle(deleteArticle, deleteArticleVerb),
    handle(detachArticle, detachArticleVerb),
    handle(listSources, listSourcesVerb),
    handle(createSource, createSourceVerb),
    handle(uploadFile, uploadFileVerb),
    handle(updateSource, updateSourceVerb),
    handle(deleteSource, deleteSourceVerb),
    handle(startImport, startImportVerb),
    handle(pauseImport, pauseImportVerb),
    handle(resumeImport, resumeImportVerb),
    handle(cancelImport, cancelImportVerb),
    handle(retryImport, retryImportVerb),
    handle(getImportReport, getImportReportVerb),
  ],
  tasks: {
    [IMPORT_SOURCE]: importSource,
    [IMPORT_DUE]: importDueSources,
    [INDEX_ARTICLES]: indexArticles,
    [EMBED_PASSAGES]: embedPassages,
    [INDEX_VECTORS]: indexVectors,
  },
  cron: [IMPORT_DUE_CRON, INDEX_ARTICLES_CRON],
  start: (core) => {
    beginIndexing(core);
    beginEmbedding(core);
    return undefined;
  },
  routes: registerArticlePages,
};
