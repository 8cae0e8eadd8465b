/**
 * Asking the bot without a room: the playground. The answer comes by the same way as one to a visitor (`reply.ts`); nothing of
 * it is stored but what it cost, and nobody else hears of it. Whoever watches by a socket sees it grow.
 */

import type { BotTrial, ParamsOf, ResultOf, TrialDeltaEvent, TrialNow, tryBot } from '@parley/protocol';
import { isBlank } from '@parley/protocol/blank';
import type { AgentActor } from '../core/actor.ts';
import type { Call, Core } from '../core/core.ts';
import { refuse } from '../core/errors.ts';
import { answersAt, nextOpening } from '../core/hours.ts';
import type { ClientSocket } from '../core/sockets.ts';
import { languageOf } from '../knowledge/language.ts';
import { choicesOf, modelOf } from './choices.ts';
import { draftOf } from './draft.ts';
import type { Stage } from './live-answer.ts';
import { opensAgain } from './pass-on.ts';
import { Pieces } from './pieces.ts';
import { replyTo } from './reply.ts';
import { botOf } from './settings.ts';
import type { BotRow } from './tables.ts';
import type { Reply, Said, Turn } from './turn.ts';

export async function tryBotVerb(
  core: Core,
  { siteId }: AgentActor,
  { question, history = [], settings, watch }: ParamsOf<typeof tryBot>,
  { http, socket }: Call,
): Promise<ResultOf<typeof tryBot>> {
  if (isBlank(question)) throw refuse('invalid', { fields: { question: 'is empty' } });
  const running = await botOf(core.db, siteId);
  const bot = settings === 'draft' ? { ...running, ...(await draftOf(core, siteId, choicesOf(running))) } : running;
  const said = history.map(({ role, content, offer_person }) => saidBy(role, content, offer_person));
  const turn = await turnOf(core, siteId, bot, [saidBy('visitor', question)], said);
  const over = new AbortController();
  const leave = () => over.abort();
  http?.reply.raw.once('close', leave);
  const unwatch = socket ? whenLeft(socket, leave) : () => undefined;
  core.stopping.addEventListener('abort', leave);
  const pieces = new Pieces((piece) => {
    const event: TrialDeltaEvent = { command: 'trial_delta', watch: watch as string, ...piece };
    socket?.send(JSON.stringify(event));
  });
  const show: Stage['show'] = watch === undefined ? () => undefined : (text) => pieces.show(text);
  const begun = performance.now();
  try {
    const reply = await tryOut(core, turn, over.signal, show);
    return { trial: view(core, turn, reply, performance.now() - begun) };
  } finally {
    pieces.forget();
    unwatch();
    core.stopping.removeEventListener('abort', leave);
  }
}

const leaving = new WeakMap<ClientSocket, Set<() => void>>();
/** Called once when the socket closes, unless the returned function was called before. A socket asks often and closes once. */
function whenLeft(socket: ClientSocket, leave: () => void): () => void {
  let waiting = leaving.get(socket);
  if (!waiting) {
    const all = new Set<() => void>();
    socket.onClose(() => {
      for (const each of all) each();
    });
    leaving.set(socket, all);
    waiting = all;
  }
  waiting.add(leave);
  return () => waiting.delete(leave);
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
export const tryOut = (
  core: Core,
  turn: Turn,
  signal: AbortSignal,
  show: Stage['show'] = () => undefined,
): Promise<Reply> => replyTo(core, turn, { signal, show, end: () => undefined });

function nowOf(core: Core, { place, bot }: Turn): TrialNow {
  const why = !bot.enabled ? 'off' : answersAt(bot.hours, core.now()) ? null : 'hours';
  const moment = (at: number | null | undefined) => (typeof at === 'number' ? new Date(at).toISOString() : null);
  return {
    answered: why === null,
    why,
    bot_again: why === 'hours' ? moment(nextOpening(bot.hours, core.now())) : null,
    people_again: moment(opensAgain(core, place.siteId, bot.office_hours)?.at),
  };
}

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
    now: nowOf(core, turn),
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
