/** What an agent is about to answer: what was said last in a room, what of it nobody of the team has answered, and what that asks. */
import { spoken } from '../bot/prompt.ts';
import { smallTalk } from '../bot/small-talk.ts';
import { isAgents } from '../bot/turn.ts';
import { withoutWish } from '../bot/wants-person.ts';
import type { Core } from '../core/core.ts';
import { refuse } from '../core/errors.ts';
import { readMessages } from '../rooms/messages.ts';
import type { MessageRow } from '../rooms/tables.ts';

/** Messages looked back at. */
const LOOK_BACK = 20;
/** Of what is asked. */
const NEWEST = 3;

export interface Conversation {
  readonly siteName: string;
  readonly origins: readonly string[];
  readonly visitorName: string | null;
  readonly page: string | null;
  /** As the visitor's browser says. */
  readonly language: string | null;
  /** Without lines of the log, and what was taken back. */
  readonly messages: readonly MessageRow[];
  /** What the visitor wrote since an agent last answered; the bot's answers close nothing, or nobody would have been asked, nor does what is said beside the conversation. */
  readonly open: readonly MessageRow[];
  /** What the open ones are to be looked up by: neither the wish for a person, who is here, nor a greeting, unless nothing else is open. */
  readonly questions: readonly string[];
}

/** Refuses `room_not_found`. */
export async function conversationIn(core: Core, siteId: string, key: string): Promise<Conversation> {
  const room = await core.db
    .selectFrom('rooms as r')
    .innerJoin('sites as s', 's.id', 'r.site_id')
    .leftJoin('visitors as v', (join) => join.onRef('v.site_id', '=', 'r.site_id').onRef('v.id', '=', 'r.visitor_id'))
    .select(['r.id', 's.name as siteName', 's.origins', 'v.name as visitorName', 'v.page', 'v.language'])
    .where('r.site_id', '=', siteId)
    .where('r.key', '=', key)
    .executeTakeFirst();
  if (!room) throw refuse('room_not_found');
  const all = await readMessages(core.db, { siteId, roomId: room.id, limit: LOOK_BACK });
  const messages = all.filter(({ role, meta }) => role !== 'system' && meta?.change?.event !== 'redacted');
  const answered = messages.findLastIndex(isAgents);
  const open = messages.slice(answered + 1).filter(({ role }) => role === 'visitor');
  const said = open.map(({ content }) => content);
  const asked = said.map(withoutWish).filter((words) => words !== '' && !smallTalk(words));
  const questions = (asked.length > 0 ? asked : said).slice(-NEWEST);
  const { id: _id, ...known } = room;
  return { ...known, messages, open, questions };
}

/** The conversation in one text for the model, of each message so many characters; `words` are what may leave for it. */
export const logOf =
  (messages: readonly MessageRow[], length: number) =>
  (words: (text: string) => string): string =>
    messages.map(({ role, content }) => spoken(role, words(content).slice(0, length).toWellFormed())).join('\n');
