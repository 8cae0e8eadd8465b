/** Replies to what a visitor asks, from what the site has written: predefined answers and passages of articles. No model. */
import type { ParamsOf, ResultOf, SuggestedReply, suggestReplies } from '@parley/protocol';
import { answersOf } from '../bot/answers.ts';
import type { Asking } from '../bot/intents/find-by-intent.ts';
import { lookUpBy } from '../bot/mask.ts';
import { findPrepared } from '../bot/prepared.ts';
import { quoteOf } from '../bot/quote.ts';
import { botOf } from '../bot/settings.ts';
import { smallTalk } from '../bot/small-talk.ts';
import type { PredefinedAnswerRow } from '../bot/tables.ts';
import { filledIn } from '../bot/variables.ts';
import type { AgentActor } from '../core/actor.ts';
import type { Core } from '../core/core.ts';
import { citedUrl } from '../knowledge/articles.ts';
import { MAYBE, retrieve } from '../knowledge/retrieval.ts';
import { ownKey } from '../rooms/access.ts';
import { conversationIn } from './conversation.ts';

const MOST = 3;

export async function suggestRepliesVerb(
  core: Core,
  actor: AgentActor,
  { room }: ParamsOf<typeof suggestReplies>,
): Promise<ResultOf<typeof suggestReplies>> {
  const { siteId, site } = actor;
  const { questions, ...known } = await conversationIn(core, siteId, ownKey(actor, room));
  if (questions.length === 0) return { replies: [] };
  const bot = await botOf(core.db, siteId);
  const [prepared, passages] = await Promise.all([
    lastPrepared(core, { place: { siteId }, bot }, questions),
    retrieve(core, siteId, lookUpBy(bot, questions.join('\n')), 2 * MOST),
  ]);
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

/** As the bot would find it, for the newest of what was said that has one. */
async function lastPrepared(
  core: Core,
  asking: Asking,
  said: readonly string[],
): Promise<PredefinedAnswerRow | undefined> {
  const answers = await answersOf(core.db, asking.place.siteId);
  const found = await Promise.all(said.map((words) => findPrepared(core, asking, answers, words, smallTalk(words))));
  return found.findLast((one) => one !== undefined)?.answer;
}
