/** The tables of signed identity as Kysely sees them. */
import type { Generated } from 'kysely';

export interface IdentitySecretsTable {
  site_id: string;
  id: string;
  sealed: Buffer;
  hint: string;
  created_at: Generated<Date>;
  last_used_at: Date | null;
  ends_at: Date | null;
}

export interface UsedIdentitiesTable {
  site_id: string;
  hash: Buffer;
  expires_at: Date;
}

declare module '../core/db.ts' {
  interface Database {
    identity_secrets: IdentitySecretsTable;
    used_identities: UsedIdentitiesTable;
  }
}
