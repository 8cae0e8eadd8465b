/**
 * Replays: what the draft would answer to what visitors really asked. One a site, the newest. Of the visitors' words nothing is
 * copied; the pairs name the messages, and go when those are deleted, erased or cleaned up.
 */
import type {
  BotReplay,
  cancelBotReplay,
  getBotReplay,
  judgeReplayPair,
  listReplayPairs,
  ParamsOf,
  ReplayPair,
  ResultOf,
  startBotReplay,
} from '@parley/protocol';
import { sql } from 'kysely';
import type { AgentActor } from '../core/actor.ts';
import type { Core } from '../core/core.ts';
import { refuse } from '../core/errors.ts';
import type { Tx } from '../core/events.ts';
import { uuidv7 } from '../core/ids.ts';
import { addJobs } from '../core/jobs.ts';
import { choicesOf } from './choices.ts';
import { changesAt } from './draft.ts';
import { lockBot } from './publish.ts';
import { newestReplay, type Question, regressionsOf, sameQuestion } from './regressions.ts';

export const REPLAY_BOT = 'replay_bot';
const PAGE = 50;

type Result = ResultOf<typeof getBotReplay>;

export async function startBotReplayVerb(
  core: Core,
  { siteId, accountId }: AgentActor,
  { questions, revision }: ParamsOf<typeof startBotReplay>,
): Promise<ResultOf<typeof startBotReplay>> {
  await core.db.transaction().execute(async (tx) => {
    const running = choicesOf(await lockBot(core, tx, siteId));
    const before = await newestReplay(tx, siteId);
    if (before && isActive(before)) return;
    const settings = { ...running, ...(await changesAt(tx, siteId, revision)) };
    const marked = before && !before.settled ? await regressionsOf(tx, siteId, before.id) : [];
    const asked = await latestQuestions(tx, siteId, questions);
    const isMarked = (each: Question) => marked.some((one) => sameQuestion(one, each));
    const again = [...marked, ...asked.filter((each) => !isMarked(each))].slice(0, Math.max(questions, marked.length));
    if (again.length === 0) throw refuse('invalid', { fields: { questions: 'the bot has answered nobody yet' } });
    await tx.deleteFrom('bot_replays').where('site_id', '=', siteId).execute();
    const id = uuidv7(core.now());
    const created_at = new Date(core.now());
    await tx
      .insertInto('bot_replays')
      .values({ site_id: siteId, id, settings: JSON.stringify(settings), revision, made_by: accountId, created_at })
      .execute();
    await tx
      .insertInto('bot_replay_pairs')
      .values(
        again.map((each, i) => ({
          site_id: siteId,
          replay_id: id,
          ordinal: i + 1,
          ...each,
          verdict: isMarked(each) ? ('regression' as const) : null,
        })),
      )
      .execute();
    await addJobs(tx, [{ task: REPLAY_BOT, payload: { siteId, replayId: id } }]);
  });
  return { replay: await viewOf(core, siteId) };
}

export const getBotReplayVerb = async (core: Core, { siteId }: AgentActor): Promise<Result> => ({
  replay: await viewOf(core, siteId),
});

/** The job sees it before its next question. */
export async function cancelBotReplayVerb(
  core: Core,
  { siteId }: AgentActor,
): Promise<ResultOf<typeof cancelBotReplay>> {
  await core.db
    .updateTable('bot_replays')
    .set({ state: 'cancelled', finished_at: new Date(core.now()) })
    .where('site_id', '=', siteId)
    .where('state', 'in', ['queued', 'running'])
    .execute();
  return { replay: await viewOf(core, siteId) };
}

export async function listReplayPairsVerb(
  core: Core,
  { siteId, site }: AgentActor,
  { show, after = 0 }: ParamsOf<typeof listReplayPairs>,
): Promise<ResultOf<typeof listReplayPairs>> {
  const rows = await pairsOf(core, siteId)
    .select(['r.key', 'p.ordinal', 'p.question_seq', 'q.content as question', 'p.verdict', 'p.answer', 'p.kind'])
    .select(['t.content as said', 'a.kind as said_kind'])
    .where('p.ordinal', '>', after)
    .$if(show === 'different', (query) => query.where(DIFFERENT))
    .$if(show === 'regressions', (query) => query.where('p.verdict', '=', 'regression'))
    .orderBy('p.ordinal')
    .limit(PAGE + 1)
    .execute();
  const pairs = rows.slice(0, PAGE).map(
    ({ key, ordinal, question_seq, question, verdict, answer, kind, said, said_kind }): ReplayPair => ({
      pair: ordinal,
      room: `${site} ${key}`,
      seq: question_seq,
      question,
      before: { answer: said, kind: said_kind },
      now: answer === null || kind === null ? null : { answer, kind },
      verdict,
    }),
  );
  return { pairs, next: rows.length > PAGE ? (pairs.at(-1)?.pair ?? null) : null };
}

