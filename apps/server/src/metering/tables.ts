/** The tables of token metering as Kysely sees them. */
import type { TokenReason } from '@parley/protocol';
import type { Generated } from 'kysely';

export interface MeteringTable {
  site_id: string;
  start_tokens: Generated<number>;
  answer_tokens: Generated<number>;
}

export interface TokenAccountsTable {
  site_id: string;
  account_id: string;
  balance: number;
  last_entry: number;
}

export interface TokenEntriesTable {
  site_id: string;
  account_id: string;
  seq: number;
  amount: number;
  /** After this entry. */
  balance: number;
  reason: TokenReason;
  note: string | null;
  by_account: string | null;
  room_id: string | null;
  question_seq: number | null;
  client_id: string | null;
  created_at: Generated<Date>;
}

export interface TokenHoldsTable {
  site_id: string;
  room_id: string;
  seq: number;
  account_id: string;
  amount: number;
}

declare module '../core/db.ts' {
  interface Database {
    metering: MeteringTable;
    token_accounts: TokenAccountsTable;
    token_entries: TokenEntriesTable;
    token_holds: TokenHoldsTable;
  }
}
