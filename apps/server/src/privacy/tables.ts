/** The table of what people asked about their data, as Kysely sees it. Its states are drawn in the migration. */
import type { PrivacyRequest } from '@parley/protocol';
import type { Generated, Selectable } from 'kysely';

export interface PrivacyRequestsTable {
  site_id: string;
  id: string;
  kind: PrivacyRequest['kind'];
  consumer: string;
  requested_by: string | null;
  state: Generated<PrivacyRequest['state']>;
  done: Generated<number>;
  total: Generated<number>;
  rooms: Generated<string[]>;
  heads: Generated<number[]>;
  at_room: Generated<number>;
  at_seq: Generated<number>;
  created_at: Generated<Date>;
  finished_at: Date | null;
}
export type PrivacyRequestRow = Selectable<PrivacyRequestsTable>;

declare module '../core/db.ts' {
  interface Database {
    privacy_requests: PrivacyRequestsTable;
  }
}
