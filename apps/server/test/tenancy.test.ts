/** Every command of the table, called by everyone who may not: refused, and nothing changed. */
import { COMMANDS, type CommandSpec, ERRORS, isPermission, roleMay } from '@parley/protocol';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { uuidv7 } from '../src/core/ids.ts';
import { chat, connect, openVisitor, type RawClient, type Visitor } from './client.ts';
import { call, createAgent, createSite, createUser, PASSWORD } from './create.ts';
import { startTestServer, type TestServer } from './server.ts';

let server: TestServer;
let room: string;
let samples: Record<string, object>;
let stranger: Visitor;
const sockets: Record<string, RawClient> = {};
const tokens: Record<string, string> = {};

beforeAll(async () => {
  server = await startTestServer();
  const acme = await createSite(server.core, { slug: 'acme' });
  const other = await createSite(server.core, { slug: 'other' });
  const admin = await createAgent(server.core, acme, { role: 'admin' });
  const owner = await openVisitor(server, 'acme');
  room = `acme ${owner.consumer}`;
  const own = await chat(server, 'acme', owner);
  await own.call('new_message', { message: { content: 'a secret' } });
  const inbox = await connect(server, '/ws/room/acme', admin.token);
  const made = await inbox.call('create_article', { title: 'T', body: 'B' });
  const said = await inbox.call('create_answer', { title: 'T', triggers: ['t'], content: 'C', quick_replies: [] });
  const scapegoat = await openVisitor(server, 'acme');
  const blocked = await inbox.call('block_visitor', { consumer: scapegoat.consumer });
  const block = (blocked.block as { id: string }).id;
  const { secrets } = await inbox.call('create_identity_secret');
  const signingSecret = (secrets as { id: string }[])[0]?.id;
  const returns = await inbox.call('create_team', { name: 'Returns', members: [admin.id] });
  const team = (returns.team as { id: string }).id;
  const complaint = await inbox.call('create_label', { name: 'Complaint', color: 'red' });
  const label = (complaint.label as { id: string }).id;
  const article = (made.article as { id: string }).id;
  const added = await inbox.call('create_source', { address: 'https://acme.test/' });
  const source = (added.source as { id: string }).id;
  const answer = (said.answer as { id: string }).id;

  const replay = await replayOf(acme.id);

  const forgotten = await openVisitor(server, 'acme');
  const asked = await inbox.call('request_erasure', { consumer: forgotten.consumer });
  const privacyRequest = (asked.request as { request: string }).request;

  const body = { name: 'Ticker', scopes: ['read_site'] };
  const { key, secret } = (
    await call<{ key: { id: string }; secret: string }>(server, '/api/keys', { token: admin.token, body })
  ).body;
  tokens['an API key without the scope'] = secret;
  stranger = await openVisitor(server, 'acme');
  const foreigner = await openVisitor(server, 'other');
  const agent = await createAgent(server.core, acme);
  const foreign = await createAgent(server.core, other, { role: 'owner' });
  const { db } = server.core;
  await db
    .insertInto('two_factors')
    .values({ account_id: agent.id, secret: Buffer.from('sealed'), confirmed_at: new Date() })
    .execute();
  const device = uuidv7();
  const hash = { token_hash: Buffer.from(device), expires_at: new Date(Date.now() + 86_400_000) };
  await db
    .insertInto('remembered_devices')
    .values({ id: device, account_id: agent.id, ...hash, user_agent: null })
    .execute();
  const strict = await createSite(server.core, { slug: 'strict' });
  await db.updateTable('sites').set({ require_two_factor: true }).where('id', '=', strict.id).execute();
  const elsewhere = { site_id: strict.id, id: uuidv7(), slug: 'elsewhere', title: 'T', body: 'B', language: 'en' };
  await db.insertInto('articles').values(elsewhere).execute();
  tokens['enrolling'] = (await createAgent(server.core, strict, { role: 'owner' })).token;
  const user = await createUser(server.core, acme);
  const foreignUser = await createUser(server.core, other);
  tokens['a user of the site'] = user.token;
  tokens['a user of another site'] = foreignUser.token;
  sockets['a user of the site'] = await connect(server, `/ws/chat/acme/${user.consumer}`, user.token);
  sockets['a user of another site'] = await connect(
    server,
    `/ws/chat/other/${foreignUser.consumer}`,
    foreignUser.token,
  );
  tokens['another visitor of the site'] = stranger.access_token;
  tokens['a visitor of another site'] = foreigner.access_token;
  tokens['an agent of another site'] = foreign.token;
  tokens['an agent of the site'] = agent.token;
  sockets['another visitor of the site'] = await chat(server, 'acme', stranger);
  sockets['a visitor of another site'] = await chat(server, 'other', foreigner);
  sockets['an agent of another site'] = await connect(server, '/ws/room/other', foreign.token);
  sockets['an agent of the site'] = await connect(server, '/ws/room/acme', agent.token);

  samples = {
    sign_up: {},
    login: {},
    refresh_session: {},
    logout: {},
    get_me: {},
    set_up_owner: {},
    list_agents: {},
    invite_agent: { email: 'new@team.test', name: 'New', role: 'admin' },
    request_password_reset: {},
    set_password: {},
    authenticate: { token: owner.access_token },
    get_two_factor: {},
    begin_two_factor: { password: PASSWORD },
    confirm_two_factor: { code: '123456' },
    renew_recovery_codes: { password: PASSWORD, code: '123456' },
    turn_off_two_factor: { password: PASSWORD, code: '123456' },
    forget_device: { device },
    reset_two_factor: { agent: agent.id },
    list_api_keys: {},
    create_api_key: { name: 'x', scopes: ['read_rooms'] },
    revoke_api_key: { key: key.id },
    list_audit: {},
    get_profile: {},
    update_profile: { name: 'Taken over' },
    export_account: {},
    change_email: { email: 'thief@evil.test', password: 'not the password' },
    send_verification: {},
    confirm_email: {},
    undo_email_change: {},
    set_photo: { image: 'R0lG' },
    remove_photo: {},
    request_deactivation: { password: 'not the password' },
    confirm_deactivation: {},
    come_back: {},
    request_deletion: { password: 'not the password' },
    confirm_deletion: {},
    change_password: { password: 'not the password', new_password: 'taken over by somebody' },
    list_sessions: {},
    revoke_session: { session: admin.sessionId },
    revoke_other_sessions: {},
    get_agent: { agent: admin.id },
    change_role: { agent: agent.id, role: 'admin' },
    transfer_ownership: { agent: agent.id, password: PASSWORD },
    remove_agent: { agent: admin.id },
    deactivate_agent: { agent: admin.id },
    reactivate_agent: { agent: admin.id },
    send_password_reset: { agent: admin.id },
    list_teams: {},
    create_team: { name: 'forged' },
    update_team: { team, name: 'forged', remove: [admin.id] },
    delete_team: { team },
    list_labels: {},
    create_label: { name: 'forged', color: 'grey' },
    update_label: { label, name: 'forged' },
    delete_label: { label },
    label_room: { room, add: [label] },
    get_site: {},
    update_site: { name: 'taken over' },
    list_identity_secrets: {},
    create_identity_secret: {},
    delete_identity_secret: { secret: signingSecret },
    check_identity: { identity: 'a.b.c' },
    block_visitor: { consumer: owner.consumer },
    preview_block: { consumer: owner.consumer },
    block_addresses: { consumer: owner.consumer },
    list_blocks: {},
    unblock: { block },
    open_session: {},
    sign_up_visitor: {},
    sign_in_visitor: {},
    sign_out_visitor: {},
    leave_email: { email: 'thief@evil.test' },
    transcribe: { audio: 'UklGRg==' },
    fetch_messages: { room },
    new_message: { room, message: { content: 'forged' } },
    edit_message: { room, seq: 1, content: 'forged' },
    redact_message: { room, seq: 1 },
    fetch_rooms: {},
    fetch_room: { room },
    count_rooms: {},
    new_room: { consumer: owner.consumer },
    take_over: { room },
    assign_room: { room, agent: agent.id },
    hand_back: { room },
    close_room: { room },
    reopen_room: { room },
    request_person: { room },
    mark_read: { room, seq: 1, delivered: 1 },
    typing: { room, typing: true },
    look_at: { room },
    suggest_replies: { room },
    draft_reply: { room },
    rewrite_text: { text: 'forged', how: 'shorter' },
    translate_messages: { room, seqs: [1], language: 'de' },
    chat: { message: 'forged' },
    chat_history: {},
    list_topics: {},
    settle_questions: { questions: [{ room, seq: 2 }] },
    draft_article: { room },
    list_told: { article },
    send_correction: { article, content: 'forged', answers: [{ room, seq: 2 }] },
    get_bot_spending: {},
    update_bot_limits: { day_micros: 1 },
    rate_answer: { room, seq: 2, helped: false },
    suggest: { text: 'shipping' },
    // Of a site that is nobody's here: its own visitors may read it.
    read_article: { article: 'elsewhere' },
    explain_answers: { room },
    get_hand_over: { room },
    get_tokens: {},
    list_token_entries: {},
    get_metering: {},
    update_metering: { answer_tokens: 1 },
    list_token_accounts: {},
    get_token_account: { user: user.id },
    change_tokens: { user: user.id, amount: 1_000 },
    deactivate_user: { user: user.id },
    reactivate_user: { user: user.id },
    send_user_password_reset: { user: user.id },
    reset_user_two_factor: { user: user.id },
    get_bot: {},
    update_bot: { greeting: 'forged' },
    get_bot_draft: {},
    save_bot_draft: { revision: 0, settings: { greeting: 'forged' } },
    publish_bot: { revision: 1, version: 1 },
    list_bot_versions: {},
    get_bot_version: { version: 1 },
    roll_back_bot: { restore: 1, version: 1 },
    start_bot_replay: { questions: 5, revision: 0 },
    get_bot_replay: {},
    cancel_bot_replay: {},
    list_replay_pairs: { show: 'all' },
    judge_replay_pair: { replay, pair: 1, verdict: 'regression' },
    add_bot_avatar: { image: 'R0lG' },
    try_bot: { question: 'forged', settings: 'published' },
    list_answers: {},
    create_answer: { title: 'x', triggers: ['x'], content: 'x', quick_replies: [] },
    update_answer: { answer, title: 'x', triggers: ['x'], content: 'x', quick_replies: [] },
    delete_answer: { answer },
    list_articles: {},
    get_article: { article },
    create_article: { title: 'x', body: 'x' },
    update_article: { article, title: 'x', body: 'x' },
    delete_article: { article },
    detach_article: { article },
    list_sources: {},
    create_source: { address: 'https://forged.test' },
    upload_file: { name: 'a.md', content: 'QQ==' },
    update_source: { source, name: 'forged' },
    delete_source: { source },
    start_import: { source },
    pause_import: { source },
    resume_import: { source },
    cancel_import: { source },
    retry_import: { source },
    get_import_report: { source },
    get_privacy_settings: {},
    update_privacy_settings: { addresses: 'none' },
    give_consent: { version: 1 },
    withdraw_consent: {},
    request_export: { consumer: owner.consumer },
    open_export: { request: privacyRequest, format: 'json' },
    request_erasure: { consumer: owner.consumer },
    get_privacy_request: { request: privacyRequest },
    list_privacy_requests: {},
  };
});
afterAll(() => server.close());

