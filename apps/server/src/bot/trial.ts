/**
 * Asking the bot without a room: the playground. The answer comes by the same way as one to a visitor (`reply.ts`); nothing of
 * it is stored but what it cost, and nobody else hears of it.
 */
import type { BotTrial, ParamsOf, ResultOf, tryBot } from '@parley/protocol';
import type { AgentActor } from '../core/actor.ts';
import type { Call, Core } from '../core/core.ts';
import { refuse } from '../core/errors.ts';
import { languageOf } from '../knowledge/language.ts';
import { choicesOf, modelOf } from './choices.ts';
import { draftOf } from './draft.ts';
import { replyTo } from './reply.ts';
import { botOf } from './settings.ts';
import type { BotRow } from './tables.ts';
import type { Reply, Said, Turn } from './turn.ts';

export async function tryBotVerb(
  core: Core,
  { siteId }: AgentActor,
  { question, history = [], settings }: ParamsOf<typeof tryBot>,
  { http }: Call,
): Promise<ResultOf<typeof tryBot>> {
  if (question.trim() === '') throw refuse('invalid', { fields: { question: 'is empty' } });
  const running = await botOf(core.db, siteId);
  const bot = settings === 'draft' ? { ...running, ...(await draftOf(core, siteId, choicesOf(running))) } : running;
  const said = history.map(({ role, content, offer_person }) => saidBy(role, content, offer_person));
  const turn = await turnOf(core, siteId, bot, [saidBy('visitor', question)], said);
  const left = new AbortController();
  http?.reply.raw.once('close', () => left.abort());
  const begun = performance.now();
  const reply = await tryOut(core, turn, AbortSignal.any([left.signal, core.stopping]));
  return { trial: view(core, turn, reply, performance.now() - begun) };
}

const saidBy = (role: 'visitor' | 'bot', content: string, offer_person = false): Said => ({
  role,
  author: '',
  content,
  meta: offer_person ? { offer_person } : null,
});

/** A turn that belongs to no room. */
export async function turnOf(
  core: Core,
  siteId: string,
  bot: BotRow,
  questions: readonly Said[],
  history: readonly Said[],
): Promise<Turn> {
  const site = await core.db
    .selectFrom('sites')
    .select(['slug', 'name', 'origins'])
    .where('id', '=', siteId)
    .executeTakeFirstOrThrow();
  const words = (said: readonly Said[]) => said.map(({ content }) => content).join('\n');
  return {
    place: { siteId, site: site.slug },
    siteName: site.name,
    origins: site.origins,
    bot,
    language:
      languageOf(words(questions)) ?? languageOf(words(history.filter(({ role }) => role === 'visitor'))) ?? 'en',
    hasEmail: false,
    visitor: null,
    questions,
    history,
    atLoss: null,
    asker: null,
  };
}

/** What the bot would say. What the model costs counts towards the site's spending (`budget.ts`). */
export const tryOut = (core: Core, turn: Turn, signal: AbortSignal): Promise<Reply> =>
  replyTo(core, turn, { signal, show: () => undefined, end: () => undefined });

function costOf(core: Core, { bot }: Turn, { basis: { usage } }: Reply) {
  const model = modelOf(core.config, bot);
  return {
    model: (usage && model?.model) ?? null,
    tokens_in: usage?.tokensIn ?? 0,
    tokens_out: usage?.tokensOut ?? 0,
    tokens_estimated: usage?.estimated ?? false,
    cost_micros: usage?.costMicros ?? 0,
  };
}

function view(core: Core, turn: Turn, reply: Reply, tookMs: number): BotTrial {
  const { content, meta, basis } = reply;
  const { kind, prepared = null, found = [], cited = [], prompt = [] } = basis;
  return {
    answer: content,
    kind,
    prepared,
    sources: meta?.sources ?? [],
    quick_replies: meta?.quick_replies ?? [],
    offer_person: meta?.offer_person ?? false,
    language: turn.language,
    passages: found.map((passage) => ({
      article: passage.articleId,
      title: passage.title,
      heading: passage.heading,
      text: passage.text,
      score: Number(passage.score.toFixed(3)),
      confidence: Number(passage.confidence.toFixed(2)),
      cited: cited.includes(passage),
    })),
    prompt: prompt.map(({ role, content: words }) => ({ role, content: words })),
    ...costOf(core, turn, reply),
    took_ms: Math.round(tookMs),
  };
}
