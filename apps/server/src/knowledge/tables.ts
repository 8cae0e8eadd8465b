/** The tables of knowledge as Kysely sees them. */
import type { Generated, GeneratedAlways, Selectable } from 'kysely';

export interface ArticlesTable {
  site_id: string;
  id: string;
  slug: string;
  title: string;
  body: string;
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
}
export type ArticleRow = Selectable<ArticlesTable>;

export interface PassagesTable {
  site_id: string;
  article_id: string;
  ordinal: number;
  title: string;
  heading: string;
  text: string;
  words: string;
  search: GeneratedAlways<string>;
}

declare module '../core/db.ts' {
  interface Database {
    articles: ArticlesTable;
    passages: PassagesTable;
  }
}