/** One question that was asked again. */
async function replayOf(site_id: string): Promise<string> {
  const { db } = server.core;
  const { id: room_id } = await db
    .selectFrom('rooms')
    .select('id')
    .where('site_id', '=', site_id)
    .executeTakeFirstOrThrow();
  const id = uuidv7();
  const made = {
    site_id,
    id,
    settings: '{}',
    revision: 0,
    state: 'done' as const,
    made_by: null,
    created_at: new Date(),
  };
  await db.insertInto('bot_replays').values(made).execute();
  const pair = { site_id, replay_id: id, ordinal: 1, room_id, question_seq: 1, answer_seq: 1, answer: 'So' };
  await db.insertInto('bot_replay_pairs').values(pair).execute();
  return id;
}

/** Everything that acme owns, as one text. */
async function acmeData(): Promise<string> {
  const { rows } = await sql<{ data: string }>`select coalesce(string_agg(t, chr(10) order by t), '') as data from (
    select row_to_json(r)::text as t from rooms r join sites s on s.id = r.site_id where s.slug = 'acme'
    union all select row_to_json(m)::text from messages m join sites s on s.id = m.site_id where s.slug = 'acme'
    union all select row_to_json(a)::text from articles a join sites s on s.id = a.site_id where s.slug = 'acme'
    union all select row_to_json(k)::text from knowledge_sources k join sites s on s.id = k.site_id where s.slug = 'acme'
    union all select row_to_json(r)::text from import_runs r join sites s on s.id = r.site_id where s.slug = 'acme'
    union all select row_to_json(p)::text from predefined_answers p join sites s on s.id = p.site_id where s.slug = 'acme'
    union all select row_to_json(b)::text from bots b join sites s on s.id = b.site_id where s.slug = 'acme'
    union all select row_to_json(b)::text from bot_versions b join sites s on s.id = b.site_id where s.slug = 'acme'
    union all select row_to_json(b)::text from bot_replays b join sites s on s.id = b.site_id where s.slug = 'acme'
    union all select row_to_json(b)::text from bot_replay_pairs b join sites s on s.id = b.site_id where s.slug = 'acme'
    union all select row_to_json(b)::text from bot_drafts b join sites s on s.id = b.site_id where s.slug = 'acme'
    union all select row_to_json(m)::text from memberships m join sites s on s.id = m.site_id where s.slug = 'acme'
    union all select row_to_json(t)::text from teams t join sites s on s.id = t.site_id where s.slug = 'acme'
    union all select row_to_json(l)::text from labels l join sites s on s.id = l.site_id where s.slug = 'acme'
    union all select row_to_json(l)::text from room_labels l join sites s on s.id = l.site_id where s.slug = 'acme'
    union all select row_to_json(t)::text from team_members t join sites s on s.id = t.site_id where s.slug = 'acme'
    union all select (row_to_json(k)::jsonb - 'last_used_at')::text from api_keys k join sites s on s.id = k.site_id where s.slug = 'acme'
    union all select row_to_json(l)::text from audit_log l join sites s on s.id = l.site_id where s.slug = 'acme'
    union all select row_to_json(a)::text from accounts a join memberships m on m.account_id = a.id join sites s on s.id = m.site_id where s.slug = 'acme'
    union all select x.id::text from sessions x join sites s on s.id = x.site_id where s.slug = 'acme'
    union all select row_to_json(c)::text from consents c join sites s on s.id = c.site_id where s.slug = 'acme'
    union all select row_to_json(w)::text from withdrawn_consents w join sites s on s.id = w.site_id where s.slug = 'acme'
    union all select row_to_json(p)::text from privacy_requests p join sites s on s.id = p.site_id where s.slug = 'acme'
    union all select row_to_json(p)::text from read_positions p join sites s on s.id = p.site_id where s.slug = 'acme'
    union all select row_to_json(f)::text from two_factors f union all select row_to_json(d)::text from remembered_devices d
    union all select row_to_json(u)::text from users u join sites s on s.id = u.site_id where s.slug = 'acme'
    union all select row_to_json(t)::text from token_entries t join sites s on s.id = t.site_id where s.slug = 'acme'
    union all select row_to_json(t)::text from token_holds t join sites s on s.id = t.site_id where s.slug = 'acme'
    union all select row_to_json(m)::text from metering m join sites s on s.id = m.site_id where s.slug = 'acme'
    union all select row_to_json(b)::text from blocks b join sites s on s.id = b.site_id where s.slug = 'acme'
    union all select row_to_json(i)::text from identity_secrets i join sites s on s.id = i.site_id where s.slug = 'acme'
    union all select v.email from visitors v where v.email is not null
    union all select row_to_json(s)::text from sites s where slug = 'acme') everything`.execute(server.core.db);
  return rows[0]?.data ?? '';
}

