/**
 * Sends marked passwords, tokens, cookies, addresses and words through every door there is, as everybody, with the database
 * saying no to half of it, and then looks for them: in the log at its loudest, in every refusal, and in a dump of the whole
 * database.
 */
import { COMMANDS, type CommandSpec } from '@parley/protocol';
import type { TSchema } from 'typebox';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chat, connect, openVisitor, type RawClient } from './client.ts';
import { call, createAgent, createSite, PASSWORD } from './create.ts';
import { eventually } from './eventually.ts';
import { type Mailbox, startMailbox } from './mailbox.ts';
import { startTestServer, type TestServer } from './server.ts';

/** In everything that we send; no word of ours, and no base64 or hex, holds it. */
const MARK = 'zqxjk';
/** Where this stands in a value, Postgres refuses the row, and quotes it. */
const BOOM = `${MARK}-boom`;
const NEW_PASSWORD = `${MARK} chosen with care`;

let mailbox: Mailbox;
let server: TestServer;
const written: string[] = [];
/** Tokens and cookies that were given out. */
const secrets = new Set<string>();
const refusals: string[] = [];

interface Caller {
  readonly token?: string;
  readonly socket?: RawClient;
}

/** A value that passes the schema where one can be made, with the mark in every text. */
function marked(schema: TSchema, name: string, mark: string): unknown {
  const {
    type,
    maxLength = 200,
    minLength = 1,
    minimum,
    properties,
    items,
    anyOf,
    const: only,
  } = schema as Record<string, never> & {
    properties?: Record<string, TSchema>;
    items?: TSchema;
    anyOf?: TSchema[];
  };
  if (only !== undefined) return only;
  if (anyOf) return marked(anyOf[0] as TSchema, name, mark);
  if (properties)
    return Object.fromEntries(Object.entries(properties).map(([key, one]) => [key, marked(one, key, mark)]));
  if (items) return [marked(items, name, mark)];
  if (type === 'integer' || type === 'number') return minimum ?? 1;
  if (type === 'boolean') return true;
  if (type !== 'string') return mark;
  const text = /email/.test(name) ? `${mark}.${name}@secret.test` : `${mark} ${name}`;
  return text.padEnd(minLength, '.').slice(0, maxLength);
}

beforeAll(async () => {
  mailbox = await startMailbox();
  server = await startTestServer({
    worker: true,
    env: { LOG_LEVEL: 'trace', SMTP_URL: mailbox.url },
    logTo: { write: (line) => void written.push(line) },
  });
});
afterAll(async () => {
  await server.close();
  await mailbox.close();
});

const query = async <Row>(text: string) => (await server.core.database.pool.query(text)).rows as Row[];

/** Every column of every table that holds text of any sort, with its table's full name. */
const columns = () =>
  query<{ table: string; name: string; type: string }>(`
    select format('%I.%I', n.nspname, c.relname) as table, quote_ident(a.attname) as name, format_type(a.atttypid, null) as type
    from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'm') and a.attnum > 0 and not a.attisdropped
      and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname not like 'pg_toast%'
    order by 1, 2`);

/** Where in the database a text stands, as `table.column`. */
async function whereIs(text: string): Promise<string[]> {
  const found: string[] = [];
  for (const { table, name, type } of await columns()) {
    const value = type === 'bytea' ? `encode(${name}, 'escape')` : `${name}::text`;
    const [row] = await query<{ n: number }>(
      `select count(*)::int as n from ${table} where position(lower('${text.replaceAll("'", "''")}') in lower(${value})) > 0`,
    );
    if (row?.n) found.push(`${table.replace(/^public\./, '')}.${name}`);
  }
  return found;
}

const note = (status: number, text: string, sent: string) => {
  if (status >= 400) refusals.push(`${sent}: ${text}`);
};

