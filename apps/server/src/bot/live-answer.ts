/**
 * An answer while it is being made: who watches sees it grow, and it ends the moment the room is no longer the bot's.
 * Everything here is ephemeral; the answer itself is the message that is appended at the end.
 */
import type { BotDeltaEvent, BotEndedEvent, TypingEvent } from '@parley/protocol';
import type { Core } from '../core/core.ts';
import { everyoneIn, onlookersOf, roomName } from '../rooms/channels.ts';
import type { Patience } from './model-answer.ts';
import { watchOwner } from './owner-watch.ts';
import { Pieces } from './pieces.ts';
import type { RoomTurn } from './turn.ts';

/** Typing is forgotten after 6 s (protocol). */
const TYPING_MS = 4_000;

export interface LiveAnswer {
  /** Aborts when somebody else holds the room, or the program stops. */
  readonly signal: AbortSignal;
  readonly takenOver: boolean;
  /** With the model; undefined: the usual. */
  readonly patience?: Patience | undefined;
  /** Tells the whole text so far, when asked: what changed of it goes out in pieces, of which there are fewer than of the model's. */
  show(text: () => string): void;
  /** The answer will not come, or not as it was begun. */
  end(reason: BotEndedEvent['reason']): void;
  /** Stops watching; call once, whatever happened. `answered`: the message is there and says it all. */
  close(answered: boolean): void;
}

/** What an answer in the making needs of it. */
export type Stage = Pick<LiveAnswer, 'signal' | 'patience' | 'show' | 'end'>;

export function goLive(
  core: Core,
  turn: RoomTurn,
  answer: string,
  { stopping, patience }: { stopping: AbortSignal; patience?: Patience | undefined },
): LiveAnswer {
  const { siteId, site, key } = turn.place;
  const room = roomName(site, key);
  const author = turn.bot.name;
  // Not AbortSignal.any: the worker's signal outlives all answers, and would keep what listens to each.
  const over = new AbortController();
  const leave = () => over.abort();
  let takenOver = false;
  const say = (event: BotDeltaEvent | BotEndedEvent | TypingEvent, channels = everyoneIn(siteId, key)) =>
    core.bus.publish({ site: siteId, channels, frame: JSON.stringify(event) });
  const type = (typing: boolean) => say({ command: 'typing', room, role: 'bot', author, typing });

  const onlookers = onlookersOf(siteId, key);
  const pieces = new Pieces((piece) => say({ command: 'bot_delta', room, answer, author, ...piece }, onlookers));
  const typing = setInterval(() => pieces.silent && type(true), TYPING_MS);
  stopping.addEventListener('abort', leave);
  if (stopping.aborted) leave();
  const unwatch = watchOwner(core, turn, () => {
    takenOver = true;
    leave();
  });
  type(true);

  return {
    signal: over.signal,
    patience,
    get takenOver() {
      return takenOver;
    },
    show: (text) => pieces.show(text),
    end: (reason) => {
      pieces.forget();
      say({ command: 'bot_ended', room, answer, reason });
    },
    close: (answered) => {
      pieces.forget();
      clearInterval(typing);
      unwatch();
      stopping.removeEventListener('abort', leave);
      if (!answered) type(false);
    },
  };
}
