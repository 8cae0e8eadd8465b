/** The tables of named teams as Kysely sees them. */
import type { Generated } from 'kysely';

export interface TeamsTable {
  site_id: string;
  id: string;
  name: string;
  /** What counts as the same name. */
  name_key: string;
  created_at: Generated<Date>;
  deleted_at: Generated<Date | null>;
}

export interface TeamMembersTable {
  site_id: string;
  team_id: string;
  account_id: string;
}

declare module '../core/db.ts' {
  interface Database {
    teams: TeamsTable;
    team_members: TeamMembersTable;
  }
}
