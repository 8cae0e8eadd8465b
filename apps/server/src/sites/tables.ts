/** The sites' table as Kysely sees it. */
import type { Generated } from 'kysely';

export interface SitesTable {
  id: string;
  slug: string;
  name: string;
  origins: Generated<string[]>;
  accent: Generated<string>;
  position: Generated<'right' | 'left'>;
  retention_days: Generated<number>;
  require_two_factor: Generated<boolean>;
  /** Visitors may sign up and in within the chat. */
  visitor_accounts: Generated<boolean>;
  /** Visitors may speak instead of writing. */
  voice: Generated<boolean>;
  /** The text of `consent_texts` that is in force; null: nobody is asked. */
  consent_version: Generated<number | null>;
  addresses: Generated<'network' | 'none'>;
  created_at: Generated<Date>;
}

declare module '../core/db.ts' {
  interface Database {
    sites: SitesTable;
  }
}
