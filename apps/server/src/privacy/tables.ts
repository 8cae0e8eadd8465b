/** The tables of what people asked about their data, and of exports, as Kysely sees them. Its states are drawn in the migration. */
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
  expires_at: Generated<Date | null>;
}
export interface ExportPartsTable {
  site_id: string;
  request_id: string;
  format: 'json' | 'html';
  ordinal: number;
  body: Buffer;
}

export interface ExportLinksTable {
  site_id: string;
  token_hash: Buffer;
  request_id: string;
  format: 'json' | 'html';
  expires_at: Date;
}
export type PrivacyRequestRow = Selectable<PrivacyRequestsTable>;

declare module '../core/db.ts' {
  interface Database {
    privacy_requests: PrivacyRequestsTable;
    export_parts: ExportPartsTable;
    export_links: ExportLinksTable;
  }
}
