/** Positions that moved lately: heartbeats tell them again, so that a lost word is made good. */
import type { ReadEvent } from '@parley/protocol';
import { sql } from 'kysely';
import type { Core } from '../core/core.ts';
import { roomName } from './channels.ts';

/** How far one person has come. */
export interface Moved {
  readonly site_id: string;
  readonly site: string;
  readonly key: string;
  readonly person: string;
  readonly visitor: boolean;
  readonly read: number;
  readonly read_at: Date;
  readonly delivered: number;
}

/** Never says who: a visitor does not learn which of the agents looks. */
export const readEvent = (
  room: string,
  role: ReadEvent['role'],
  { read, read_at, delivered }: Pick<Moved, 'read' | 'read_at' | 'delivered'>,
): ReadEvent => ({
  command: 'read',
  room,
  role,
  author: role === 'visitor' ? 'Visitor' : 'Agent',
  seq: read,
  delivered,
  at: read > 0 ? read_at.toISOString() : null,
});

export const eventOf = (moved: Moved): ReadEvent =>
  readEvent(roomName(moved.site, moved.key), moved.visitor ? 'visitor' : 'agent', moved);

/** Six lost beats, or a minute of clock difference, are forgiven. */
const LATELY = '60 seconds';
/** Positions read for one beat; beyond, the next movement of the position tells. */
const MOST = 20_000;

/** What moved on these sites, newest first. */
export async function latelyMoved(db: Core['db'], siteIds: readonly string[]): Promise<Moved[]> {
  if (siteIds.length === 0) return [];
  const { rows } = await sql<Moved>`
    select p.site_id, s.slug as site, r.key, p.person, p.person is not distinct from r.visitor_id as visitor,
      p.seq as read, p.read_at, p.delivered
    from read_positions p
    join rooms r on r.site_id = p.site_id and r.id = p.room_id
    join sites s on s.id = p.site_id
    where p.site_id = any(${[...siteIds]}) and p.moved_at > now() - ${LATELY}::interval
    order by p.moved_at desc limit ${MOST}`.execute(db);
  return rows;
}
