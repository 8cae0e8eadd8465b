/**
 * Editing and redacting messages. A change is an entry of the log at the next place, so that whoever was away resumes to it, and
 * the message itself is changed in the same transaction, so that whoever fetches anew needs no history. No old text is kept.
 */
import {
  type editMessage,
  type MessageChange,
  type ParamsOf,
  type ResultOf,
  type redactMessage,
  VISITOR_EDIT_MS,
} from '@parley/protocol';
import { may } from '../core/actor.ts';
import type { Call, Core } from '../core/core.ts';
import { audited, deedOf } from '../core/deeds.ts';
import { refuse } from '../core/errors.ts';
import type { Tx } from '../core/events.ts';
import { authorOf, ownKey, type Participant } from './access.ts';
import { announce } from './announce.ts';
import { eventWords } from './event-words.ts';
import { messagesAppended } from './events.ts';
import { requireContent } from './messages.ts';
import type { Place } from './ownership.ts';
import type { MessageMeta, MessageRow } from './tables.ts';
import { type Draft, draftOf } from './transitions.ts';
import { messageView } from './views.ts';
import { lockRooms, nextMessage, runIn, writeAll } from './write.ts';

interface Wish {
  readonly seq: number;
  readonly event: MessageChange['event'];
  /** Empty for a redaction. */
  readonly content: string;
  readonly clientId: string | null;
}

export async function editMessageVerb(
  core: Core,
  actor: Participant,
  { room, seq, content, client_id }: ParamsOf<typeof editMessage>,
  call: Call,
): Promise<ResultOf<typeof editMessage>> {
  requireContent(content);
  return changeMessage(core, actor, room, { seq, event: 'edited', content, clientId: client_id ?? null }, call);
}

export async function redactMessageVerb(
  core: Core,
  actor: Participant,
  { room, seq, client_id }: ParamsOf<typeof redactMessage>,
  call: Call,
): Promise<ResultOf<typeof redactMessage>> {
  return changeMessage(core, actor, room, { seq, event: 'redacted', content: '', clientId: client_id ?? null }, call);
}

/**
 * Once per `client_id`; what is as wished already stays, and no entry is made. Refused: `room_not_found`, `erased`, `not_found` (no such
 * message, or an edit of a redacted one), `forbidden` (not the caller's to change), `too_late`, `conflict`.
 */
async function changeMessage(core: Core, actor: Participant, room: string | undefined, wish: Wish, call: Call) {
  const place: Place = { siteId: actor.siteId, site: actor.site, key: ownKey(actor, room) };
  const at = new Date(core.now());
  const { target, line, draft } = await core.db.transaction().execute(async (tx) => {
    const [row] = await lockRooms(runIn(tx), [place]);
    if (!row) throw refuse('room_not_found');
    if (row.erased_at) throw refuse('erased');
    const draft = draftOf(row);
    const target = await messageAt(tx, draft, wish.seq);
    if (await isDone(tx, draft, actor, wish, target)) return { target: target as MessageRow, line: null, draft };
    if (!target) throw refuse('not_found');
    requireRight(actor, wish, target, at);
    const redacted = target.meta?.change?.event === 'redacted';
    if (redacted && wish.event === 'edited') throw refuse('not_found');
    if (redacted || target.content === wish.content) return { target, line: null, draft };
    const line = await write(tx, draft, actor, wish, target, at);
    await core.events.emit(messagesAppended, tx, [{ message: line, room: draft.row, site: place.site }]);
    if (wish.event === 'redacted' && !isOwn(actor, target)) {
      const subject = { kind: 'room', id: place.key };
      await core.events.emit(audited, tx, deedOf(actor, call, 'message_redacted', { subject }));
    }
    return { target, line, draft };
  });
  if (line) {
    announce(core, {
      drafts: new Map([[draft, { site: place.site, created: false }]]),
      messages: [{ message: line, draft, site: place.site, origin: undefined }],
    });
  }
  return { message: messageView(target, place.site, place.key) };
}

const messages = (tx: Tx, { row }: Draft) =>
  tx.selectFrom('messages').selectAll().where('site_id', '=', row.site_id).where('room_id', '=', row.id);
const messageAt = (tx: Tx, draft: Draft, seq: number): Promise<MessageRow | undefined> =>
  messages(tx, draft).where('seq', '=', seq).executeTakeFirst();

/** Whether this `client_id` made this change before. */
async function isDone(
  tx: Tx,
  draft: Draft,
  actor: Participant,
  { seq, event, content, clientId }: Wish,
  target: MessageRow | undefined,
): Promise<boolean> {
  if (clientId === null) return false;
  const known = await messages(tx, draft)
    .where('author_id', '=', authorOf(actor).id)
    .where('client_id', '=', clientId)
    .executeTakeFirst();
  if (!known) return false;
  const latest = target?.meta?.change?.seq === known.seq;
  const other = known.meta?.event !== event || known.meta.target !== seq || (latest && target.content !== content);
  if (other) throw refuse('conflict');
  return true;
}

function isOwn(actor: Participant, target: MessageRow): boolean {
  const { id, role } = authorOf(actor);
  return target.role === role && target.author_id === id;
}

function requireRight(actor: Participant, { event }: Wish, target: MessageRow, at: Date): void {
  const { role } = authorOf(actor);
  const others = event === 'redacted' && target.role !== 'system' && may(actor, 'redact_messages');
  if (!isOwn(actor, target) && !others) throw refuse('forbidden');
  const late = at.getTime() - target.created_at.getTime() > VISITOR_EDIT_MS;
  if (event === 'edited' && role === 'visitor' && late) throw refuse('too_late');
}

/** Changes `target` in place as it changes its row. */
async function write(
  tx: Tx,
  draft: Draft,
  actor: Participant,
  { seq, event, content, clientId }: Wish,
  target: MessageRow,
  at: Date,
): Promise<MessageRow> {
  const { id, name } = authorOf(actor);
  const meta: MessageMeta = { event, target: seq, ...(event === 'edited' && { text: content }) };
  const author = { id, name, role: 'system' as const };
  const line = nextMessage(draft, { author, content: eventWords(event, name), clientId, meta }, at);
  // Nothing new was said: the lists' order stays.
  draft.row.updated_at = draft.before.updated_at;
  // The text stands in the message and in its latest line, nowhere else.
  const before = target.meta?.change;
  if (before?.event === 'edited') {
    await setMessage(tx, draft, before.seq, { meta: { event: 'edited', target: seq } });
  }
  const change: MessageChange = { seq: line.seq, event, by: name, at: at.toISOString() };
  // What a redacted message carried beside its text goes with it.
  target.meta = event === 'edited' ? { ...target.meta, change } : { change };
  target.content = content;
  await setMessage(tx, draft, seq, { content, meta: target.meta });
  await writeAll(runIn(tx), [draft], [line], at);
  return line;
}

const setMessage = (tx: Tx, { row }: Draft, seq: number, { content, meta }: { content?: string; meta: MessageMeta }) =>
  tx
    .updateTable('messages')
    .set({ ...(content !== undefined && { content }), meta: JSON.stringify(meta) as never })
    .where('site_id', '=', row.site_id)
    .where('room_id', '=', row.id)
    .where('seq', '=', seq)
    .execute();
