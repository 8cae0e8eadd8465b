/** The commands that a busy site lives on, the statements they really send, and what is wrong with a statement's plan. */
import pg from 'pg';
import { uuidv7 } from '../src/core/ids.ts';
import { tellSites } from '../src/core/locked-client.ts';
import { beat } from '../src/rooms/heartbeat.ts';
import { chat, connect, openVisitor } from './client.ts';
import type { NewAgent } from './create.ts';
import type { TestServer } from './server.ts';

export interface Heard {
  readonly values: readonly unknown[];
  /** What its transaction was told of role, sites and account; null: nothing. */
  readonly told: readonly unknown[] | null;
}
export type Statements = ReadonlyMap<string, Heard>;

const TELL = tellSites('', { siteIds: [] }).text;

type Query = (this: pg.Client, ...args: unknown[]) => unknown;

/** Every statement that this process sends while `act` runs, with the values it was sent with last. */
export async function heard(act: () => Promise<void>): Promise<Statements> {
  const statements = new Map<string, Heard>();
  const told = new WeakMap<pg.Client, readonly unknown[]>();
  const prototype = pg.Client.prototype as unknown as { query: Query };
  const query = prototype.query;
  prototype.query = function (...args) {
    const [first, given] = args as [string | { text?: string; values?: unknown[] } | undefined, unknown];
    const text = typeof first === 'string' ? first : first?.text;
    const values = given ?? (typeof first === 'object' ? first.values : undefined);
    if (text === TELL && Array.isArray(values)) told.set(this, values);
    else if (/^(commit|rollback)$/i.test(text ?? '')) told.delete(this);
    else if (text && /^\s*(select|insert|update|delete|with)/i.test(text)) {
      statements.set(text, { values: Array.isArray(values) ? values : [], told: told.get(this) ?? null });
    }
    return query.apply(this, args);
  };
  try {
    await act();
  } finally {
    prototype.query = query;
  }
  return statements;
}

/** Each hot command at least once: a new and a known visitor, the log both ways, every list, a search, a beat. */
export async function liveADay(
  server: Pick<TestServer, 'url' | 'core'>,
  site: string,
  agent: NewAgent,
  { team = uuidv7(), labels = [uuidv7()] }: { team?: string; labels?: readonly string[] } = {},
): Promise<void> {
  const visitor = await openVisitor(server, site);
  await openVisitor(server, site, visitor.visitor_token);
  const socket = await chat(server, site, visitor);
  const inbox = await connect(server, `/ws/room/${site}`, agent.token);
  const room = `${site} ${visitor.consumer}`;
  await socket.call('new_message', { message: { content: 'Hello', client_id: 'c' } });
  await socket.call('fetch_messages');
  await socket.call('fetch_messages', { after: 0 });
  await socket.call('fetch_messages', { before: 9 });
  await socket.call('fetch_messages', { around: 1 });
  await socket.call('edit_message', { seq: 1, content: 'Hello!', client_id: 'e' });
  await socket.call('redact_message', { seq: 1 });
  await socket.call('mark_read', { seq: 1 });
  await socket.call('request_person');
  for (const status of [undefined, 'open', 'closed']) {
    for (const assignee of [undefined, 'unassigned', 'mine', 'bot', 'others']) {
      const asked = { ...(status && { status }), ...(assignee && { assignee }), limit: 10 };
      const { next } = await inbox.call('fetch_rooms', asked);
      if (next) await inbox.call('fetch_rooms', { ...asked, cursor: next });
    }
  }
  for (const asked of [{}, { status: 'open', assignee: 'unassigned' }, { query: 'words' }])
    for (const more of [{ team }, ...labels.map((label) => ({ label }))])
      await inbox.call('fetch_rooms', { ...asked, ...more, limit: 10 });
  await inbox.call('list_teams');
  await inbox.call('list_labels');
  await inbox.call('label_room', { room, add: labels });
  await inbox.call('assign_room', { room, team });
  for (const query of ['words', 'md5', 'kim@example.test']) await inbox.call('fetch_rooms', { query });
  await inbox.call('fetch_room', { room });
  await inbox.call('count_rooms');
  for (const label of labels) await inbox.call('count_rooms', { label });
  await inbox.call('take_over', { room });
  await inbox.call('new_message', { room, message: { content: 'Hi', client_id: 'd' } });
  await inbox.call('mark_read', { room, seq: 1 });
  await inbox.call('close_room', { room });
  await beat(server.core);
  await Promise.all([socket.close(), inbox.close()]);
}

interface Plan {
  'Node Type': string;
  'Relation Name'?: string;
  'Actual Rows'?: number;
  'Actual Loops'?: number;
  'Rows Removed by Filter'?: number;
  Plans?: Plan[];
}
const nodes = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodes)];

/** The tables that grow with use. */
const GROWING = ['rooms', 'messages', 'visitors', 'visitor_tokens', 'read_positions', 'room_labels'];

/**
 * A line for each statement that reads one of the growing tables from end to end, or, with `mostRows`, that looks at
 * more rows than that in one step. With `mostRows` reading statements are run.
 */
export async function wrongPlans(
  databaseUrl: string,
  statements: Statements,
  { mostRows }: { mostRows?: number } = {},
): Promise<string[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const wrong: string[] = [];
  try {
    for (const [text, { values, told }] of statements) {
      // What writes would meet its own earlier rows: it is explained and not run.
      const how = mostRows === undefined || !/^\s*(select|with)/i.test(text) ? 'format json' : 'analyze, format json';
      await client.query('begin');
      if (told) await client.query(TELL, [...told]);
      const { rows } = await client.query({ text: `explain (${how}) ${text}`, values: [...values] });
      await client.query('rollback');
      const plan = (rows[0] as { 'QUERY PLAN': { Plan: Plan }[] })['QUERY PLAN'][0]?.Plan as Plan;
      for (const node of nodes(plan)) {
        const table = node['Relation Name'] ?? '';
        const seen = ((node['Actual Rows'] ?? 0) + (node['Rows Removed by Filter'] ?? 0)) * (node['Actual Loops'] ?? 1);
        const scan = node['Node Type'] === 'Seq Scan' && GROWING.includes(table);
        const much = mostRows !== undefined && seen > mostRows;
        if (!scan && !much) continue;
        const what = scan ? `scans ${table}` : `looks at ${seen} rows in one ${node['Node Type']} ${table}`.trim();
        wrong.push(`${what}: ${text.replace(/\s+/g, ' ').slice(0, 240)}`);
      }
    }
  } finally {
    await client.end();
  }
  return wrong;
}
