/** The bot's turn in a room: what the visitor has asked and nobody has answered yet, and all that an answer needs to know. */
import type { HandOverReason } from '@parley/protocol';
import { sql } from 'kysely';
import type { Core } from '../core/core.ts';
import { note } from '../core/log-context.ts';
import { type Language, languageOf, languageOfTag } from '../knowledge/language.ts';
import { nextHeld, release } from '../metering/ledger.ts';
import { readMessages } from '../rooms/messages.ts';
import type { Place } from '../rooms/ownership.ts';
import type { MessageMeta, MessageRow } from '../rooms/tables.ts';
import type { Basis } from './basis.ts';
import { botOf } from './settings.ts';
import type { BotRow } from './tables.ts';

/** Answers that did not help, after which a person is due. */
const NOT_HELPFUL = 2;
/** Messages looked back at; a visitor who wrote more than these in a row is answered on the newest. */
const LOOK_BACK = 60;

/** All that an answer reads of a message. */
export type Said = Pick<MessageRow, 'role' | 'author' | 'content' | 'meta'>;

export interface Asker {
  readonly visitorId: string | null;
  /** A hash; null: not known any more. */
  readonly from: string | null;
}

/** What an answer needs to know, in a room or without one. */
export interface Turn {
  readonly place: Pick<Place, 'siteId' | 'site'>;
  readonly siteName: string;
  readonly origins: readonly string[];
  readonly bot: BotRow;
  /** In which the bot's own sentences are worded. */
  readonly language: Language;
  readonly hasEmail: boolean;
  /** What the visitor told of itself, and the page that it looks at. */
  readonly visitor: { readonly name: string | null; readonly page: string | null } | null;
  /** The visitor's messages that nobody has answered, oldest first. */
  readonly questions: readonly Said[];
  /** What was said before them. */
  readonly history: readonly Said[];
  /** The bot's last answer, since it has the room, was none, and why; the next such one is too many. */
  readonly atLoss: 'low_confidence' | 'model_failed' | null;
  /** Who asks, and from which network, where it is a visitor. */
  readonly asker: Asker | null;
}

export interface RoomTurn extends Turn {
  readonly place: Place;
  readonly roomId: string;
  /** The owner's generation under which the turn began: an answer commits only under it. */
  readonly generation: number;
  readonly questions: readonly MessageRow[];
  readonly history: readonly MessageRow[];
  /** The place of the only question, where it is paid for: each such one is answered by itself. */
  readonly paid: number | null;
  /** The bot said that a person takes over, and the program ended before it was so: why. */
  readonly promised: HandOverReason | null;
  /** The visitor said of so many answers since then that they did not help that a person is due. */
  readonly notHelpful: boolean;
}

/** What a turn ends with. */
export interface Reply {
  readonly content: string;
  readonly meta: MessageMeta | null;
  readonly basis: Basis;
  /** The room goes to the queue after these words. */
  readonly handOff?: HandOverReason;
  /** It is no answer that anybody would pay for. */
  readonly free?: boolean;
}

interface RoomOfTurn {
  key: string;
  visitor_id: string | null;
  owner_generation: number;
  site: string;
  site_name: string;
  origins: string[];
  email: string | null;
  name: string | null;
  page: string | null;
  language: string | null;
}

