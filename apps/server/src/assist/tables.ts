/** The table of help with answering as Kysely sees it. */

/** How far the model has read a conversation for labels. */
export interface LabelReadingsTable {
  site_id: string;
  room_id: string;
  seq: number;
}

declare module '../core/db.ts' {
  interface Database {
    label_readings: LabelReadingsTable;
  }
}
