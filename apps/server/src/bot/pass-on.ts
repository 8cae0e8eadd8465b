/** How the bot passes a conversation on: its last words, when people answer, and whether a question is one for them. */
import type { BotHours, HandOverReason } from '@parley/protocol';
import { sql } from 'kysely';
import type { Core } from '../core/core.ts';
import { nextOpening } from '../core/hours.ts';
import type { Language } from '../knowledge/language.ts';
import { personWanted } from '../rooms/events.ts';
import { peopleOnline } from '../rooms/who-is-here.ts';
import type { Basis } from './basis.ts';
import { SENTENCES } from './sentences.ts';
import { botOf } from './settings.ts';
import type { Reply, Turn } from './turn.ts';

/** Honest about what to expect: it claims presence only where it sees it. */
export function passOn(core: Core, turn: Turn, why: HandOverReason, basis?: Basis): Reply {
  const words = SENTENCES[turn.language];
  const begin =
    why === 'topic' ? words.forPeople : why === 'asked' || why === 'button' ? words.ofCourse : words.cannotHelp;
  const { siteId } = turn.place;
  const here = peopleOnline(core, siteId);
  const opens = opensAgain(core, siteId, turn.bot.office_hours);
  const back = opens ? `${backWords(turn.language, opens)} ` : '';
  const then = here ? words.someoneIsHere : turn.hasEmail ? words.answerByMail : words.leaveEmail;
  return {
    content: `${begin} ${words.passOn} ${back}${then}`,
    meta: null,
    basis: { ...basis, kind: 'hand_off' },
    handOff: why,
  };
}

interface Opening {
  readonly at: number;
  readonly timeZone: string;
}

/** When people answer again; null within office hours, without any, and while somebody of the team is here. */
export function opensAgain(core: Core, siteId: string, hours: BotHours | null): Opening | null {
  const at = peopleOnline(core, siteId) ? null : nextOpening(hours, core.now());
  return at === null || hours === null ? null : { at, timeZone: hours.time_zone };
}

/** By the clock of the site's place, which it names: where the visitor is nobody has said. The widget tells it by the visitor's own. */
const backWords = (language: Language, { at, timeZone }: Opening): string =>
  SENTENCES[language].backAt(
    new Intl.DateTimeFormat(language, {
      timeZone,
      weekday: 'long',
      day: 'numeric',
      month: 'long',
      hour: 'numeric',
      minute: '2-digit',
      timeZoneName: 'short',
    }).format(at),
  );

/** Whoever asks by the button hears nothing from the bot: the log's line says what its words would. */
export function sayWhenPeopleAnswer(core: Core): void {
  core.events.on(personWanted, async (tx, { siteId, tell }) => {
    const { office_hours } = await botOf(tx, siteId);
    const opens = opensAgain(core, siteId, office_hours);
    if (opens) tell(new Date(opens.at).toISOString(), backWords('en', opens));
  });
}

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
