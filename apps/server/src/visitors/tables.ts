/** The tables of visitors and their tokens as Kysely sees them. */
import type { Generated } from 'kysely';

export interface VisitorsTable {
  site_id: string;
  id: string;
  name: string | null;
  email: string | null;
  page: string | null;
  referrer: string | null;
  language: string | null;
  created_at: Generated<Date>;
  seen_at: Generated<Date>;
}

export interface VisitorTokensTable {
  site_id: string;
  token_hash: Buffer;
  visitor_id: string;
  purpose: 'session' | 'resume';
  created_at: Generated<Date>;
  expires_at: Date;
}

declare module '../core/db.ts' {
  interface Database {
    visitors: VisitorsTable;
    visitor_tokens: VisitorTokensTable;
  }
}
