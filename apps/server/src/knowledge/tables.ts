/** The tables of knowledge as Kysely sees them. */
import type { Generated, GeneratedAlways, Selectable } from 'kysely';

export interface ArticlesTable {
  site_id: string;
  id: string;
  slug: string;
  title: string;
  body: string;
  /** Raised by the database with each change of title or body. */
  revision: Generated<number>;
  /** Null: written by hand. */
  source_id: Generated<string | null>;
  source_key: Generated<string | null>;
  source_part: Generated<number | null>;
  /** The page that it was taken from. */
  origin_url: Generated<string | null>;
  /** Null: not looked at yet (`index-articles.ts`). */
  language: string | null;
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
}
export type ArticleRow = Selectable<ArticlesTable>;

/** Old texts, written by the database. */
export interface ArticleRevisionsTable {
  site_id: string;
  article_id: string;
  revision: number;
  title: string;
  body: string;
  replaced_at: Generated<Date>;
}

export interface PassagesTable {
  site_id: string;
  article_id: string;
  ordinal: number;
  title: string;
  heading: string;
  text: string;
  /** As the article's. */
  language: string | null;
  words: string;
  /** The words' stems (`knowledge_terms`). */
  terms: string | null;
  search: GeneratedAlways<string>;
}

/** Kept by the database. */
export interface KnowledgeVersionsTable {
  site_id: string;
  /** Raised with each change of the passages. */
  version: number;
  passages: number;
  /** Raised with each addition of vectors. */
  embedded: Generated<number>;
}

/** `embed-passages.ts` writes them. */
export interface PassageVectorsTable {
  site_id: string;
  article_id: string;
  ordinal: number;
  model: string;
  vector: Buffer;
}

/** Kept by the database: in how many of the site's passages a word stands. */
export interface KnowledgeWordsTable {
  site_id: string;
  language: string;
  word: string;
  stem: string;
  passages: number;
}

declare module '../core/db.ts' {
  interface Database {
    articles: ArticlesTable;
    article_revisions: ArticleRevisionsTable;
    passages: PassagesTable;
    passage_vectors: PassageVectorsTable;
    knowledge_versions: KnowledgeVersionsTable;
    knowledge_words: KnowledgeWordsTable;
  }
}
