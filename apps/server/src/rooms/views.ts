/** How rooms and messages look on the wire: to the site's agents, and to the room's visitor. */
import type { AgentRoom, Message, RoomLabel, VisitorRoom } from '@parley/protocol';
import { type RawBuilder, sql } from 'kysely';
import type { Core } from '../core/core.ts';
import { roomName } from './channels.ts';
import type { MessageMeta, MessageRow, RoomRow } from './tables.ts';

type Db = Core['db'];

export function messageView(row: MessageRow, site: string, key: string): Message {
  return {
    id: row.id,
    room: roomName(site, key),
    seq: row.seq,
    author: row.author,
    role: row.role,
    content: row.content,
    created: row.created_at.toISOString(),
    client_id: row.client_id,
    ...row.meta,
  };
}

const wire = new WeakMap<MessageRow, { readonly view: Message; readonly text: string }>();

/** A stored message as it looks on the wire, and as JSON: made once, however many frames carry it. */
export function onTheWire(
  row: MessageRow,
  site: string,
  key: string,
): { readonly view: Message; readonly text: string } {
  const known = wire.get(row);
  if (known) return known;
  const view = messageView(row, site, key);
  const made = { view, text: JSON.stringify(view) };
  wire.set(row, made);
  return made;
}

interface RoomViewRow extends RoomRow {
  site: string;
  owner_name: string | null;
  team_name: string | null;
  /** Null: it bears none. */
  labels: (Omit<RoomLabel, 'by_bot'> & { by_bot: boolean })[] | null;
  visitor_name: string | null;
  visitor_email: string | null;
  visitor_page: string | null;
  visitor_language: string | null;
  visitor_user_id: string | null;
  visitor_email_verified: boolean | null;
  visitor_blocked: boolean;
  account: { email: string; email_verified: boolean } | null;
  visitor_read: number | null;
  visitor_read_at: Date | null;
  visitor_delivered: number | null;
  agent_read: number | null;
  agent_delivered: number | null;
  my_read: number | null;
  unread: number | null;
  last: LastMessage | null;
  asked: LastMessage | null;
}
interface LastMessage {
  id: string;
  seq: number;
  author: string;
  role: Message['role'];
  content: string;
  client_id: string | null;
  meta: MessageMeta | null;
  created_at: string;
}

/**
 * Rooms with all that their views need, in one statement. `from` is a row source named `r` of rooms' rows, already
 * ordered and limited; `reader` is the account whose read positions count.
 */
export async function selectRooms(db: Db, from: RawBuilder<unknown>, reader: string | null): Promise<RoomViewRow[]> {
  return (await roomsWithAll(from, reader).execute(db)).rows;
}

const lastMessage = sql`json_build_object('id', m.id, 'seq', m.seq, 'author', m.author, 'role', m.role, 'content', m.content,
  'client_id', m.client_id, 'meta', m.meta, 'created_at', m.created_at)`;

