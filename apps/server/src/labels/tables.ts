/** The tables of labels as Kysely sees them. */
import type { LabelColor } from '@parley/protocol';
import type { Generated } from 'kysely';

export interface LabelsTable {
  site_id: string;
  id: string;
  name: string;
  /** What counts as the same name. */
  name_key: string;
  color: LabelColor;
  description: Generated<string>;
  /** The bot may put it on. */
  auto: Generated<boolean>;
  created_at: Generated<Date>;
  deleted_at: Generated<Date | null>;
}

export interface RoomLabelsTable {
  site_id: string;
  room_id: string;
  label_id: string;
  /** Null: the bot or a program, or an account that is gone. */
  put_by: string | null;
  by_bot: Generated<boolean>;
  put_at: Date;
}

/** What an agent took off, and the bot puts on no more. */
export interface RefusedLabelsTable {
  site_id: string;
  room_id: string;
  label_id: string;
}

declare module '../core/db.ts' {
  interface Database {
    labels: LabelsTable;
    room_labels: RoomLabelsTable;
    refused_labels: RefusedLabelsTable;
  }
}
