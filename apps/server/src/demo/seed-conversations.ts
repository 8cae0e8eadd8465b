/** Writes the demo's past conversations as the log would have: places without gaps, owners, times, what was read. */
import type { RoomEventKind, Source } from '@parley/protocol';
import type { Tx } from '../core/events.ts';
import { uuidv7 } from '../core/ids.ts';
import type { MessageMeta, MessagesTable } from '../rooms/tables.ts';
import type { DemoConversation, DemoMessage } from './content/conversation.ts';
import { agents, type DemoAgent, type DemoLabel, type DemoTeam, site } from './content/site.ts';

interface Surroundings {
  readonly siteId: string;
  readonly accounts: Readonly<Record<DemoAgent, string>>;
  readonly teams: Readonly<Record<DemoTeam, string>>;
  readonly labels: Readonly<Record<DemoLabel, string>>;
  /** Milliseconds; the conversations lie before it. */
  readonly now: number;
  /** The origin of the shop's pages. */
  readonly shop: string;
  readonly source: (slug: string) => Source;
}

type NewMessage = Omit<MessagesTable, 'created_at' | 'meta'> & { created_at: Date; meta: MessageMeta | null };

const EVENTS: readonly (readonly [RegExp, RoomEventKind])[] = [
  [/asked for a person$/, 'person_requested'],
  [/ joined$/, 'agent_joined'],
  [/ passed the conversation to /, 'assigned'],
  [/clos/, 'closed'],
];

export async function seedConversations(
  tx: Tx,
  conversations: readonly DemoConversation[],
  around: Surroundings,
): Promise<void> {
  for (const conversation of conversations) await seedConversation(tx, conversation, around);
}

async function seedConversation(tx: Tx, conversation: DemoConversation, around: Surroundings): Promise<void> {
  const { siteId, accounts, teams, now, shop } = around;
  const { visitor, owner, team, status } = conversation;
  const start = now - conversation.hoursAgo * 3_600_000;
  const visitorId = uuidv7(start);
  const roomId = uuidv7(start);
  const messages = messagesOf(conversation, { around, start, visitorId, roomId });
  const last = messages.at(-1) as NewMessage;
  const ownerId = owner === 'bot' || owner === 'queue' ? null : accounts[owner];
  const changes = messages.filter(({ meta }) => meta?.event !== undefined).length;
  const ownerChanges = messages.filter(({ meta }) => meta?.event !== undefined && meta.event !== 'closed').length;

  await tx
    .insertInto('visitors')
    .values({
      site_id: siteId,
      id: visitorId,
      name: visitor.name ?? null,
      email: visitor.email ?? null,
      page: shop + visitor.page,
      referrer: visitor.referrer ?? null,
      language: null,
      created_at: new Date(start),
      seen_at: last.created_at,
    })
    .execute();
  await tx
    .insertInto('rooms')
    .values({
      site_id: siteId,
      id: roomId,
      key: visitorId,
      visitor_id: visitorId,
      status,
      last_seq: messages.length,
      version: 1 + changes,
      owner_kind: ownerId ? 'agent' : (owner as 'bot' | 'queue'),
      owner_id: ownerId,
      team_id: team ? teams[team] : null,
      owner_generation: 1 + ownerChanges,
      waiting_since: status === 'open' ? waitingSince(conversation, messages) : null,
      created_at: new Date(start),
      updated_at: last.created_at,
      touched_at: last.created_at,
      closed_at: status === 'closed' ? last.created_at : null,
    })
    .execute();
  await tx
    .insertInto('messages')
    .values(messages.map((message) => ({ ...message, meta: message.meta && JSON.stringify(message.meta) }) as never))
    .execute();
  const labels = (conversation.labels ?? []).map((label) => around.labels[label]);
  if (labels.length > 0)
    await tx
      .insertInto('room_labels')
      .values(
        labels.map((label_id) => ({
          site_id: siteId,
          room_id: roomId,
          label_id,
          put_by: accounts.ada,
          put_at: last.created_at,
        })),
      )
      .execute();
  await tx
    .insertInto('read_positions')
    .values(
      readers(conversation, messages, around, visitorId).map(({ person, seq }) => ({
        site_id: siteId,
        room_id: roomId,
        person,
        seq,
        delivered: last.seq,
        read_at: last.created_at,
      })),
    )
    .execute();
}

function messagesOf(
  conversation: DemoConversation,
  at: { around: Surroundings; start: number; visitorId: string; roomId: string },
): NewMessage[] {
  const { around, start, visitorId, roomId } = at;
  const out: NewMessage[] = [];
  for (const [i, message] of conversation.messages.entries()) {
    const created = start + message.minutesAfter * 60_000;
    const asked = out.findLast(({ role }) => role === 'visitor');
    out.push({
      site_id: around.siteId,
      room_id: roomId,
      seq: i + 1,
      id: uuidv7(created),
      ...authorOf(message, around, visitorId),
      role: message.role,
      content: message.content,
      // As the bot's own: derived from what it answers.
      client_id: message.role === 'bot' && asked && asked === out.at(-1) ? `bot:${asked.id}` : null,
      meta: metaOf(message, around),
      created_at: new Date(created),
    });
  }
  return out;
}

function authorOf(
  { role, by, content }: DemoMessage,
  { accounts }: Surroundings,
  visitorId: string,
): { author_id: string; author: string } {
  if (role === 'visitor') return { author_id: visitorId, author: 'Visitor' };
  if (role === 'bot') return { author_id: 'bot', author: site.botName };
  if (role === 'agent' && by) return { author_id: accounts[by], author: agents[by].name };
  const who = Object.values(agents).find(({ name }) => content.startsWith(name));
  return { author_id: 'system', author: who?.name ?? (content.endsWith('person') ? 'Visitor' : site.name) };
}

function metaOf({ role, content, sources }: DemoMessage, { source }: Surroundings): MessageMeta | null {
  if (sources && sources.length > 0) return { sources: sources.map(source) };
  const event = role === 'system' && EVENTS.find(([pattern]) => pattern.test(content))?.[1];
  return event ? { event } : null;
}

/** Since when a person is waited for: the first visitor message that no agent has answered, or the wish for a person. */
function waitingSince({ owner }: DemoConversation, messages: readonly NewMessage[]): Date | null {
  if (owner === 'bot') return null;
  if (owner === 'queue') return messages.find(({ meta }) => meta?.event === 'person_requested')?.created_at ?? null;
  const answered = messages.findLastIndex(({ role }) => role === 'agent');
  return messages.slice(answered + 1).find(({ role }) => role === 'visitor')?.created_at ?? null;
}

/** The visitor has read all; so have the agents, but for what nobody has taken up yet. */
function readers(
  { owner }: DemoConversation,
  messages: readonly NewMessage[],
  { accounts }: Surroundings,
  visitorId: string,
): { person: string; seq: number }[] {
  const answered = messages.findLastIndex(({ role }) => role === 'agent') + 1;
  const open = messages.slice(answered).some(({ role }) => role === 'visitor') && owner !== 'bot';
  const team = Object.values(accounts).map((person) => ({ person, seq: open ? answered : messages.length }));
  return [{ person: visitorId, seq: messages.length }, ...team.filter(({ seq }) => seq > 0)];
}