async function throughHttp(spec: CommandSpec, { token }: Caller, params: Record<string, unknown>): Promise<void> {
  if (!spec.http) return;
  const { method, path } = spec.http;
  const filled = path.replace(/:(\w+)/g, (_all, name: string) => encodeURIComponent(String(params[name])));
  const asked = method === 'GET' ? `?${new URLSearchParams(params as Record<string, string>)}` : '';
  const answer = await fetch(`${server.url}${filled}${asked}`, {
    method,
    redirect: 'manual',
    headers: {
      'content-type': 'application/json',
      cookie: `parley_session=${MARK}-cookie; other=${MARK}`,
      'user-agent': `${MARK} browser`,
      referer: `https://shop.test/?q=${MARK}`,
      'x-parley-session': '1',
      ...(token && { authorization: `Bearer ${token}` }),
    },
    ...(method !== 'GET' && { body: JSON.stringify(params) }),
  });
  note(answer.status, await answer.text(), `${method} ${path}`);
}

async function throughSocket(spec: CommandSpec, { socket }: Caller, params: object): Promise<void> {
  if (!spec.socket || !socket) return;
  // Its own `client_id` a client hears again: `[F5]`.
  const { client_id: _own, ...answer } = await socket.call(spec.name, params);
  if (answer.command === 'error') note(400, JSON.stringify(answer), spec.name);
}

