/**
 * An answer while it is being made: who watches sees it grow, and it ends the moment the room is no longer the bot's.
 * Everything here is ephemeral; the answer itself is the message that is appended at the end.
 */
import type { BotDeltaEvent, BotEndedEvent, TypingEvent } from '@parley/protocol';
import type { Core } from '../core/core.ts';
import { everyoneIn, roomName } from '../rooms/channels.ts';
import { OWNER_CHANGED, type OwnerChangedNote } from '../rooms/events.ts';
import type { RoomTurn } from './turn.ts';

/** Milliseconds between two pieces, and between two that carry the whole text for late listeners. */
const PIECE_MS = 60;
const WHOLE_MS = 1_000;
/** Typing is forgotten after 6 s (protocol). */
const TYPING_MS = 4_000;
/** The bus is a hint: the owner is looked up as well. */
const LOOK_MS = 2_000;

export interface LiveAnswer {
  /** Aborts when somebody else holds the room, or the program stops. */
  readonly signal: AbortSignal;
  readonly takenOver: boolean;
  /** The whole text so far; what changed of it goes out in pieces. */
  show(text: string): void;
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
  const takeover = new AbortController();
  const say = (event: BotDeltaEvent | BotEndedEvent | TypingEvent) =>
    core.bus.publish({ site: siteId, channels: everyoneIn(siteId, key), frame: JSON.stringify(event) });
  const type = (typing: boolean) => say({ command: 'typing', room, role: 'bot', author, typing });

  let text = '';
  let shown = '';
  let lastPiece = 0;
  let lastWhole = 0;
  let waiting: NodeJS.Timeout | undefined;
  const flush = () => {
    waiting = undefined;
    if (text === shown) return;
    const now = Date.now();
    const whole = now - lastWhole >= WHOLE_MS;
    const offset = whole ? 0 : common(shown, text);
    say({ command: 'bot_delta', room, answer, author, offset, text: text.slice(offset) });
    shown = text;
    lastPiece = now;
    if (whole) lastWhole = now;
  };
  const forget = () => {
    clearTimeout(waiting);
    waiting = undefined;
    text = '';
    shown = '';
    lastWhole = 0;
  };

  const typing = setInterval(() => shown === '' && type(true), TYPING_MS);
  const looking = setInterval(() => {
    stillOurs(core, turn).then(
      (ours) => ours || takeover.abort(),
      // The append will find out; a lost connection is no reason to stop.
      () => undefined,
    );
  }, LOOK_MS);
  const unfollow = core.bus.follow(siteId);
  const unsubscribe = core.bus.subscribe(({ note }) => {
    if (note?.name !== OWNER_CHANGED) return;
    const { roomId, generation } = note.data as OwnerChangedNote;
    if (roomId === turn.roomId && generation !== turn.generation) takeover.abort();
  });
  type(true);

  return {
    signal: AbortSignal.any([takeover.signal, stopping]),
    get takenOver() {
      return takeover.signal.aborted;
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
      clearInterval(looking);
      unsubscribe();
      unfollow();
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

async function stillOurs(core: Core, { place, roomId, generation }: RoomTurn): Promise<boolean> {
  const row = await core.db
    .selectFrom('rooms')
    .select('owner_generation')
    .where('site_id', '=', place.siteId)
    .where('id', '=', roomId)
    .where('status', '=', 'open')
    .executeTakeFirst();
  return row?.owner_generation === generation;
}
