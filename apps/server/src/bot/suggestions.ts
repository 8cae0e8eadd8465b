/** What a visitor may mean while it types: predefined answers and articles that are called so. No model, and nothing is stored. Refuses who has to agree to something first. */
import type { ParamsOf, ResultOf, Suggestion, suggest } from '@parley/protocol';
import type { Guest } from '../core/actor.ts';
import type { Core } from '../core/core.ts';
import { articleUrl } from '../knowledge/articles.ts';
import { isNear, plainWords, slipsIn } from '../knowledge/plain-words.ts';
import { searchTitles } from '../knowledge/titles.ts';
import { requireConsent } from '../rooms/consent.ts';
import { botOf } from './settings.ts';

/** The protocol's most. */
const MOST = 4;
const MOST_ANSWERS = 2;
const ENOUGH_LETTERS = 3;

export async function suggestVerb(
  core: Core,
  actor: Guest,
  { text }: ParamsOf<typeof suggest>,
): Promise<ResultOf<typeof suggest>> {
  await requireConsent(core, actor);
  const { siteId, site } = actor;
  if (plainWords(text).length < ENOUGH_LETTERS) return { suggestions: [] };
  const [answers, articles] = await Promise.all([
    suggestedAnswers(core, siteId, text),
    searchTitles(core, siteId, text, MOST),
  ]);
  const found = articles.map(
    ({ slug, title, origin_url }): Suggestion => ({
      kind: 'article',
      title,
      article: slug,
      url: origin_url ?? articleUrl(core, site, slug),
    }),
  );
  return { suggestions: [...answers, ...found].slice(0, MOST) };
}

/** Those of which a trigger has all the words; of several triggers the shortest. */
async function suggestedAnswers(core: Core, siteId: string, text: string): Promise<Suggestion[]> {
  // Where the bot is off nobody would answer with them.
  if (!(await botOf(core.db, siteId)).enabled) return [];
  const rows = await core.db
    .selectFrom('predefined_answers')
    .select(['title', 'triggers'])
    .where('site_id', '=', siteId)
    .orderBy('id')
    .execute();
  const typed = plainWords(text).split(' ');
  return rows
    .flatMap(({ title, triggers }) => {
      const [trigger] = triggers.filter((one) => begins(typed, one)).sort((a, b) => a.length - b.length);
      return trigger === undefined ? [] : [{ kind: 'answer' as const, title, text: trigger }];
    })
    .sort((a, b) => a.text.length - b.text.length)
    .slice(0, MOST_ANSWERS);
}

/** Each word stands in the trigger, the last one as far as it goes; a slip is forgiven. */
function begins(typed: readonly string[], trigger: string): boolean {
  const words = plainWords(trigger).split(' ');
  return typed.every((word, i) =>
    words.some(
      (other) =>
        other === word || isNear(word, other, slipsIn(word)) || (i === typed.length - 1 && other.startsWith(word)),
    ),
  );
}