describe('marked values through every door', () => {
  let visitor: Awaited<ReturnType<typeof openVisitor>>;
  const callers: Caller[] = [];
  let site: Awaited<ReturnType<typeof createSite>>;
  let owner: Awaited<ReturnType<typeof createAgent>>;

  beforeAll(async () => {
    site = await createSite(server.core, { slug: 'acme' });
    owner = await createAgent(server.core, site, { role: 'owner' });
    visitor = await openVisitor(server, 'acme');
    callers.push(
      {},
      { token: `${MARK}.not.a-token` },
      { token: visitor.access_token, socket: await chat(server, 'acme', visitor) },
      { token: owner.token, socket: await connect(server, '/ws/room/acme', owner.token) },
    );
    secrets.add(visitor.access_token).add(visitor.visitor_token).add(owner.token);
  });

  test('real conversations, sign-ins and links go their way', async () => {
    const [socket, inbox] = [callers[2]?.socket as RawClient, callers[3]?.socket as RawClient];
    const room = `acme ${visitor.consumer}`;
    await socket.call('new_message', { message: { content: `${MARK} question, mail ${MARK}.vera@secret.test` } });
    await inbox.call('new_message', { room, message: { content: `${MARK} answer` } });
    await inbox.call('new_message', { room, message: { content: `${MARK} gone` } });
    const { messages } = (await inbox.call('fetch_messages', { room })) as unknown as {
      messages: { content: string; seq: number }[];
    };
    const last = messages.findLast(({ content }) => content.endsWith('gone'))?.seq;
    await inbox.call('redact_message', { room, seq: last });
    const signedIn = await call(server, '/api/users/login', { body: { email: owner.email, password: PASSWORD } });
    expect(signedIn.status).toBe(200);
    secrets.add(String(signedIn.body.access_token)).add(signedIn.cookie.split('=')[1] as string);
    await call(server, '/api/users/login', { body: { email: owner.email, password: `${MARK} wrong` } });
    await call(server, '/api/users/password/forgot', { body: { email: owner.email } });
    const [mail] = await mailbox.arrived(1);
    const link = /#([\w-]{43})/.exec(mail?.text ?? '')?.[1] as string;
    secrets.add(link);
    const chosen = await call(server, '/api/users/password', { body: { token: link, password: NEW_PASSWORD } });
    expect(chosen.status).toBe(200);
    secrets.add(String(chosen.body.access_token)).add(chosen.cookie.split('=')[1] as string);
    // That ended the session above.
    callers[3] = {
      token: String(chosen.body.access_token),
      socket: await connect(server, '/ws/room/acme', String(chosen.body.access_token)),
    };
  });

  test.each([MARK, BOOM])('every command, as everybody: %s', async (mark) => {
    if (mark === BOOM) {
      // Postgres tells the whole row in such an error's details.
      for (const { table, name, type } of await columns()) {
        if (!table.startsWith('graphile_worker') && /text|json/.test(type))
          await query(`alter table ${table} add check (${name}::text not like '%${BOOM}%')`);
      }
    }
    for (const spec of COMMANDS.filter(({ name }) => name !== 'logout'))
      for (const caller of callers) {
        const params = marked(spec.params, '', mark) as Record<string, unknown>;
        await throughHttp(spec, caller, params);
        await throughSocket(spec, caller, params);
        // Into the real room, from which more becomes possible.
        if ('room' in params) await throughSocket(spec, caller, { ...params, room: `acme ${visitor.consumer}` });
        if ('article' in params) await throughHttp(spec, caller, { ...params, article: crypto.randomUUID() });
      }
    expect(refusals.length).toBeGreaterThan(100);
  });

  test('what is no call at all', async () => {
    const socket = callers[2]?.socket as RawClient;
    const odd: [string, RequestInit][] = [
      ['/api/users/login', { method: 'POST', body: `{"password":"${MARK}` }],
      ['/api/users/login', { method: 'POST', body: `"${MARK}"`, headers: { 'content-type': 'application/json' } }],
      ['/api/users/login', { method: 'POST', body: `<x>${MARK}</x>`, headers: { 'content-type': `text/${MARK}` } }],
      [
        '/api/users/login',
        { method: 'POST', body: MARK.repeat(60_000), headers: { 'content-type': 'application/json' } },
      ],
      [`/api/${MARK}?password=${MARK}`, {}],
      [`/r/${MARK}`, {}],
      [`/kb/acme/${MARK}`, {}],
      [`/w/${MARK}!.js`, {}],
      [`/assets/${MARK}.js`, {}],
      [`/%${MARK}`, {}],
      [`/ws/room/acme?token=${MARK}`, { headers: { 'sec-websocket-protocol': `parley.v1, parley.token.${MARK}` } }],
    ];
    for (const [path, init] of odd) {
      const answer = await fetch(server.url + path, init);
      note(answer.status, await answer.text(), path.replaceAll(MARK, '…'));
    }
    for (const frame of [
      `{"${MARK}`,
      `["${MARK}"]`,
      `{"command":"${MARK}"}`,
      `{"command":"new_message","id":["${MARK}"]}`,
    ]) {
      const error = socket.next('error');
      socket.send(frame);
      note(400, JSON.stringify(await error), 'frame');
    }
    // A mail that is refused for its address, and a job whose every word is somebody's.
    mailbox.refuse('recipient', 451);
    const token = callers[3]?.token as string;
    const body = { email: `${MARK}.late@secret.test`, name: 'Nora', role: 'agent' };
    await call(server, '/api/agents', { body, token });
    await query(`select graphile_worker.add_job('answer', '{"siteId": "${MARK}"}')`);
    await eventually(async () => {
      const failed = await query('select 1 from graphile_worker._private_jobs where last_error is not null');
      return failed.length >= 2;
    });
  });

  test('refusals say nothing back', () => {
    for (const refusal of refusals) expect(refusal).not.toContain(MARK);
    for (const secret of secrets) for (const refusal of refusals) expect(refusal).not.toContain(secret);
  });

  test('the log holds none of it, at no level', () => {
    const all = written.join('');
    expect(all).toContain('"level":50');
    expect(all).not.toContain(MARK);
    expect(all).not.toContain(owner.email);
    for (const secret of secrets) {
      expect(all).not.toContain(secret);
      expect(all).not.toContain(secret.slice(-30));
    }
  });

  test('the database holds no password and no token, and words and addresses where they belong alone', async () => {
    for (const secret of [...secrets, NEW_PASSWORD, PASSWORD, `${MARK} password`, `${MARK} wrong`, `${MARK}-cookie`])
      expect([secret, await whereIs(secret)]).toEqual([secret, []]);
    // A deleted message's words are nowhere any more, and said ones in the log alone.
    expect(await whereIs(`${MARK} gone`)).toEqual([]);
    expect(await whereIs(`${MARK} answer`)).toEqual(['messages.content']);
    expect(await whereIs(`${MARK} question`)).toEqual(['messages.content']);
    expect(await whereIs(`${MARK}.email@secret.test`)).toEqual(['accounts.email', 'visitors.email']);
    // What failed is remembered without what it failed on.
    const errors = await query<{ last_error: string }>('select last_error from graphile_worker._private_jobs');
    for (const { last_error } of errors) expect(last_error ?? '').not.toContain(MARK);
  });
});
