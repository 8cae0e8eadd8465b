/** The tables of the bot as Kysely sees them. */
import type {
  AnswerKind,
  BotChoices,
  BotHours,
  BotLength,
  BotReplay,
  BotTone,
  FoundPassage,
  Greeting,
  Sentiment,
  Verdict,
} from '@parley/protocol';
import type { ColumnType, Generated, JSONColumnType, Selectable } from 'kysely';
import type { LimitMet } from './events.ts';

/** What the bot runs on: the newest version's settings, and its number. */
export interface BotsTable {
  site_id: string;
  version: Generated<number>;
  enabled: Generated<boolean>;
  hours: ColumnType<BotHours | null, string | null | undefined, string | null>;
  office_hours: ColumnType<BotHours | null, string | null | undefined, string | null>;
  name: Generated<string>;
  avatar: Generated<string | null>;
  greeting: Generated<string>;
  greetings: ColumnType<Greeting[], string | undefined, string>;
  quick_replies: Generated<string[]>;
  tone: Generated<BotTone>;
  answer_length: Generated<BotLength>;
  model: Generated<string | null>;
  temperature: Generated<number | null>;
  instructions: Generated<string>;
  refused_topics: Generated<string[]>;
  hand_over_topics: Generated<string[]>;
  mask_personal_data: Generated<boolean>;
}
export type BotRow = Selectable<BotsTable>;

export interface BotVersionsTable {
  site_id: string;
  number: number;
  settings: ColumnType<Partial<BotChoices>, string, string>;
  changed: string[];
  made_by: Generated<string | null>;
  note: Generated<string>;
  restores: Generated<number | null>;
  in_spite: Generated<string | null>;
  published_at: Date;
}

export interface BotDraftsTable {
  site_id: string;
  changes: ColumnType<Partial<BotChoices>, string, string>;
  revision: number;
  changed_by: string | null;
  changed_at: Date;
}

export interface BotAvatarsTable {
  site_id: string;
  key: string;
  content: Buffer;
  created_at: Date;
}

export interface BotReplaysTable {
  site_id: string;
  id: string;
  settings: ColumnType<Partial<BotChoices>, string, never>;
  revision: number;
  state: Generated<BotReplay['state']>;
  settled: Generated<boolean>;
  made_by: string | null;
  created_at: Date;
  finished_at: Generated<Date | null>;
}

export interface BotReplayPairsTable {
  site_id: string;
  replay_id: string;
  ordinal: number;
  room_id: string;
  question_seq: number;
  answer_seq: number;
  answer: Generated<string | null>;
  kind: Generated<AnswerKind | null>;
  verdict: Generated<Verdict | null>;
}

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

/** `intents/trigger-vectors.ts` writes them. */
export interface TriggerVectorsTable {
  site_id: string;
  answer_id: string;
  trigger: string;
  model: string;
  vector: Buffer;
}

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
  asked_hash: Generated<Buffer | null>;
  settled_at: Generated<Date | null>;
  corrected_at: Generated<Date | null>;
  created_at: Date;
}

export interface BotLimitsTable {
  site_id: string;
  day_micros: number | null;
  month_micros: number | null;
  visitor_day_micros: number | null;
  prices: JSONColumnType<Record<string, { in: number; out: number }>, string, string>;
}
export interface BotSpendingTable {
  site_id: string;
  /** `2026-11-26`, in UTC. */
  day: ColumnType<Date, string, string>;
  spent_micros: Generated<number>;
  calls: Generated<number>;
  tokens_in: Generated<number>;
  tokens_out: Generated<number>;
  refused: Generated<number>;
}
export interface BotVisitorSpendingTable {
  site_id: string;
  visitor_id: string;
  day: ColumnType<Date, string, never>;
  spent_micros: Generated<number>;
}
export interface BotLimitNoticesTable {
  site_id: string;
  met: LimitMet;
  /** `2026-11-26`, in UTC. */
  since: ColumnType<Date, string, never>;
  limit_micros: number;
  created_at: Date;
}
export interface BotHoldsTable {
  site_id: string;
  id: string;
  visitor_id: string | null;
  micros: number;
  expires_at: Date;
}

export interface RoomSummariesTable {
  site_id: string;
  room_id: string;
  seq: number;
  text: string;
  sentiment: Sentiment | null;
  created_at: Generated<Date>;
}

export type BotAnswerRow = Selectable<BotAnswersTable>;

declare module '../core/db.ts' {
  interface Database {
    bot_answers: BotAnswersTable;
    bot_limits: BotLimitsTable;
    bot_spending: BotSpendingTable;
    bot_visitor_spending: BotVisitorSpendingTable;
    bot_limit_notices: BotLimitNoticesTable;
    bot_holds: BotHoldsTable;
    bots: BotsTable;
    bot_versions: BotVersionsTable;
    bot_drafts: BotDraftsTable;
    bot_avatars: BotAvatarsTable;
    bot_replays: BotReplaysTable;
    bot_replay_pairs: BotReplayPairsTable;
    predefined_answers: PredefinedAnswersTable;
    trigger_vectors: TriggerVectorsTable;
    room_summaries: RoomSummariesTable;
  }
}
