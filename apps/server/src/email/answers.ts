/** Agents' answers to visitors who have left: when a mail is due, and the job that sends it. */
import { sql } from 'kysely';
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import type { Core } from '../core/core.ts';
import type { Tx } from '../core/events.ts';
import { addJobs, type JobTask, type NewJob, removeJobs } from '../core/jobs.ts';
import type { Appended } from '../rooms/events.ts';
import { isRedacted } from '../rooms/messages.ts';
import type { visitorDescribed, visitorForgotten } from '../visitors/events.ts';
import { MailFailure } from './mail.ts';
import { deliver } from './smtp.ts';
import { letterHtml, letterText } from './templates/layout.ts';
import { visitorAnswerLetter, visitorAnswerSubject } from './templates/visitor-answer.ts';
import { claimMail, forget, leaveInDoubt, settle, type VisitorMail } from './visitor-mails.ts';
import { dropWayBack, makeWayBack } from './way-back.ts';

export const EMAIL_VISITOR = 'email_visitor';
/** With graphile-worker's growing waits: four days. */
const ATTEMPTS = 25;
/** Milliseconds between looks at whether the visitor has left. */
const LOOK_AGAIN_MS = 5_000;

const Payload = Type.Object({ site_id: Type.String(), room_id: Type.String() });

const jobKey = (roomId: string): string => `email:${roomId}`;

/** One waiting job a room, whose time does not move: further answers come along with the first. */
const jobFor = (core: Core, { site_id, room_id }: Static<typeof Payload>, inMs: number): NewJob => ({
  task: EMAIL_VISITOR,
  payload: { site_id, room_id },
  key: jobKey(room_id),
  keep: true,
  runAt: new Date(core.now() + inMs),
  maxAttempts: ATTEMPTS,
});

const delayMs = (core: Core): number => core.config.emailDelaySeconds * 1000;

/** Part of the transaction that stores the messages: an answer and its mail's job exist together or not at all. */
export async function afterMessages(core: Core, tx: Tx, appended: readonly Appended[]): Promise<void> {
  const rooms = new Map(
    appended
      .filter(({ message, room }) => message.role === 'agent' && room.visitor_id !== null)
      .map(({ room }) => [room.id, { site_id: room.site_id, room_id: room.id, visitor_id: room.visitor_id }]),
  );
  if (rooms.size === 0) return;
  const { rows } = await sql<Static<typeof Payload>>`
    select a.site_id, a.room_id
    from json_to_recordset(${JSON.stringify([...rooms.values()])}::json) as a(site_id uuid, room_id uuid, visitor_id uuid)
    join lateral (
      select 1 from visitors v where v.site_id = a.site_id and v.id = a.visitor_id and v.email is not null offset 0) v on true`.execute(
    tx,
  );
  await addJobs(
    tx,
    rows.map((room) => jobFor(core, room, delayMs(core))),
  );
}

/** An address left when the answer is already there. */
export async function afterEmailLeft(core: Core, tx: Tx, left: { siteId: string; visitorId: string }): Promise<void> {
  const { rows } = await sql<Static<typeof Payload>>`
    select r.site_id, r.id as room_id from rooms r
    left join read_positions p on p.site_id = r.site_id and p.room_id = r.id and p.person = r.visitor_id
    where r.site_id = ${left.siteId} and r.visitor_id = ${left.visitorId} and exists (
      select from messages m
      where m.site_id = r.site_id and m.room_id = r.id and m.role = 'agent' and m.seq > coalesce(p.seq, 0))`.execute(
    tx,
  );
  await addJobs(
    tx,
    rows.map((room) => jobFor(core, room, delayMs(core))),
  );
}

/** The mail server's words on a refusal name the address. */
export async function afterForgotten(
  tx: Tx,
  { siteId, roomIds }: NonNullable<(typeof visitorForgotten)['payload']>,
): Promise<void> {
  await removeJobs(tx, roomIds.map(jobKey));
  await sql`delete from visitor_mails where site_id = ${siteId} and room_id = any(${[...roomIds]}::uuid[])`.execute(tx);
}

/** When answers were mailed; what they said stands among the messages. */
export async function describeMails(
  tx: Tx,
  { siteId, visitorId, add }: NonNullable<(typeof visitorDescribed)['payload']>,
): Promise<void> {
  const mails = await tx
    .selectFrom('visitor_mails as m')
    .innerJoin('rooms as r', (join) => join.onRef('r.site_id', '=', 'm.site_id').onRef('r.id', '=', 'm.room_id'))
    .select(['r.key', 'm.first_seq', 'm.last_seq', 'm.state', 'm.created_at'])
    .where('m.site_id', '=', siteId)
    .where('r.visitor_id', '=', visitorId)
    .orderBy('m.created_at')
    .orderBy('r.key')
    .orderBy('m.first_seq')
    .execute();
  add(
    'mails_to_you',
    mails.map(({ key, first_seq, last_seq, state, created_at }) => ({
      conversation: key,
      from_message: first_seq,
      to_message: last_seq,
      state,
      at: created_at.toISOString(),
    })),
  );
}

