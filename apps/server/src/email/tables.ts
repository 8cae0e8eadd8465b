/** The table of mails to visitors as Kysely sees it. Its states are drawn in the migration. */
import type { Generated } from 'kysely';

export interface VisitorMailsTable {
  site_id: string;
  room_id: string;
  first_seq: number;
  last_seq: number;
  message_id: string;
  state: 'sending' | 'sent' | 'refused';
  leased_until: Date;
  problem: string | null;
  created_at: Generated<Date>;
  settled_at: Date | null;
}

declare module '../core/db.ts' {
  interface Database {
    visitor_mails: VisitorMailsTable;
  }
}
