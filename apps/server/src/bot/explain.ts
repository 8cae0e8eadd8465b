/** How the bot's answers in a room came about, for the site's agents. */
import type { AnswerBasis, explainAnswers, FoundPassage, ParamsOf, ResultOf } from '@parley/protocol';
import type { AgentActor } from '../core/actor.ts';
import type { Core } from '../core/core.ts';
import { articleUrl } from '../knowledge/articles.ts';
import { namedRoom } from '../rooms/named-room.ts';

const LATEST = 200;

export async function explainAnswersVerb(
  core: Core,
  actor: AgentActor,
  { room: name }: ParamsOf<typeof explainAnswers>,
): Promise<ResultOf<typeof explainAnswers>> {
  const { siteId, site } = actor;
  const room = await namedRoom(core.db, actor, name);
  const rows = await core.db
    .selectFrom('bot_answers')
    .select(['seq', 'kind', 'passages', 'confidence', 'language', 'model', 'helped'])
    .select(['tokens_in', 'tokens_out', 'tokens_estimated', 'cost_micros'])
    .where('site_id', '=', siteId)
    .where('room_id', '=', room.id)
    .orderBy('seq', 'desc')
    .limit(LATEST)
    .execute();
  const titleOf = await articlesOf(
    core,
    { siteId, site },
    rows.flatMap(({ passages }) => passages),
  );
  const answers = rows.reverse().map(
    ({ helped, passages, ...row }): AnswerBasis => ({
      ...row,
      helped: helped === null ? null : helped > 0,
      passages: titleOf(passages),
    }),
  );
  return { answers };
}

type Shown = AnswerBasis['passages'][number];

/** Passages by their articles, each article once, in the order of its best one. */
export async function articlesOf(
  core: Core,
  { siteId, site }: { siteId: string; site: string },
  all: readonly FoundPassage[],
): Promise<(passages: readonly FoundPassage[]) => Shown[]> {
  const ids = [...new Set(all.map(({ article_id }) => article_id))];
  const articles =
    ids.length === 0
      ? []
      : await core.db
          .selectFrom('articles')
          .select(['id', 'slug', 'title', 'revision'])
          .where('site_id', '=', siteId)
          .where('id', 'in', ids)
          .execute();
  const byId = new Map(articles.map((article) => [article.id, article]));
  return (passages) => {
    const shown = new Map<string, Shown>();
    for (const { article_id, revision, cited } of passages) {
      const article = byId.get(article_id);
      if (!article) continue;
      const { title, slug } = article;
      const changed = article.revision !== revision;
      const before = shown.get(article_id)?.cited ?? false;
      shown.set(article_id, { title, url: articleUrl(core, site, slug), revision, changed, cited: cited || before });
    }
    return [...shown.values()];
  };
}