/** The statement of `selectRooms`. */
export const roomsWithAll = (from: RawBuilder<unknown>, reader: string | null): RawBuilder<RoomViewRow> =>
  sql<RoomViewRow>`
    select r.*, s.slug as site, owner.name as owner_name, team.name as team_name,
      (select json_agg(json_build_object('id', rl.label_id, 'by', a.name, 'at', rl.put_at, 'by_bot', rl.by_bot) order by rl.put_at, rl.label_id)
        from room_labels rl left join accounts a on a.id = rl.put_by
        where rl.site_id = r.site_id and rl.room_id = r.id) as labels,
      v.name as visitor_name, v.email as visitor_email, v.page as visitor_page, v.language as visitor_language,
      v.external_id as visitor_user_id, v.email_verified as visitor_email_verified,
      exists (select from blocks b where b.site_id = v.site_id and b.visitor_id = v.id
        and (b.ends_at is null or b.ends_at > now())) as visitor_blocked,
      (select json_build_object('email', coalesce(a.email, a.claimed_email), 'email_verified', a.email is not null)
        from users u join accounts a on a.id = u.account_id
        where u.site_id = v.site_id and u.visitor_id = v.id) as account,
      vr.seq as visitor_read, vr.read_at as visitor_read_at, vr.delivered as visitor_delivered,
      ar.seq as agent_read, ar.delivered as agent_delivered, mine.seq as my_read, unread.n as unread, last.m as last,
      asked.m as asked
    from (${from}) r
    join sites s on s.id = r.site_id
    left join accounts owner on owner.id = r.owner_id
    left join teams team on team.site_id = r.site_id and team.id = r.team_id and team.deleted_at is null
    left join visitors v on v.site_id = r.site_id and v.id = r.visitor_id
    left join read_positions vr on vr.site_id = r.site_id and vr.room_id = r.id and vr.person = r.visitor_id
    left join read_positions mine on mine.site_id = r.site_id and mine.room_id = r.id and mine.person = ${reader}::uuid
    left join lateral (
      select max(p.seq) as seq, max(p.delivered) as delivered from read_positions p
      where p.site_id = r.site_id and p.room_id = r.id and p.person is distinct from r.visitor_id) ar on true
    left join lateral (
      select count(*)::int as n from (
        select 1 from messages m
        where m.site_id = r.site_id and m.room_id = r.id and m.seq > coalesce(mine.seq, 0) and m.role = 'visitor'
        limit 100) as found) unread on ${reader}::uuid is not null
    left join lateral (
      select ${lastMessage} as m, m.role
      from messages m where m.site_id = r.site_id and m.room_id = r.id and m.role <> 'system'
      order by m.seq desc limit 1) last on true
    left join lateral (
      select ${lastMessage} as m
      from messages m where m.site_id = r.site_id and m.room_id = r.id and m.role = 'visitor' and last.role <> 'visitor'
      order by m.seq desc limit 1) asked on true`;

export function agentView(row: RoomViewRow): AgentRoom {
  return {
    consumer: row.visitor_id ?? row.key,
    room: roomName(row.site, row.key),
    kind: row.kind,
    status: row.status,
    ...(row.erased_at && { erased: true }),
    owner: { kind: row.owner_kind, id: row.owner_id, name: row.owner_name },
    team: row.team_id && row.team_name ? { id: row.team_id, name: row.team_name } : null,
    ...(row.hand_over && { hand_over: row.hand_over }),
    ...(row.labels && { labels: row.labels.map(labelView) }),
    head: row.last_seq,
    version: row.version,
    waiting_since: row.waiting_since?.toISOString() ?? null,
    created: row.created_at.toISOString(),
    updated: row.updated_at.toISOString(),
    contact: {
      name: row.visitor_name,
      email: row.visitor_email,
      page: row.visitor_page,
      language: row.visitor_language,
      user_id: row.visitor_user_id,
      email_verified: row.visitor_email !== null && row.visitor_email_verified === true,
      blocked: row.visitor_blocked,
      ...(row.account && { account: row.account }),
    },
    ...(row.unread !== null && { read: row.my_read ?? 0, unread: row.unread }),
    visitor_read: row.visitor_read ?? 0,
    visitor_read_at: row.visitor_read ? (row.visitor_read_at?.toISOString() ?? null) : null,
    visitor_delivered: row.visitor_delivered ?? 0,
    messages: [row.asked, row.last].flatMap((said) => (said ? [lastView(row, said)] : [])),
  };
}

const labelView = ({ by_bot, at, ...label }: NonNullable<RoomViewRow['labels']>[number]): RoomLabel => ({
  ...label,
  at: new Date(at).toISOString(),
  ...(by_bot && { by_bot }),
});

export function visitorView(row: RoomViewRow): VisitorRoom {
  return {
    consumer: row.visitor_id ?? row.key,
    room: roomName(row.site, row.key),
    status: row.status,
    owner: { kind: row.owner_kind, name: row.owner_name },
    head: row.last_seq,
    version: row.version,
    read: row.visitor_read ?? 0,
    agent_read: row.agent_read ?? 0,
    agent_delivered: row.agent_delivered ?? 0,
    has_email: row.visitor_email !== null,
    messages: row.last ? [lastView(row, row.last)] : [],
  };
}

function lastView(row: RoomViewRow, { meta, created_at, ...message }: LastMessage): Message {
  return { ...message, room: roomName(row.site, row.key), created: new Date(created_at).toISOString(), ...meta };
}

/** The rooms of these keys in one site. */
export const byKeys = (siteId: string, keys: readonly string[]): RawBuilder<unknown> =>
  sql`select * from rooms where site_id = ${siteId} and key = any(${[...keys]})`;