const guarded = COMMANDS.filter((spec) => !spec.who.includes('anyone'));
const pathOf = (spec: CommandSpec): string => {
  const params = samples[spec.name] as Record<string, unknown>;
  const path = (spec.http?.path ?? '').replace(/:(\w+)/g, (_all, name: string) =>
    encodeURIComponent(String(params[name])),
  );
  const query = spec.http?.method === 'GET' ? `?${new URLSearchParams(params as Record<string, string>)}` : '';
  return path + query;
};
const throughHttp = (spec: CommandSpec, token?: string) =>
  call(server, pathOf(spec), {
    method: spec.http?.method ?? 'GET',
    ...(spec.http?.method !== 'GET' && { body: samples[spec.name] as object }),
    ...(token && { token }),
  });

test('every command of the table has a sample here', () => {
  expect(Object.keys(samples).sort()).toEqual(COMMANDS.map((spec) => spec.name).sort());
});

describe.each(guarded.filter((spec) => spec.http).map((spec) => [spec.name, spec] as const))(
  '%s over HTTP',
  (_name, spec) => {
    test('[A1] signed out: 401', async () => {
      expect(await throughHttp(spec)).toMatchObject({ status: 401, error: { code: 'unauthenticated' } });
      expect((await throughHttp(spec, 'not.a.token')).status).toBe(401);
    });
  },
);

