/** What was marked as a regression in the newest replay, for as long as its draft is not published. */
import type { Tx } from '../core/events.ts';

/** Of a draft that is not published yet. Under the lock of `lockBot`. */
export async function openRegressions(tx: Tx, siteId: string): Promise<number> {
  const replay = await newestReplay(tx, siteId);
  return replay && !replay.settled ? (await regressionsOf(tx, siteId, replay.id)).length : 0;
}

export const settleReplay = (tx: Tx, siteId: string) =>
  tx.updateTable('bot_replays').set({ settled: true }).where('site_id', '=', siteId).execute();

export const newestReplay = (tx: Tx, siteId: string) =>
  tx.selectFrom('bot_replays').select(['id', 'state', 'settled']).where('site_id', '=', siteId).executeTakeFirst();

export interface Question {
  room_id: string;
  question_seq: number;
  answer_seq: number;
}
export const sameQuestion = (a: Question, b: Question): boolean =>
  a.room_id === b.room_id && a.question_seq === b.question_seq;

export const regressionsOf = (tx: Tx, siteId: string, replayId: string): Promise<Question[]> =>
  tx
    .selectFrom('bot_replay_pairs')
    .select(['room_id', 'question_seq', 'answer_seq'])
    .where('site_id', '=', siteId)
    .where('replay_id', '=', replayId)
    .where('verdict', '=', 'regression')
    .orderBy('ordinal')
    .execute();
