/** The table of API keys as Kysely sees it. */
import type { Scope } from '@parley/protocol';
import type { ColumnType, Generated } from 'kysely';

export interface ApiKeysTable {
  site_id: string;
  id: string;
  name: string;
  prefix: string;
  token_hash: Buffer | null;
  scopes: ColumnType<string[], Scope[], never>;
  created_by: string | null;
  created_at: Generated<Date>;
  last_used_at: ColumnType<Date | null, never, Date>;
  expires_at: Date | null;
}

declare module '../core/db.ts' {
  interface Database {
    api_keys: ApiKeysTable;
  }
}
