/** The tables of sources and their imports as Kysely sees them. The states are drawn in the migration. */
import type { ImportRun, KnowledgeSource } from '@parley/protocol';
import type { Generated, Selectable } from 'kysely';
import type { Problem } from './problems.ts';

export interface KnowledgeSourcesTable {
  site_id: string;
  id: string;
  kind: KnowledgeSource['kind'];
  name: string;
  address: string | null;
  size: number | null;
  max_pages: number;
  max_depth: number;
  schedule: Generated<KnowledgeSource['schedule']>;
  due_at: Generated<Date | null>;
  created_at: Generated<Date>;
}
export type SourceRow = Selectable<KnowledgeSourcesTable>;

export interface SourceFilesTable {
  site_id: string;
  source_id: string;
  content: Buffer;
}

export interface ImportRunsTable {
  site_id: string;
  source_id: string;
  id: string;
  state: Generated<ImportRun['state']>;
  problem: Generated<Problem | null>;
  problem_detail: Generated<string | null>;
  robots: Generated<string | null>;
  found: Generated<number>;
  done: Generated<number>;
  added: Generated<number>;
  changed: Generated<number>;
  unchanged: Generated<number>;
  removed: Generated<number>;
  failed: Generated<number>;
  skipped: Generated<number>;
  started_by: string | null;
  created_at: Generated<Date>;
  finished_at: Generated<Date | null>;
}
export type RunRow = Selectable<ImportRunsTable>;

export interface ImportItemsTable {
  site_id: string;
  source_id: string;
  ordinal: number;
  place: string;
  depth: Generated<number>;
  state: Generated<'waiting' | 'done' | 'failed' | 'skipped' | 'removed'>;
  problem: Generated<Problem | null>;
  detail: Generated<string | null>;
}
export type ItemRow = Selectable<ImportItemsTable>;

export interface SourcePagesTable {
  site_id: string;
  source_id: string;
  address: string;
  etag: string | null;
  last_modified: string | null;
  links: string[];
  detached: Generated<boolean>;
}
export type PageRow = Selectable<SourcePagesTable>;

declare module '../../core/db.ts' {
  interface Database {
    knowledge_sources: KnowledgeSourcesTable;
    source_files: SourceFilesTable;
    import_runs: ImportRunsTable;
    import_items: ImportItemsTable;
    source_pages: SourcePagesTable;
  }
}
