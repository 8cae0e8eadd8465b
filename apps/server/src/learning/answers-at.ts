/** Which of the bot's answers a caller names, by room and place: those of the own site, whatever else is named. */
import { type RawBuilder, sql } from 'kysely';
import type { AgentActor } from '../core/actor.ts';
import { ownKey } from '../rooms/access.ts';

export interface AnswerPlace {
  readonly room: string;
  readonly seq: number;
}

/** A condition on `bot_answers`. Refuses `room_not_found` for a room of another site. */
export function answersAt(actor: AgentActor, places: readonly AnswerPlace[]): RawBuilder<boolean> {
  const keys = places.map(({ room }) => ownKey(actor, room));
  const seqs = places.map(({ seq }) => seq);
  return sql`bot_answers.site_id = ${actor.siteId} and (bot_answers.room_id, bot_answers.seq) in (
    select r.id, p.seq from unnest(${keys}::text[], ${seqs}::int[]) as p(key, seq)
    join rooms r on r.site_id = ${actor.siteId} and r.key = p.key)`;
}