/** Parameters that name something of somebody's. */
const AIMS = [
  'request',
  'room',
  'team',
  'article',
  'source',
  'answer',
  'consumer',
  'token',
  'device',
  'agent',
  'session',
  'user',
  'secret',
  'block',
  'replay',
];

/** What a caller of that kind may do in its own name: it has rooms, articles and settings of its own. */
const inOwnName = (spec: CommandSpec, who: string): boolean => {
  const params = samples[spec.name] as object;
  if (AIMS.some((aim) => aim in params)) return false;
  const kind = who.includes('visitor') ? 'visitor' : who.includes('user') ? 'user' : 'agent';
  return spec.who.includes(kind) || (kind === 'agent' && spec.who.some(isPermission) && who.includes('another'));
};

describe.each([
  'another visitor of the site',
  'a visitor of another site',
  'a user of the site',
  'a user of another site',
  'an agent of another site',
])('%s', (who) => {
  test.each(guarded.map((spec) => [spec.name, spec] as const))(
    '[A1] [N3] %s: refused, and nothing changed',
    async (_name, spec) => {
      if (inOwnName(spec, who)) return expect(spec.who.length).toBeGreaterThan(0);
      const before = await acmeData();
      const refusals = ['forbidden', 'room_not_found', 'not_found', 'unauthenticated'];
      if (spec.http) {
        const answer = await throughHttp(spec, tokens[who]);
        expect(refusals).toContain(answer.error?.code);
        expect(answer.status).toBe(ERRORS[answer.error?.code as 'forbidden'].status);
      }
      if (spec.socket) {
        const answer = await (sockets[who] as RawClient).call(spec.name, samples[spec.name]);
        expect(answer.command).toBe('error');
        expect(refusals).toContain(answer.code);
      }
      expect(await acmeData()).toBe(before);
      return undefined;
    },
  );
});