/**
 * Sends all answers that the visitor has neither read nor been mailed, in one mail, unless the visitor is still here.
 * Runs as often as it likes: each answer is mailed once. The one exception: the program or the connection dies between the
 * mail server's acceptance and our note of it. Then the mail goes out again, with the Message-ID it had.
 */
export const emailVisitor: JobTask = async (core, payload, { attempt, maxAttempts }) => {
  const room = Value.Parse(Payload, payload);
  const due = await claimMail(core, room.site_id, room.room_id);
  if (due.kind === 'nothing') return;
  if (due.kind === 'later') {
    const again = jobFor(core, room, Math.max(delayMs(core), LOOK_AGAIN_MS));
    await core.db.transaction().execute((tx) => addJobs(tx, [again]));
    return;
  }
  try {
    await send(core, due.mail);
  } catch (error) {
    if (attempt >= maxAttempts) core.log.error({ room_id: room.room_id }, 'an answer could not be mailed for days');
    throw error;
  }
};

async function send(core: Core, mail: VisitorMail): Promise<void> {
  const content = await read(core, mail);
  if (!content) return forget(core.db, mail);
  const wayBack = await makeWayBack(core, mail.siteId, content.visitorId);
  const { site, answers, question, firstWords, thread, email } = content;
  const letter = visitorAnswerLetter({ site: site.name, accent: site.accent, answers, question, link: wayBack.link });
  try {
    await deliver(core, {
      to: email,
      fromName: site.name,
      subject: (thread.length > 0 ? 'Re: ' : '') + visitorAnswerSubject(site.name, firstWords),
      text: letterText(letter),
      html: letterHtml(letter),
      messageId: mail.messageId,
      thread,
    });
  } catch (error) {
    if (!(error instanceof MailFailure) || error.kind === 'in_doubt') {
      await leaveInDoubt(core, mail);
      throw error;
    }
    await dropWayBack(core, mail.siteId, wayBack);
    if (error.kind === 'not_sent') {
      await forget(core.db, mail);
      throw error;
    }
    await settle(core, mail, 'refused', error.message);
    core.log.error({ room_id: mail.roomId, reason: error.message }, 'the mail server refused an answer for good');
    return;
  }
  await settle(core, mail, 'sent', null);
}

interface Content {
  readonly visitorId: string;
  readonly email: string;
  readonly site: { readonly name: string; readonly accent: string };
  readonly answers: { author: string; content: string }[];
  readonly question: string | null;
  readonly firstWords: string | null;
  readonly thread: string[];
}

async function read(core: Core, { siteId, roomId, firstSeq, lastSeq }: VisitorMail): Promise<Content | null> {
  const { rows } = await sql<{ visitor_id: string; email: string; name: string; accent: string; thread: string[] }>`
    select v.id as visitor_id, v.email, s.name, s.accent, array(
      select m.message_id from visitor_mails m
      where m.site_id = r.site_id and m.room_id = r.id and m.state = 'sent' and m.last_seq < ${firstSeq}
      order by m.last_seq) as thread
    from rooms r
    join visitors v on v.site_id = r.site_id and v.id = r.visitor_id
    join sites s on s.id = r.site_id
    where r.site_id = ${siteId} and r.id = ${roomId} and v.email is not null`.execute(core.db);
  const about = rows[0];
  if (!about) return null;
  const messages = core.db
    .selectFrom('messages')
    .select(['author', 'content'])
    .where('site_id', '=', siteId)
    .where('room_id', '=', roomId)
    .where(isRedacted, 'is not', true);
  const visitors = messages.where('role', '=', 'visitor').where('seq', '<', firstSeq);
  const [answers, question, first] = await Promise.all([
    messages
      .where('role', '=', 'agent')
      .where('seq', '>=', firstSeq)
      .where('seq', '<=', lastSeq)
      .orderBy('seq')
      .execute(),
    visitors.orderBy('seq', 'desc').limit(1).executeTakeFirst(),
    visitors.orderBy('seq').limit(1).executeTakeFirst(),
  ]);
  if (answers.length === 0) return null;
  return {
    visitorId: about.visitor_id,
    email: about.email,
    site: about,
    answers,
    question: question?.content ?? null,
    firstWords: first?.content ?? null,
    thread: about.thread,
  };
}
