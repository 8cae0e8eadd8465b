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
  created_at: Generated<Date>;
  deleted_at: Generated<Date | null>;
}

export interface RoomLabelsTable {
  site_id: string;
  room_id: string;
  label_id: string;
  /** Null: a program, or an account that is gone. */
  put_by: string | null;
  put_at: Date;
}

declare module '../core/db.ts' {
  interface Database {
    labels: LabelsTable;
    room_labels: RoomLabelsTable;
  }
}
