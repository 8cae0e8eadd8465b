/** The tables of visitors and their tokens as Kysely sees them. */
import type { Generated } from 'kysely';

export type TokenOrigin = 'browser' | 'mail' | 'identity' | 'account';

export interface VisitorsTable {
  site_id: string;
  id: string;
  name: string | null;
  email: string | null;
  /** The site's own id of this person, by its signed word. */
  external_id: string | null;
  email_verified: Generated<boolean>;
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
  /** Where a session's came from: only what was said in a `browser` may become a person's; `identity` needs one. */
  origin: Generated<TokenOrigin>;
  /** The account's, of `account` alone; the token goes with it. */
  session_id: Generated<string | null>;
  created_at: Generated<Date>;
  expires_at: Date;
}

/** Each proof of work counts once. */
export interface SpentProofsTable {
  site_id: string;
  hash: Buffer;
  expires_at: Date;
}

/** Append-only. */
export interface ConsentTextsTable {
  site_id: string;
  version: number;
  text: string;
  policy_url: string | null;
  created_at: Generated<Date>;
}

export interface ConsentsTable {
  site_id: string;
  visitor_id: string;
  version: number;
  given_at: Generated<Date>;
}

/** Append-only, but for the visitor's own end. */
export interface WithdrawnConsentsTable {
  site_id: string;
  visitor_id: string;
  version: number;
  given_at: Date;
  withdrawn_at: Date;
}

declare module '../core/db.ts' {
  interface Database {
    visitors: VisitorsTable;
    visitor_tokens: VisitorTokensTable;
    spent_proofs: SpentProofsTable;
    consent_texts: ConsentTextsTable;
    consents: ConsentsTable;
    withdrawn_consents: WithdrawnConsentsTable;
  }
}
