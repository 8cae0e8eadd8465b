/** The tables of the second step as Kysely sees them; `accounts/tables.ts` makes them known. */
import type { Generated } from 'kysely';

export interface TwoFactorsTable {
  account_id: string;
  secret: Buffer;
  confirmed_at: Date | null;
  /** Postgres hands a bigint out as text. */
  last_step: Generated<string | number>;
  created_at: Generated<Date>;
}

export interface RecoveryCodesTable {
  account_id: string;
  code_hash: Buffer;
}

export interface RememberedDevicesTable {
  id: string;
  account_id: string;
  token_hash: Buffer;
  user_agent: string | null;
  created_at: Generated<Date>;
  last_used_at: Generated<Date>;
  expires_at: Date;
}