/** `null` when the room is gone, closed or not the bot's. */
export async function readTurn(
  core: Core,
  siteId: string,
  roomId: string,
  from: string | null = null,
): Promise<RoomTurn | null> {
  const { rows } = await sql<RoomOfTurn>`
    select r.key, r.visitor_id, r.owner_generation, s.slug as site, s.name as site_name, s.origins, v.email, v.name, v.page, v.language
    from rooms r join sites s on s.id = r.site_id
    left join visitors v on v.site_id = r.site_id and v.id = r.visitor_id
    where r.site_id = ${siteId} and r.id = ${roomId} and r.owner_kind = 'bot' and r.status = 'open'`.execute(core.db);
  const room = rows[0];
  if (!room) return null;
  note({ room: room.key });
  const [bot, all, paid, judged] = await Promise.all([
    botOf(core.db, siteId),
    readMessages(core.db, { siteId, roomId, limit: LOOK_BACK }),
    nextPaid(core, siteId, roomId),
    judgementOf(core, siteId, roomId),
  ]);
  const upTo = answeredUpTo(all);
  // What was taken back is no question and no history; what was edited counts as it reads now.
  const messages = all.filter(({ meta }) => meta?.change?.event !== 'redacted' && !meta?.target);
  const questions = paid ? [paid] : messages.filter(({ role, seq }) => role === 'visitor' && seq > upTo);
  const first = questions[0]?.seq ?? Number.POSITIVE_INFINITY;
  const visitorWords = (from: readonly MessageRow[]) => from.map(({ content }) => content).join('\n');
  return {
    place: { siteId, site: room.site, key: room.key },
    roomId,
    generation: room.owner_generation,
    siteName: room.site_name,
    origins: room.origins,
    bot,
    language:
      languageOf(visitorWords(questions)) ??
      languageOfTag(room.language) ??
      languageOf(visitorWords(messages.filter(({ role }) => role === 'visitor'))) ??
      'en',
    hasEmail: room.email !== null,
    visitor: { name: room.name, page: room.page },
    questions,
    history: messages.filter(({ role, seq }) => seq < first || role !== 'visitor'),
    paid: paid?.seq ?? null,
    promised: promisedIn(messages),
    atLoss: judged.at_loss,
    asker: { visitorId: room.visitor_id, from },
    notHelpful: judged.not_helpful >= NOT_HELPFUL,
  };
}

/** The earliest question that is paid for, however many came after it. What was taken back costs nothing. */
async function nextPaid(core: Core, siteId: string, roomId: string): Promise<MessageRow | null> {
  const seq = await nextHeld(core.db, siteId, roomId);
  if (seq === null) return null;
  const [question] = await readMessages(core.db, { siteId, roomId, after: seq - 1, limit: 1 });
  if (question?.seq === seq && question.meta?.change?.event !== 'redacted') return question;
  await release(core.db, { siteId, roomId, seq });
  return nextPaid(core, siteId, roomId);
}

export const answerId = (question: MessageRow): string => `bot:${question.id}`;

/** Somebody of the team said it to the visitor, and not beside the conversation. */
export const isAgents = ({ role, meta }: Pick<MessageRow, 'role' | 'meta'>): boolean =>
  role === 'agent' && meta?.aside !== true;

/**
 * The place up to which the visitor was answered. An agent's message answers all above it; the bot's answers those up to
 * the one it is named after: what was written while it was speaking stands above it and is still open.
 */
function answeredUpTo(messages: readonly MessageRow[]): number {
  let upTo = 0;
  for (const message of messages) {
    if (isAgents(message)) upTo = message.seq;
    if (message.role !== 'bot') continue;
    const question = messages.find((other) => other.role === 'visitor' && answerId(other) === message.client_id);
    upTo = Math.max(upTo, question?.seq ?? message.seq);
  }
  return upTo;
}

function promisedIn(messages: readonly MessageRow[]): HandOverReason | null {
  const last = messages.findLast(
    (message) => message.role === 'bot' || isAgents(message) || message.meta?.event !== undefined,
  );
  return (last?.role === 'bot' && last.meta?.hand_over) || null;
}

interface Judgement {
  not_helpful: number;
  at_loss: Turn['atLoss'];
}

/** What became of the bot's answers since it was last given the room. */
async function judgementOf(core: Core, siteId: string, roomId: string): Promise<Judgement> {
  const { rows } = await sql<Judgement>`
    select count(*) filter (where helped = -1)::int as not_helpful,
      (array_agg(case when kind = 'unknown' then 'low_confidence'
        when kind = 'failed' and not passages @> '[{"cited": true}]' then 'model_failed' end order by seq desc))[1] as at_loss
    from bot_answers a
    where site_id = ${siteId} and room_id = ${roomId} and seq > coalesce((
      select max(m.seq) from messages m
      where m.site_id = a.site_id and m.room_id = a.room_id and (m.role = 'agent' and m.meta->'aside' is null or m.meta->>'event' = 'handed_back')), 0)`.execute(
    core.db,
  );
  return rows[0] as Judgement;
}
