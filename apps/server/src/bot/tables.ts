/** The tables of the bot as Kysely sees them. */
import type { Generated, Selectable } from 'kysely';

export interface BotsTable {
  site_id: string;
  enabled: Generated<boolean>;
  name: Generated<string>;
  greeting: Generated<string>;
  quick_replies: Generated<string[]>;
  instructions: Generated<string>;
}
export type BotRow = Selectable<BotsTable>;

export interface PredefinedAnswersTable {
  site_id: string;
  id: string;
  title: string;
  triggers: string[];
  content: string;
  quick_replies: Generated<string[]>;
  created_at: Generated<Date>;
}
export type PredefinedAnswerRow = Selectable<PredefinedAnswersTable>;

declare module '../core/db.ts' {
  interface Database {
    bots: BotsTable;
    predefined_answers: PredefinedAnswersTable;
  }
}
