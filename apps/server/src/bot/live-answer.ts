/**
 * An answer while it is being made: who watches sees it grow, and it ends the moment the room is no longer the bot's.
 * Everything here is ephemeral; the answer itself is the message that is appended at the end.
 */
import type { BotDeltaEvent, BotEndedEvent, TypingEvent } from '@parley/protocol';
import type { Core } from '../core/core.ts';
import { everyoneIn, onlookersOf, roomName } from '../rooms/channels.ts';
import { watchOwner } from './owner-watch.ts';
import type { RoomTurn } from './turn.ts';

/** Milliseconds between two pieces, and between two that carry the whole text for late listeners. */
const PIECE_MS = 60;
const WHOLE_MS = 1_000;
/** Typing is forgotten after 6 s (protocol). */
const TYPING_MS = 4_000;

export interface LiveAnswer {
  /** Aborts when somebody else holds the room, or the program stops. */
  readonly signal: AbortSignal;
  readonly takenOver: boolean;
  /** Tells the whole text so far, when asked: what changed of it goes out in pieces, of which there are fewer than of the model's. */
  show(text: () => string): void;
  /** The answer will not come, or not as it was begun. */
  end(reason: BotEndedEvent['reason']): void;
  /** Stops watching; call once, whatever happened. `answered`: the message is there and says it all. */
  close(answered: boolean): void;
}

/** What an answer in the making needs of it. */
export type Stage = Pick<LiveAnswer, 'signal' | 'show' | 'end'>;

export function goLive(core: Core, turn: RoomTurn, answer: string, stopping: AbortSignal): LiveAnswer {
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
  let text: (() => string) | undefined;
  let shown = '';
  let lastPiece = 0;
  let lastWhole = 0;
  let waiting: NodeJS.Timeout | undefined;
  const flush = () => {
    waiting = undefined;
    const now = Date.now();
    const next = text?.() ?? shown;
    if (next === shown) return;
    const whole = now - lastWhole >= WHOLE_MS;
    const offset = whole ? 0 : next.startsWith(shown) ? shown.length : common(shown, next);
    say({ command: 'bot_delta', room, answer, author, offset, text: next.slice(offset) }, onlookers);
    shown = next;
    lastPiece = now;
    if (whole) lastWhole = now;
  };
  const forget = () => {
    clearTimeout(waiting);
    waiting = undefined;
    text = undefined;
    shown = '';
    lastWhole = 0;
  };

  const typing = setInterval(() => shown === '' && type(true), TYPING_MS);
  stopping.addEventListener('abort', leave);
  if (stopping.aborted) leave();
  const unwatch = watchOwner(core, turn, () => {
    takenOver = true;
    leave();
  });
  type(true);

  return {
    signal: over.signal,
    get takenOver() {
      return takenOver;
    },
    show: (whole) => {
      text = whole;
      waiting ??= setTimeout(flush, Math.max(0, lastPiece + PIECE_MS - Date.now()));
    },
    end: (reason) => {
      forget();
      say({ command: 'bot_ended', room, answer, reason });
    },
    close: (answered) => {
      forget();
      clearInterval(typing);
      unwatch();
      stopping.removeEventListener('abort', leave);
      if (!answered) type(false);
    },
  };
}

/** Length of what both begin with. */
function common(a: string, b: string): number {
  let i = 0;
  while (i < a.length && i < b.length && a[i] === b[i]) i++;
  return i;
}