const anyAgentMay = (who: string): boolean => who === 'agent' || (isPermission(who) && roleMay('agent', who));

test.each(
  guarded.filter((spec) => !spec.who.some(anyAgentMay) && spec.socket).map((spec) => [spec.name, spec] as const),
)('[A1] [A2] an agent without the permission: %s is forbidden', async (_name, spec) => {
  const before = await acmeData();
  expect(await (sockets['an agent of the site'] as RawClient).call(spec.name, samples[spec.name])).toMatchObject({
    code: 'forbidden',
  });
  expect(await acmeData()).toBe(before);
});

test.each(
  guarded.filter((spec) => spec.http && !spec.who.includes('enrolling')).map((spec) => [spec.name, spec] as const),
)('[T8] an owner who has yet to set up the second step that the site requires: %s is refused', async (_name, spec) => {
  expect(await throughHttp(spec, tokens['enrolling'])).toMatchObject({
    status: 403,
    error: { code: 'two_factor_setup_required' },
  });
});

test.each(guarded.filter((spec) => spec.http && spec.name !== 'get_site').map((spec) => [spec.name, spec] as const))(
  '[K1] an API key without the scope: %s is forbidden',
  async (_name, spec) => {
    const before = await acmeData();
    expect(await throughHttp(spec, tokens['an API key without the scope'])).toMatchObject({
      status: 403,
      error: { code: 'forbidden' },
    });
    expect(await acmeData()).toBe(before);
  },
);

