/** The table of blocks as Kysely sees it. */
import type { Generated } from 'kysely';

export interface BlocksTable {
  site_id: string;
  id: string;
  visitor_id: string | null;
  addresses: string | null;
  reason: Generated<string>;
  created_by: string | null;
  created_at: Generated<Date>;
  changed_at: Generated<Date>;
  ends_at: Date | null;
}

declare module '../core/db.ts' {
  interface Database {
    blocks: BlocksTable;
  }
}
