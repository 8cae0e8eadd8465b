/** The tables of people's accounts, what they are to a site, their sessions and one-time links as Kysely sees them. */
import type { AgentRole } from '@parley/protocol';
import type { Generated } from 'kysely';
import type { RecoveryCodesTable, RememberedDevicesTable, TwoFactorsTable } from './two-factor/tables.ts';

export interface AccountsTable {
  id: string;
  /** Proven to be this person's. Null: only claimed. */
  email: string | null;
  claimed_email: Generated<string | null>;
  username: string;
  name: string;
  password_hash: string | null;
  demo: Generated<boolean>;
  deactivated_at: Date | null;
  created_at: Generated<Date>;
}

export interface MembershipsTable {
  site_id: string;
  account_id: string;
  role: AgentRole;
  created_at: Generated<Date>;
}

/** End customers; each is one of the site's visitors. */
export interface UsersTable {
  site_id: string;
  account_id: string;
  visitor_id: string;
  created_at: Generated<Date>;
}

export interface SessionsTable {
  id: string;
  account_id: string;
  site_id: string;
  token_hash: Buffer;
  family_hash: Buffer | null;
  replaced_at: Generated<Date[]>;
  user_agent: string | null;
  created_at: Generated<Date>;
  seen_at: Generated<Date>;
  expires_at: Date;
  audience: Generated<'agent' | 'user'>;
}

export interface OneTimeTokensTable {
  token_hash: Buffer;
  purpose: 'setup' | 'invitation' | 'reset';
  account_id: string | null;
  created_at: Generated<Date>;
  expires_at: Date;
}

declare module '../core/db.ts' {
  interface Database {
    accounts: AccountsTable;
    memberships: MembershipsTable;
    users: UsersTable;
    sessions: SessionsTable;
    one_time_tokens: OneTimeTokensTable;
    two_factors: TwoFactorsTable;
    recovery_codes: RecoveryCodesTable;
    remembered_devices: RememberedDevicesTable;
  }
}
