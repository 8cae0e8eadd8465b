/** The audit log's table as Kysely sees it. Rows are added and read; the database refuses the rest. */
import type { AuditDetails } from '@parley/protocol';
import type { ColumnType, JSONColumnType } from 'kysely';

/** No update type: not even the type checker lets anybody try. */
type Once<T> = ColumnType<T, T, never>;

export interface AuditLogTable {
  site_id: Once<string>;
  id: Once<string>;
  at: Once<Date>;
  actor_kind: Once<string>;
  actor_id: Once<string | null>;
  action: Once<string>;
  subject_kind: Once<string | null>;
  subject_id: Once<string | null>;
  subject_name: Once<string | null>;
  details: JSONColumnType<AuditDetails, string, never>;
  address: Once<string | null>;
}

declare module '../core/db.ts' {
  interface Database {
    audit_log: AuditLogTable;
  }
}
