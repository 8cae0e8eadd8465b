/** The tables of the bot as Kysely sees them. */
import type { AnswerKind, FoundPassage } from '@parley/protocol';
import type { Generated, JSONColumnType, Selectable } from 'kysely';

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

export interface BotAnswersTable {
  site_id: string;
  room_id: string;
  seq: number;
  question_seq: number;
  kind: AnswerKind;
  passages: JSONColumnType<FoundPassage[], string, never>;
  confidence: number | null;
  language: string;
  model: string | null;
  tokens_in: number;
  tokens_out: number;
  tokens_estimated: boolean;
  cost_micros: number;
  helped: Generated<-1 | 1 | null>;
  created_at: Date;
}

export type BotAnswerRow = Selectable<BotAnswersTable>;

declare module '../core/db.ts' {
  interface Database {
    bot_answers: BotAnswersTable;
    bots: BotsTable;
    predefined_answers: PredefinedAnswersTable;
  }
}
