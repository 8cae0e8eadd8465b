/**
 * The job that asks a replay's questions. It may run twice, end anywhere and go on there: each answer is written down by itself,
 * and only what has none is asked. What was deleted or erased meanwhile is not there any more to be asked or written to.
 */
import type { BotChoices } from '@parley/protocol';
import type { Core } from '../core/core.ts';
import type { Events } from '../core/events.ts';
import type { JobTask } from '../core/jobs.ts';
import { messagesAppended } from '../rooms/events.ts';
import { readMessages } from '../rooms/messages.ts';
import type { MessageRow } from '../rooms/tables.ts';
import { visitorDescribed, visitorForgotten } from '../visitors/events.ts';
import { choicesOf } from './choices.ts';
import { isActive } from './replay.ts';
import { tryOut, turnOf } from './trial.ts';
import { isAgents } from './turn.ts';

/** Asked at the same time: a model that takes seconds is not waited for 200 times in a row, and visitors come first. */
const AT_ONCE = 3;
/** Messages before the question that are looked at. */
const LOOK_BACK = 60;

interface Payload {
  readonly siteId: string;
  readonly replayId: string;
}
interface Pair {
  readonly ordinal: number;
  readonly room_id: string;
  readonly question_seq: number;
}

export const replayBot: JobTask = async (core, payload, { signal, attempt, maxAttempts }) => {
  const at = payload as Payload;
  try {
    if (!(await set(core, at, 'running'))) return;
    const settings = await settingsOf(core, at);
    const open = await openPairs(core, at);
    if (settings) await Promise.all(Array.from({ length: AT_ONCE }, () => askNext(core, at, settings, open, signal)));
    await set(core, at, 'done');
  } catch (error) {
    if (attempt >= maxAttempts) await set(core, at, 'failed');
    throw error;
  }
};

/** False where it was stopped, or another one took its place. */
async function set(core: Core, { siteId, replayId }: Payload, state: 'running' | 'done' | 'failed'): Promise<boolean> {
  const { numUpdatedRows } = await core.db
    .updateTable('bot_replays')
    .set({ state, ...(state !== 'running' && { finished_at: new Date(core.now()) }) })
    .where('site_id', '=', siteId)
    .where('id', '=', replayId)
    .where('state', 'in', ['queued', 'running'])
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Null where it was stopped, or another one took its place. */
async function settingsOf(core: Core, { siteId, replayId }: Payload): Promise<BotChoices | null> {
  const replay = await core.db
    .selectFrom('bot_replays')
    .select(['settings', 'state'])
    .where('site_id', '=', siteId)
    .where('id', '=', replayId)
    .executeTakeFirst();
  return replay && isActive(replay) ? choicesOf(replay.settings) : null;
}

const openPairs = (core: Core, { siteId, replayId }: Payload): Promise<Pair[]> =>
  core.db
    .selectFrom('bot_replay_pairs')
    .select(['ordinal', 'room_id', 'question_seq'])
    .where('site_id', '=', siteId)
    .where('replay_id', '=', replayId)
    .where('answer', 'is', null)
    .orderBy('ordinal')
    .execute();

async function askNext(core: Core, at: Payload, settings: BotChoices, open: Pair[], signal: AbortSignal) {
  for (let pair = open.shift(); pair; pair = open.shift()) {
    signal.throwIfAborted();
    if (!(await settingsOf(core, at))) return;
    await answer(core, at, settings, pair, signal);
  }
}

async function answer(core: Core, at: Payload, settings: BotChoices, pair: Pair, signal: AbortSignal): Promise<void> {
  const { siteId, replayId } = at;
  const said = await askedThen(core, siteId, pair);
  if (said.questions.length === 0) return;
  const bot = { site_id: siteId, version: 0, ...settings };
  const { content, basis } = await tryOut(core, await turnOf(core, siteId, bot, said.questions, said.history), signal);
  await core.db
    .updateTable('bot_replay_pairs')
    .set({ answer: content, kind: basis.kind })
    .where('site_id', '=', siteId)
    .where('replay_id', '=', replayId)
    .where('ordinal', '=', pair.ordinal)
    // Another run was quicker, and its answer may have been judged.
    .where('answer', 'is', null)
    .execute();
}

/** What stood in the room when the bot answered: the visitor's last words, and what was said before them. */
async function askedThen(core: Core, siteId: string, { room_id: roomId, question_seq }: Pair) {
  const all = await readMessages(core.db, { siteId, roomId, before: question_seq + 1, limit: LOOK_BACK });
  const isGone = ({ meta, content }: MessageRow) =>
    meta?.change?.event === 'redacted' || meta?.target || content === '';
  const messages = all.filter((message) => !isGone(message));
  const before = messages.findLastIndex((message) => message.role === 'bot' || isAgents(message)) + 1;
  const asked = messages.at(-1)?.seq === question_seq;
  return {
    questions: asked ? messages.slice(before).filter(({ role }) => role === 'visitor') : [],
    history: messages.slice(0, before),
  };
}

/** An answer of the draft says as much of a person as the question: it goes with it, and is among what is kept about a person. */
export function keepReplaysHonest(events: Events): void {
  events.on(visitorForgotten, async (tx, { siteId, roomIds }) => {
    if (roomIds.length === 0) return;
    await tx
      .deleteFrom('bot_replay_pairs')
      .where('site_id', '=', siteId)
      .where('room_id', 'in', [...roomIds])
      .execute();
  });
  events.on(messagesAppended, async (tx, appended) => {
    for (const { message } of appended) {
      const { target } = message.meta ?? {};
      if (target === undefined) continue;
      // It may have stood before a later question, too.
      await tx
        .deleteFrom('bot_replay_pairs')
        .where('site_id', '=', message.site_id)
        .where('room_id', '=', message.room_id)
        .where((eb) => eb.or([eb('question_seq', '>=', target), eb('answer_seq', '=', target)]))
        .execute();
    }
  });
  events.on(visitorDescribed, async (tx, { siteId, visitorId, add }) => {
    const rows = await tx
      .selectFrom('bot_replay_pairs as p')
      .innerJoin('rooms as r', (join) => join.onRef('r.site_id', '=', 'p.site_id').onRef('r.id', '=', 'p.room_id'))
      .select(['r.key', 'p.question_seq', 'p.answer'])
      .where('p.site_id', '=', siteId)
      .where('r.visitor_id', '=', visitorId)
      .where('p.answer', 'is not', null)
      .orderBy('p.ordinal')
      .execute();
    add(
      'answers_that_were_tried_out_on_your_questions',
      rows.map(({ key, question_seq, answer: words }) => ({ conversation: key, message: question_seq, answer: words })),
    );
  });
}
