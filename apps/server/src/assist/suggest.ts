/** Replies to what a visitor asks, from what the site has written: predefined answers and passages of articles. No model. */
import type { ParamsOf, ResultOf, SuggestedReply, suggestReplies } from '@parley/protocol';
import { answersOf } from '../bot/answers.ts';
import { findPredefined } from '../bot/predefined.ts';
import { quoteOf } from '../bot/quote.ts';
import type { AgentActor } from '../core/actor.ts';
import type { Core } from '../core/core.ts';
import { refuse } from '../core/errors.ts';
import { articleUrl } from '../knowledge/articles.ts';
import { MAYBE, retrieve } from '../knowledge/retrieval.ts';
import { ownKey } from '../rooms/access.ts';
import { readMessages } from '../rooms/messages.ts';

const MOST = 3;
/** Messages looked back at for what is still open. */
const LOOK_BACK = 20;

export async function suggestRepliesVerb(
  core: Core,
  actor: AgentActor,
  { room }: ParamsOf<typeof suggestReplies>,
): Promise<ResultOf<typeof suggestReplies>> {
  const { siteId, site } = actor;
  const question = await openQuestion(core, siteId, ownKey(actor, room));
  if (question === '') return { replies: [] };
  const [answers, passages] = await Promise.all([
    answersOf(core.db, siteId),
    retrieve(core, siteId, question, 2 * MOST),
  ]);
  const prepared = findPredefined(answers, question);
  const replies: SuggestedReply[] = prepared ? [{ text: prepared.content, title: prepared.title, source: null }] : [];
  for (const { slug, title, text, words, confidence } of passages) {
    if (confidence < MAYBE || replies.some((reply) => reply.source?.title === title)) continue;
    replies.push({ text: quoteOf(text, words), title, source: { title, url: articleUrl(core, site, slug) } });
  }
  return { replies: replies.slice(0, MOST) };
}

/** What the visitor wrote since an agent last answered; the bot's answers close nothing, or nobody would have been asked. */
async function openQuestion(core: Core, siteId: string, key: string): Promise<string> {
  const room = await core.db
    .selectFrom('rooms')
    .select('id')
    .where('site_id', '=', siteId)
    .where('key', '=', key)
    .executeTakeFirst();
  if (!room) throw refuse('room_not_found');
  const messages = await readMessages(core.db, { siteId, roomId: room.id, limit: LOOK_BACK });
  const answered = messages.findLastIndex(({ role }) => role === 'agent');
  return messages
    .slice(answered + 1)
    .filter(({ role, meta }) => role === 'visitor' && meta?.change?.event !== 'redacted')
    .slice(-3)
    .map(({ content }) => content)
    .join('\n');
}
