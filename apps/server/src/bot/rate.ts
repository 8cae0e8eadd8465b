/** A visitor's word on whether an answer helped. The second "no" since the bot has the room leads to a person, by the bot's job. */
import type { ParamsOf, ResultOf, rateAnswer } from '@parley/protocol';
import type { Guest } from '../core/actor.ts';
import type { Core } from '../core/core.ts';
import { refuse } from '../core/errors.ts';
import { addJobs } from '../core/jobs.ts';
import { ownKey } from '../rooms/access.ts';
import { roomName } from '../rooms/channels.ts';
import { namedRoom } from '../rooms/named-room.ts';
import { jobsFor } from './answer-job.ts';

/** The latest word counts. Refused: `room_not_found`, `erased`, `not_found` where no answer of the bot stands at `seq`. */
export async function rateAnswerVerb(
  core: Core,
  actor: Guest,
  { room: name, seq, helped }: ParamsOf<typeof rateAnswer>,
): Promise<ResultOf<typeof rateAnswer>> {
  const key = ownKey(actor, name);
  await core.db.transaction().execute(async (tx) => {
    const room = await namedRoom(tx, actor, name);
    if (room.erased_at) throw refuse('erased');
    const rated = await tx
      .updateTable('bot_answers')
      .set({ helped: helped ? 1 : -1 })
      .where('site_id', '=', actor.siteId)
      .where('room_id', '=', room.id)
      .where('seq', '=', seq)
      .returning('seq')
      .executeTakeFirst();
    if (!rated) throw refuse('not_found');
    if (!helped) await addJobs(tx, jobsFor([room]));
  });
  return { room: roomName(actor.site, key), seq, helped };
}
