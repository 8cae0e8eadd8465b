/** How the bot passes a conversation on: its last words, and whether a question is one that people answer. */
import type { HandOverReason } from '@parley/protocol';
import { sql } from 'kysely';
import type { Core } from '../core/core.ts';
import { nextOpening } from '../core/hours.ts';
import { agentsChannel } from '../rooms/channels.ts';
import type { Basis } from './basis.ts';
import { SENTENCES } from './sentences.ts';
import type { Reply, Turn } from './turn.ts';

/** Honest about what to expect: it claims presence only where it sees it. */
export function passOn(core: Core, turn: Turn, why: HandOverReason, basis?: Basis): Reply {
  const words = SENTENCES[turn.language];
  const begin =
    why === 'topic' ? words.forPeople : why === 'asked' || why === 'button' ? words.ofCourse : words.cannotHelp;
  const here = core.sockets.on(agentsChannel(turn.place.siteId)).size > 0;
  const opens = here ? null : nextOpening(turn.bot.office_hours, core.now());
  const back = opens === null ? '' : `${words.backAt(whenWords(turn, opens))} `;
  const then = here ? words.someoneIsHere : turn.hasEmail ? words.answerByMail : words.leaveEmail;
  return {
    content: `${begin} ${words.passOn} ${back}${then}`,
    meta: null,
    basis: { ...basis, kind: 'hand_off' },
    handOff: why,
  };
}

/** By the clock of the site's place, which it names: where the visitor is nobody has said. The widget tells it by the visitor's own. */
const whenWords = ({ language, bot }: Turn, at: number): string =>
  new Intl.DateTimeFormat(language, {
    timeZone: bot.office_hours?.time_zone,
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    hour: 'numeric',
    minute: '2-digit',
    timeZoneName: 'short',
  }).format(at);

/** One of the topics stands in one of the texts with all of its words, in any form. */
export async function isForPeople(core: Core, topics: readonly string[], texts: readonly string[]): Promise<boolean> {
  if (topics.length === 0) return false;
  const { rows } = await sql<{ found: boolean }>`
    select exists (
      select from unnest(${[...topics]}::text[]) as t(topic), unnest(${[...texts]}::text[]) as q(text),
        plainto_tsquery('parley', topic) as query
      where numnode(query) > 0 and to_tsvector('parley', text) @@ query) as found`.execute(core.db);
  return rows[0]?.found === true;
}