export async function judgeReplayPairVerb(
  core: Core,
  { siteId }: AgentActor,
  { replay, pair, verdict }: ParamsOf<typeof judgeReplayPair>,
): Promise<ResultOf<typeof judgeReplayPair>> {
  const { numUpdatedRows } = await core.db
    .updateTable('bot_replay_pairs')
    .set({ verdict })
    .where('site_id', '=', siteId)
    .where(sql<boolean>`replay_id::text = ${replay}`)
    .where('ordinal', '=', pair)
    .where('answer', 'is not', null)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) throw refuse('not_found');
  return { replay: await viewOf(core, siteId) };
}

export const isActive = ({ state }: Pick<BotReplay, 'state'>): boolean => state === 'queued' || state === 'running';

/** Newest first; what was deleted or erased is not asked again. */
const latestQuestions = (tx: Tx, siteId: string, limit: number): Promise<Question[]> =>
  tx
    .selectFrom('bot_answers as a')
    .innerJoin('messages as q', (join) =>
      join
        .onRef('q.site_id', '=', 'a.site_id')
        .onRef('q.room_id', '=', 'a.room_id')
        .onRef('q.seq', '=', 'a.question_seq'),
    )
    .innerJoin('rooms as r', (join) => join.onRef('r.site_id', '=', 'a.site_id').onRef('r.id', '=', 'a.room_id'))
    .select(['a.room_id', 'a.question_seq', 'a.seq as answer_seq'])
    .where('a.site_id', '=', siteId)
    .where('r.erased_at', 'is', null)
    .where('q.content', '<>', '')
    .orderBy('a.created_at', 'desc')
    .orderBy('a.room_id')
    .orderBy('a.seq', 'desc')
    .limit(limit)
    .execute();

const DIFFERENT = sql<boolean>`p.answer is not null and (p.answer is distinct from t.content or p.kind is distinct from a.kind)`;

/** With the messages as they are now. */
const pairsOf = (core: Core, siteId: string) =>
  core.db
    .selectFrom('bot_replay_pairs as p')
    .innerJoin('rooms as r', (join) => join.onRef('r.site_id', '=', 'p.site_id').onRef('r.id', '=', 'p.room_id'))
    .innerJoin('messages as q', (join) =>
      join
        .onRef('q.site_id', '=', 'p.site_id')
        .onRef('q.room_id', '=', 'p.room_id')
        .onRef('q.seq', '=', 'p.question_seq'),
    )
    .innerJoin('messages as t', (join) =>
      join
        .onRef('t.site_id', '=', 'p.site_id')
        .onRef('t.room_id', '=', 'p.room_id')
        .onRef('t.seq', '=', 'p.answer_seq'),
    )
    .innerJoin('bot_answers as a', (join) =>
      join
        .onRef('a.site_id', '=', 'p.site_id')
        .onRef('a.room_id', '=', 'p.room_id')
        .onRef('a.seq', '=', 'p.answer_seq'),
    )
    .where('p.site_id', '=', siteId);

async function viewOf(core: Core, siteId: string): Promise<BotReplay | null> {
  const [row, figures] = await Promise.all([
    core.db
      .selectFrom('bot_replays as b')
      .leftJoin('accounts as c', 'c.id', 'b.made_by')
      .select(['b.id', 'b.revision', 'b.state', 'b.settled', 'b.created_at', 'b.finished_at', 'c.name as by'])
      .where('b.site_id', '=', siteId)
      .executeTakeFirst(),
    pairsOf(core, siteId)
      .select(({ fn }) => fn.countAll<number>().as('total'))
      .select(sql<number>`count(p.answer)::int`.as('done'))
      .select(sql<number>`(count(*) filter (where ${DIFFERENT}))::int`.as('different'))
      .select(sql<number>`(count(*) filter (where p.verdict = 'regression'))::int`.as('regressions'))
      .executeTakeFirstOrThrow(),
  ]);
  if (!row) return null;
  const { id, revision, state, settled, created_at, finished_at, by } = row;
  return {
    replay: id,
    revision,
    state,
    ...figures,
    regressions: settled ? 0 : figures.regressions,
    by,
    created: created_at.toISOString(),
    finished: finished_at?.toISOString() ?? null,
  };
}
