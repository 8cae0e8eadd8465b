/**
 * The job by which the bot answers a room. It may run twice, late, or beside a takeover: its answer is named after the
 * question, so it is stored once, and only while the room is the bot's under the generation with which the turn began.
 *
 *   message or hand-back --same transaction--> job --> turn read --> reply --> appended --> (handed off)
 *                                                        |                        |
 *                                         not the bot's: nothing        taken over: nothing, visibly
 */

import type { HandOverReason } from '@parley/protocol';
import { oneAtATime } from '../core/alone.ts';
import type { Core } from '../core/core.ts';
import { isDatabaseAway, Refused } from '../core/errors.ts';
import type { Events } from '../core/events.ts';
import { answersAt } from '../core/hours.ts';
import { addJobs, type JobContext, type NewJob } from '../core/jobs.ts';
import { messagesAppended, roomsChanged } from '../rooms/events.ts';
import { messageLog } from '../rooms/message-log.ts';
import { requestPerson } from '../rooms/ownership.ts';
import type { MessageRow, RoomRow } from '../rooms/tables.ts';
import { AnswerRecord } from './basis.ts';
import { modelOf } from './choices.ts';
import { goLive } from './live-answer.ts';
import { SECOND_PATIENCE } from './model-answer.ts';
import { passOn } from './pass-on.ts';
import { apology, replyTo } from './reply.ts';
import { answerId, type Reply, type RoomTurn, readTurn } from './turn.ts';

export const ANSWER = 'answer';
/** A mistake of ours is tried once more; then the visitor is told. */
const ATTEMPTS_BEFORE_APOLOGY = 2;

/** One job a room, in the transaction that makes it necessary. */
export function askForAnswers(events: Events): void {
  events.on(messagesAppended, (tx, appended) =>
    addJobs(
      tx,
      appended.flatMap(({ message, room, from }) => (message.role === 'visitor' ? jobsFor([room], from) : [])),
    ),
  );
  // Handed back with a question still open.
  events.on(roomsChanged, (tx, changes) =>
    addJobs(tx, jobsFor(changes.filter(({ before }) => before.owner_kind !== 'bot').map(({ after }) => after))),
  );
}

/** For each of the rooms that is the bot's. `from`: the network of whoever wrote. */
export function jobsFor(rooms: readonly RoomRow[], from?: string): NewJob[] {
  return rooms
    .filter((room) => room.owner_kind === 'bot' && room.status === 'open')
    .map(({ site_id: siteId, id: roomId }) => ({
      task: ANSWER,
      payload: { siteId, roomId, ...(from !== undefined && { from }) },
      key: `bot:${roomId}`,
    }));
}

export async function answerJob(core: Core, payload: unknown, context: JobContext): Promise<void> {
  const { siteId, roomId, from } = payload as { siteId: string; roomId: string; from?: string };
  // The next one sees which questions the last one took.
  await oneAtATime(core, `bot:${roomId}`, context.signal, async () => {
    for (let more = true; more; ) {
      context.signal.throwIfAborted();
      const turn = await readTurn(core, siteId, roomId, from);
      if (turn) await answer(core, turn, context);
      more = turn !== null && turn.paid !== null;
    }
  });
}

async function answer(core: Core, turn: RoomTurn, context: JobContext): Promise<void> {
  const last = turn.questions.at(-1);
  if (turn.promised) return handOver(core, turn, turn.promised);
  if (turn.notHelpful) return giveUp(core, turn);
  if (last && !(turn.bot.enabled && answersAt(turn.bot.hours, core.now()))) return handOver(core, turn);
  if (!last) return;

  const patience = context.attempt > 1 ? SECOND_PATIENCE : undefined;
  const live = goLive(core, turn, answerId(last), { stopping: context.signal, patience });
  let answered = false;
  try {
    await say(core, turn, last, await replyTo(core, turn, live));
    answered = true;
  } catch (error) {
    if (live.takenOver || isRefused(error, 'not_yours') || isRefused(error, 'room_not_found')) live.end('taken_over');
    else if (isRefused(error, 'conflict')) {
      // Another run of this job said it in other words and may have died before handing over.
      answered = true;
      const now = await readTurn(core, turn.place.siteId, turn.roomId);
      if (now?.promised) await handOver(core, now, now.promised);
    } else if (context.signal.aborted || isDatabaseAway(error) || context.attempt < ATTEMPTS_BEFORE_APOLOGY) {
      live.end('failed');
      throw error;
    } else {
      // Neither message nor details: they may carry the visitor's words.
      const { name, stack = '' } = error as Error;
      core.log.error({ name, at: stack.match(/^ {4}at .*$/gm)?.slice(0, 4) }, 'the bot could not answer');
      live.end('failed');
      await say(core, turn, last, apology(turn));
      answered = true;
    }
  } finally {
    live.close(answered);
  }
}

/** Nobody has to ask for a person after two answers that did not help. */
async function giveUp(core: Core, turn: RoomTurn): Promise<void> {
  const last = turn.questions.at(-1) ?? turn.history.findLast(({ role }) => role === 'visitor');
  if (!last) return;
  try {
    await say(core, turn, last, passOn(core, turn, 'not_helpful'), `bot:sorry:${last.id}`);
  } catch (error) {
    if (!isRefused(error, 'not_yours') && !isRefused(error, 'room_not_found')) throw error;
  }
}

async function say(
  core: Core,
  turn: RoomTurn,
  last: MessageRow,
  reply: Reply,
  clientId: string = answerId(last),
): Promise<void> {
  const { content, meta, basis, handOff, free } = reply;
  await messageLog(core).append({
    ...turn.place,
    author: { id: 'bot', name: turn.bot.name, role: 'bot' },
    content,
    clientId,
    meta: handOff ? { ...meta, hand_over: handOff } : meta,
    generation: turn.generation,
    beside: new AnswerRecord(basis, {
      questionSeq: last.seq,
      language: turn.language,
      model: modelOf(core.config, turn.bot),
    }),
    ...(turn.paid !== null && { answers: { seq: turn.paid, counts: !free && !handOff } }),
  });
  if (handOff) await handOver(core, turn, handOff);
}

/** Somebody else having the room already is as good. */
async function handOver(core: Core, turn: RoomTurn, why?: HandOverReason): Promise<void> {
  try {
    await requestPerson(core, turn.place, 'Visitor', { why, generation: turn.generation });
  } catch (error) {
    if (!isRefused(error, 'not_yours') && !isRefused(error, 'room_not_found')) throw error;
  }
}

const isRefused = (error: unknown, code: Refused['code']): boolean => error instanceof Refused && error.code === code;
