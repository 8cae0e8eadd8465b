/** The tables of people's accounts, what they are to a site, their sessions and one-time links as Kysely sees them. */
import type { AgentRole } from '@parley/protocol';
import type { Generated, GeneratedAlways } from 'kysely';
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
  language: Generated<'en' | 'de' | 'es' | 'ar'>;
  time_zone: Generated<string>;
  username_skeleton: GeneratedAlways<string>;
  deactivated_at: Date | null;
  returns_until: Generated<Date | null>;
  created_at: Generated<Date>;
}

export interface ProfilesTable {
  account_id: string;
  phone: Generated<string>;
  job_title: Generated<string>;
  about: Generated<string>;
  street: Generated<string>;
  postal_code: Generated<string>;
  city: Generated<string>;
  region: Generated<string>;
  country: Generated<string>;
}

export interface PhotosTable {
  account_id: string;
  key: string;
  content: Buffer;
}

export interface MembershipsTable {
  site_id: string;
  account_id: string;
  role: AgentRole;
  created_at: Generated<Date>;
  /** The latest invitation; null: joined in another way. */
  invited_at: Generated<Date | null>;
  /** May not come in for now. */
  deactivated_at: Generated<Date | null>;
}

/** End customers; each is one of the site's visitors. */
export interface UsersTable {
  site_id: string;
  account_id: string;
  visitor_id: string;
  created_at: Generated<Date>;
  /** Kept out of the site by whoever manages it. */
  deactivated_at: Generated<Date | null>;
}

/** As what a session lets in; `visitor` has no cookie. */
export type Audience = 'agent' | 'user' | 'visitor';

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
  audience: Generated<Audience>;
}

export interface OneTimeTokensTable {
  token_hash: Buffer;
  purpose:
    | 'setup'
    | 'invitation'
    | 'reset'
    | 'verify_email'
    | 'change_email'
    | 'undo_email'
    | 'deactivate'
    | 'come_back'
    | 'delete_account';
  account_id: string | null;
  email: Generated<string | null>;
  created_at: Generated<Date>;
  expires_at: Date;
}

declare module '../core/db.ts' {
  interface Database {
    accounts: AccountsTable;
    profiles: ProfilesTable;
    photos: PhotosTable;
    memberships: MembershipsTable;
    users: UsersTable;
    sessions: SessionsTable;
    one_time_tokens: OneTimeTokensTable;
    two_factors: TwoFactorsTable;
    recovery_codes: RecoveryCodesTable;
    remembered_devices: RememberedDevicesTable;
  }
}
