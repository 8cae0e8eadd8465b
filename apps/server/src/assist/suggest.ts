/** Replies to what a visitor asks, from what the site has written: predefined answers and passages of articles. No model. */
import type { ParamsOf, ResultOf, SuggestedReply, suggestReplies } from '@parley/protocol';
import { answersOf } from '../bot/answers.ts';
import { lookUpBy } from '../bot/mask.ts';
import { findPredefined } from '../bot/predefined.ts';
import { quoteOf } from '../bot/quote.ts';
import { botOf } from '../bot/settings.ts';
import { filledIn, type Known } from '../bot/variables.ts';
import type { AgentActor } from '../core/actor.ts';
import type { Core } from '../core/core.ts';
import { refuse } from '../core/errors.ts';
import { citedUrl } from '../knowledge/articles.ts';
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
  const { said, known } = await openQuestion(core, siteId, ownKey(actor, room));
  if (said.length === 0) return { replies: [] };
  const [answers, passages] = await Promise.all([
    answersOf(core.db, siteId),
    retrieve(core, siteId, lookUpBy(await botOf(core.db, siteId), said.join('\n')), 2 * MOST),
  ]);
  const prepared = said.map((words) => findPredefined(answers, words)?.answer).findLast((found) => found !== undefined);
  const replies: SuggestedReply[] = prepared
    ? [{ text: filledIn(prepared.content, known), title: prepared.title, source: null }]
    : [];
  for (const passage of passages) {
    const { title, text, words, confidence } = passage;
    if (confidence < MAYBE || replies.some((reply) => reply.source?.title === title)) continue;
    replies.push({ text: quoteOf(text, words), title, source: { title, url: citedUrl(core, site, passage) } });
  }
  return { replies: replies.slice(0, MOST) };
}

/** What the visitor wrote since an agent last answered; the bot's answers close nothing, or nobody would have been asked. */
async function openQuestion(core: Core, siteId: string, key: string): Promise<{ said: string[]; known: Known }> {
  const room = await core.db
    .selectFrom('rooms as r')
    .innerJoin('sites as s', 's.id', 'r.site_id')
    .leftJoin('visitors as v', (join) => join.onRef('v.site_id', '=', 'r.site_id').onRef('v.id', '=', 'r.visitor_id'))
    .select(['r.id', 's.name as siteName', 'v.name as visitorName', 'v.page'])
    .where('r.site_id', '=', siteId)
    .where('r.key', '=', key)
    .executeTakeFirst();
  if (!room) throw refuse('room_not_found');
  const messages = await readMessages(core.db, { siteId, roomId: room.id, limit: LOOK_BACK });
  const answered = messages.findLastIndex(({ role }) => role === 'agent');
  const said = messages
    .slice(answered + 1)
    .filter(({ role, meta }) => role === 'visitor' && meta?.change?.event !== 'redacted')
    .slice(-3)
    .map(({ content }) => content);
  return { said, known: room };
}
