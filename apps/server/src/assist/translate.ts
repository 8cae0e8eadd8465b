/** What was said in a room, in the agent's language. Translations are kept in memory for a while: whoever looks again pays nothing. */

import { createHash } from 'node:crypto';
import type { ParamsOf, ResultOf, translateMessages } from '@parley/protocol';
import { isBlank } from '@parley/protocol/blank';
import { sql } from 'kysely';
import type { AgentActor } from '../core/actor.ts';
import type { Core } from '../core/core.ts';
import { isRedacted } from '../rooms/messages.ts';
import { namedRoom } from '../rooms/named-room.ts';
import { languageIn, rewritten } from './ask.ts';

/** Calls of the model at once for one caller. */
const AT_ONCE = 4;
/** Of all sites together; a translation has 8,000 characters at most, most have a hundred. */
const KEPT = 2_000;

export async function translateMessagesVerb(
  core: Core,
  actor: AgentActor,
  { room, seqs, language }: ParamsOf<typeof translateMessages>,
): Promise<ResultOf<typeof translateMessages>> {
  const { siteId } = actor;
  const name = languageIn(language);
  const found = await namedRoom(core.db, actor, room);
  const messages = await core.db
    .selectFrom('messages')
    .select(['seq', 'content'])
    .where('site_id', '=', siteId)
    .where('room_id', '=', found.id)
    .where('seq', 'in', seqs)
    .where('role', '!=', 'system')
    .where(sql<boolean>`${isRedacted} is not true`)
    .orderBy('seq')
    .execute();
  const translations: { seq: number; text: string }[] = [];
  const waiting = messages.filter(({ content }) => !isBlank(content));
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift())
      translations.push({ seq: next.seq, text: await translated(core, siteId, next.content, name) });
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return { translations: translations.sort((a, b) => a.seq - b.seq) };
}

const KEY = Symbol('translations');

/** By site: that somebody else's customers said the same is nobody's business. */
async function translated(core: Core, siteId: string, content: string, language: string): Promise<string> {
  const kept = core.state.get(KEY, () => new Map<string, string>());
  const key = createHash('sha256')
    .update(JSON.stringify([siteId, language, content]))
    .digest('base64');
  const known = kept.get(key);
  const instructions = `Translate a message of a chat between a customer and a support team into ${language}. If it is in that language already, repeat it as it is.`;
  const text = known ?? (await rewritten(core, siteId, instructions, content));
  // The one asked for last goes last.
  kept.delete(key);
  kept.set(key, text);
  for (const oldest of kept.keys()) {
    if (kept.size <= KEPT) break;
    kept.delete(oldest);
  }
  return text;
}
