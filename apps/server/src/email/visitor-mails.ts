/**
 * Which mail is due to a room's visitor, claimed so that no other worker sends it too, and what became of it.
 * The states are drawn in the migration 0003.
 */
import { setTimeout } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Core } from '../core/core.ts';
import { isDatabaseAway } from '../core/errors.ts';
import type { Tx } from '../core/events.ts';
import { isRedacted } from '../rooms/messages.ts';
import { mailDomain } from './smtp.ts';

/** Seconds without a sign (three heartbeats) after which a visitor has left. */
const HERE_SECONDS = 30;
/** Seconds that sending takes at most; only a crash leaves a claim that is older. */
const LEASE_SECONDS = 120;
/** Answers in one mail. More than that, unread and unmailed, come with the next. */
const MAX_ANSWERS = 50;

export interface VisitorMail {
  readonly siteId: string;
  readonly roomId: string;
  readonly firstSeq: number;
  readonly lastSeq: number;
  readonly messageId: string;
}

export type Due =
  | { readonly kind: 'nothing' }
  /** Look again: the visitor is still here, or another worker is at it. */
  | { readonly kind: 'later' }
  | { readonly kind: 'claimed'; readonly mail: VisitorMail };

interface State {
  email: string | null;
  here: boolean;
  read: number;
  mailed: number;
}

/** Answers that the visitor has read, or that were mailed or refused before, are never due. */
export const claimMail = (core: Core, siteId: string, roomId: string): Promise<Due> =>
  core.db.transaction().execute(async (tx) => {
    // One claim of a room at a time: between reading what was mailed and writing the claim nothing may be settled.
    await sql`select pg_advisory_xact_lock(hashtextextended(${`visitor mail ${roomId}`}, 0))`.execute(tx);
    const state = await stateOf(tx, siteId, roomId);
    const left = await unsettled(tx, siteId, roomId);
    if (left?.leased) return { kind: 'later' };
    // Whether the crash was before or after the server took it is unknown; but who has read needs no mail.
    if (left && state?.email && state.read < left.mail.lastSeq) {
      if (state.here) return { kind: 'later' };
      await theMail(tx, left.mail)
        .set({ leased_until: sql`now() + ${LEASE_SECONDS} * interval '1 second'` })
        .execute();
      return { kind: 'claimed', mail: left.mail };
    }
    if (left) await forget(tx, left.mail);
    if (!state?.email) return { kind: 'nothing' };
    const [first, ...rest] = await unread(tx, siteId, roomId, Math.max(state.read, state.mailed));
    if (first === undefined) return { kind: 'nothing' };
    if (state.here) return { kind: 'later' };
    const lastSeq = rest.at(-1) ?? first;
    const messageId = `answer.${roomId}.${lastSeq}@${mailDomain(core)}`;
    const mail = { siteId, roomId, firstSeq: first, lastSeq, messageId };
    await sql`
      insert into visitor_mails (site_id, room_id, first_seq, last_seq, message_id, state, leased_until)
      values (${siteId}, ${roomId}, ${first}, ${lastSeq}, ${messageId}, 'sending', now() + ${LEASE_SECONDS} * interval '1 second')
    `.execute(tx);
    return { kind: 'claimed', mail };
  });

async function stateOf(tx: Tx, siteId: string, roomId: string): Promise<State | undefined> {
  const { rows } = await sql<State>`
    select v.email, v.seen_at > now() - ${HERE_SECONDS} * interval '1 second' as here, coalesce(p.seq, 0) as read,
      coalesce((select max(m.last_seq) from visitor_mails m
        where m.site_id = r.site_id and m.room_id = r.id and m.state <> 'sending'), 0) as mailed
    from rooms r
    join visitors v on v.site_id = r.site_id and v.id = r.visitor_id
    left join read_positions p on p.site_id = r.site_id and p.room_id = r.id and p.person = r.visitor_id
    where r.site_id = ${siteId} and r.id = ${roomId}`.execute(tx);
  return rows[0];
}

/** A mail in `sending`: another worker's (leased), or one that was left behind. */
async function unsettled(
  tx: Tx,
  siteId: string,
  roomId: string,
): Promise<{ leased: boolean; mail: VisitorMail } | null> {
  const row = await tx
    .selectFrom('visitor_mails')
    .select(['first_seq', 'last_seq', 'message_id', sql<boolean>`leased_until > now()`.as('leased')])
    .where('site_id', '=', siteId)
    .where('room_id', '=', roomId)
    .where('state', '=', 'sending')
    .executeTakeFirst();
  if (!row) return null;
  const mail = { siteId, roomId, firstSeq: row.first_seq, lastSeq: row.last_seq, messageId: row.message_id };
  return { leased: row.leased, mail };
}

async function unread(tx: Tx, siteId: string, roomId: string, after: number): Promise<number[]> {
  const found = await tx
    .selectFrom('messages')
    .select('seq')
    .where('site_id', '=', siteId)
    .where('room_id', '=', roomId)
    .where('seq', '>', after)
    .where('role', '=', 'agent')
    .where(isRedacted, 'is not', true)
    .orderBy('seq')
    .limit(MAX_ANSWERS)
    .execute();
  return found.map(({ seq }) => seq);
}

const theMail = (db: Tx | Core['db'], { siteId, roomId, lastSeq }: VisitorMail) =>
  db
    .updateTable('visitor_mails')
    .where('site_id', '=', siteId)
    .where('room_id', '=', roomId)
    .where('last_seq', '=', lastSeq)
    .where('state', '=', 'sending');

/** Never to be sent again. A database that is away for some seconds just now is waited for: without this note it would be. */
export async function settle(
  core: Core,
  mail: VisitorMail,
  state: 'sent' | 'refused',
  problem: string | null,
): Promise<void> {
  for (const waitMs of [500, 1_000, 2_000, 4_000, 8_000, null]) {
    try {
      await theMail(core.db, mail)
        .set({ state, problem, settled_at: new Date(core.now()) })
        .execute();
      return;
    } catch (error) {
      if (waitMs === null || !isDatabaseAway(error)) throw error;
      await setTimeout(waitMs);
    }
  }
}

/** Nobody knows whether it went out: the next attempt sends the very same one. */
export const leaveInDoubt = async (core: Core, mail: VisitorMail) => {
  await theMail(core.db, mail)
    .set({ leased_until: new Date(0) })
    .execute();
};

/** It surely did not go out: the next attempt gathers anew. */
export const forget = async (db: Tx | Core['db'], { siteId, roomId, lastSeq }: VisitorMail) => {
  await db
    .deleteFrom('visitor_mails')
    .where('site_id', '=', siteId)
    .where('room_id', '=', roomId)
    .where('last_seq', '=', lastSeq)
    .where('state', '=', 'sending')
    .execute();
};