describe('the handshake', () => {
  const refused = (path: string, token: string | null, headers = {}) =>
    connect(server, path, token, headers).then(
      () => 'open',
      (error: Error) => error.message,
    );

  test('[S5] without a token, with a bad one, with one of another site or for another visitor’s room: no socket', async () => {
    const key = room.split(' ')[1] as string;
    expect(await refused('/ws/room/acme', null)).toBe('HTTP 401');
    expect(await refused('/ws/room/acme', 'x.y.z')).toBe('HTTP 401');
    const none = Buffer.from('{"alg":"none"}').toString('base64url');
    expect(await refused('/ws/room/acme', `${none}.${(tokens['an agent of the site'] as string).split('.')[1]}.`)).toBe(
      'HTTP 401',
    );
    expect(await refused('/ws/room/acme', tokens['an agent of another site'] as string)).toBe('HTTP 403');
    expect(await refused('/ws/room/acme', tokens['an API key without the scope'] as string)).toBe('HTTP 403');
    expect(await refused('/ws/room/acme', tokens['a visitor of another site'] as string)).toBe('HTTP 403');
    expect(await refused(`/ws/chat/acme/${key}`, tokens['another visitor of the site'] as string)).toBe('HTTP 403');
    expect(await refused(`/ws/chat/acme/${stranger.consumer}~1`, stranger.access_token)).toBe('HTTP 403');
    expect(await refused(`/ws/chat/acme/${stranger.consumer}x`, stranger.access_token)).toBe('HTTP 403');
    expect(await refused('/ws/room/nowhere', tokens['an agent of the site'] as string)).toBe('HTTP 403');
  });

  test('[S6] [V4] a browser of an origin that merely ends, begins or looks like an allowed one: 403', async () => {
    await server.core.db
      .updateTable('sites')
      .set({ origins: ['https://acme.test'] })
      .where('slug', '=', 'acme')
      .execute();
    const path = `/ws/chat/acme/${stranger.consumer}`;
    for (const origin of [
      'https://evil-acme.test',
      'https://acme.test.evil.test',
      'http://acme.test',
      'https://acme.test:444',
      'null',
    ]) {
      expect(await refused(path, stranger.access_token, { origin })).toBe('HTTP 403');
      const session = await call(server, '/api/widget/acme/session', { body: {}, headers: { origin } });
      expect(session).toMatchObject({ status: 403, error: { code: 'origin_not_allowed' } });
    }
    expect(await refused(path, stranger.access_token, { origin: 'https://acme.test' })).toBe('open');
  });

  test('[S4] the token may travel as a subprotocol, and the server answers parley.v1', async () => {
    const ws = new WebSocket(`${server.url.replace('http', 'ws')}/ws/chat/acme/${stranger.consumer}`, [
      'parley.v1',
      `parley.token.${stranger.access_token}`,
    ]);
    await new Promise((resolve, reject) => {
      ws.addEventListener('open', resolve);
      ws.addEventListener('error', reject);
    });
    expect(ws.protocol).toBe('parley.v1');
    ws.close();
  });
});

test('[P8] a visitor’s events reach no other visitor, and no agent of another site', async () => {
  const owner = await openVisitor(server, 'acme');
  const own = await chat(server, 'acme', owner);
  const heard = (sockets['an agent of the site'] as RawClient).next('new_message');
  const before = ['another visitor of the site', 'an agent of another site'].map(
    (who) => (sockets[who] as RawClient).frames.length,
  );
  await own.call('new_message', { message: { content: 'for acme alone' } });
  await heard;
  // A round trip each: whatever was on its way to them has arrived before the answer.
  await (sockets['another visitor of the site'] as RawClient).call('fetch_messages');
  await (sockets['an agent of another site'] as RawClient).call('count_rooms');
  for (const [i, who] of ['another visitor of the site', 'an agent of another site'].entries()) {
    const since = (sockets[who] as RawClient).frames.slice(before[i]).map((frame) => frame.command);
    expect(since.filter((command) => command !== 'heartbeat')).toHaveLength(1);
  }
});
