/**
 * A question and its answer in one call, for clients without a socket. The question is an ordinary message of the user's room,
 * the answer what the bot's job, or a person, says to it there: this only waits, and costs nothing beyond the wait.
 */
import type { chat, chatHistory, Message, ParamsOf, ResultOf } from '@parley/protocol';
import { sql } from 'kysely';
import type { UserActor } from '../core/actor.ts';
import type { Call, Core } from '../core/core.ts';
import { refuse } from '../core/errors.ts';
import { balanceOf } from '../metering/accounts.ts';
import { authorOf } from '../rooms/access.ts';
import { visitorChannel } from '../rooms/channels.ts';
import { requireConsent } from '../rooms/consent.ts';
import { messageLog } from '../rooms/message-log.ts';
import { networkOf, requireContent } from '../rooms/messages.ts';
import { readPage } from '../rooms/read-log.ts';
import type { MessageRow } from '../rooms/tables.ts';
import { messageView } from '../rooms/views.ts';
import { answerId } from './turn.ts';

/** Below the minute after which most proxies give up. */
const PATIENCE_MS = 55_000;
/** The bus may lose the word of an answer. */
const LOOK_MS = 2_000;
const RETRY_AFTER_SECONDS = 5;

/** Refused: `out_of_tokens` (nothing is stored), `answer_late` (the question is), and as `new_message`. */
export async function chatVerb(
  core: Core,
  actor: UserActor,
  { message: content, client_id }: ParamsOf<typeof chat>,
  call: Call,
  patienceMs = PATIENCE_MS,
): Promise<ResultOf<typeof chat>> {
  requireContent(content);
  await requireConsent(core, actor);
  const { siteId, site, visitorId: key, accountId } = actor;
  const { message } = await messageLog(core).append({
    siteId,
    site,
    key,
    author: authorOf(actor),
    content,
    clientId: client_id ?? null,
    createFor: key,
    accountId,
    from: networkOf(core, call.ip),
  });
  const answer = await answerTo(core, message, key, goneOf(core, call), patienceMs);
  if (!answer) throw refuse('answer_late', { retryAfter: RETRY_AFTER_SECONDS });
  const { tokens } = await balanceOf(core.db, actor);
  return {
    response: answer.content,
    remaining_tokens: tokens,
    message: messageView(message, site, key),
    answer: messageView(answer, site, key),
  };
}

export async function chatHistoryVerb(
  core: Core,
  { siteId, site, visitorId: key }: UserActor,
  params: ParamsOf<typeof chatHistory>,
): Promise<ResultOf<typeof chatHistory>> {
  const page = await readPage(core, { siteId, site, key, params });
  const messages = JSON.parse(`[${page?.messages ?? ''}]`) as Message[];
  const first = messages[0]?.seq ?? 1;
  return { messages, head: page?.head ?? 0, next: first > 1 ? first : null };
}

/** Whoever asked has left, or this node stops: nobody waits any more. */
function goneOf(core: Core, { http }: Call): AbortSignal {
  const left = new AbortController();
  http?.reply.raw.once('close', () => left.abort());
  return AbortSignal.any([left.signal, core.stopping]);
}

const KEY = Symbol('who waits for answers');

/** By the channel of their rooms. One ear for all: most announcements are for nobody here. */
const waitingOf = (core: Core): Map<string, Set<() => void>> =>
  core.state.get(KEY, () => {
    const waiting = new Map<string, Set<() => void>>();
    core.bus.subscribe(({ channels }) => {
      if (waiting.size === 0) return;
      for (const channel of channels) for (const look of waiting.get(channel) ?? []) look();
    });
    return waiting;
  });

/** What the bot says to the question, or a person after it; undefined when nobody has, or `gone` aborts. */
async function answerTo(
  core: Core,
  question: MessageRow,
  key: string,
  gone: AbortSignal,
  patienceMs: number,
): Promise<MessageRow | undefined> {
  const channel = visitorChannel(question.site_id, key);
  const waiting = waitingOf(core);
  const until = performance.now() + patienceMs;
  let look = () => {};
  const wake = () => look();
  const unfollow = core.bus.follow(question.site_id);
  waiting.set(channel, (waiting.get(channel) ?? new Set()).add(wake));
  gone.addEventListener('abort', wake);
  try {
    for (;;) {
      // Made before looking: what comes meanwhile is not missed.
      const news = new Promise<void>((resolve) => {
        look = resolve;
      });
      const answer = await findAnswer(core, question);
      const left = until - performance.now();
      if (answer || left <= 0 || gone.aborted) return answer;
      const timer = setTimeout(wake, Math.min(LOOK_MS, left));
      await news;
      clearTimeout(timer);
    }
  } finally {
    gone.removeEventListener('abort', wake);
    unfollow();
    const others = waiting.get(channel);
    others?.delete(wake);
    if (others?.size === 0) waiting.delete(channel);
  }
}

const findAnswer = (core: Core, question: MessageRow): Promise<MessageRow | undefined> =>
  core.db
    .selectFrom('messages')
    .selectAll()
    .where('site_id', '=', question.site_id)
    .where('room_id', '=', question.room_id)
    .where('seq', '>', question.seq)
    // A program writes as an agent too, and answers nobody who waits.
    .where(
      sql<boolean>`case role
        when 'bot' then client_id = ${answerId(question)}
        when 'agent' then exists (select from accounts a where a.id = author_id::uuid)
        else false end`,
    )
    .orderBy('seq')
    .limit(1)
    .executeTakeFirst();
