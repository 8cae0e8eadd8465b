/** Edits and redactions over real sockets: who may, what everyone then sees, and that nothing of a redacted text is left. */
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { connect, type Frame, type RawClient } from '../../test/client.ts';
import { call, createAgent, createSite, type NewAgent, type NewSite } from '../../test/create.ts';
import { startTestServer, type TestServer } from '../../test/server.ts';
import { type Said, Talk } from '../../test/talk.ts';

interface Changed extends Said {
  readonly room?: string;
  readonly target?: number;
  readonly text?: string;
  readonly change?: { seq: number; event: string; by: string; at: string };
}

let server: TestServer;
let site: NewSite;
let mia: NewAgent;
let inbox: RawClient;
let colleague: RawClient;
let admin: RawClient;
let talk: Talk;

beforeAll(async () => {
  server = await startTestServer();
  site = await createSite(server.core, { slug: 'acme' });
  mia = await createAgent(server.core, site, { name: 'Mia' });
  inbox = await connect(server, '/ws/room/acme', mia.token);
  colleague = await connect(server, '/ws/room/acme', (await createAgent(server.core, site, { name: 'Leo' })).token);
  const owner = await createAgent(server.core, site, { name: 'Ada', role: 'owner' });
  admin = await connect(server, '/ws/room/acme', owner.token);
});
afterAll(() => server.close());
beforeEach(async () => {
  talk = await Talk.begin(server, site);
});

const say = async (content: string): Promise<Changed> =>
  (await inbox.call('new_message', { room: talk.room, message: { content } })).message as Changed;
const edit = (by: RawClient, seq: number, content: string, more = {}) =>
  by.call('edit_message', { room: talk.room, seq, content, ...more });
const redact = (by: RawClient, seq: number, more = {}) => by.call('redact_message', { room: talk.room, seq, ...more });
const log = async () => (await talk.log()) as readonly Changed[];
const entryOf = (seq: number) => (frame: Frame) => {
  const message = frame.message as Changed | undefined;
  return frame.command === 'new_message' && message?.room === talk.room && message.target === seq;
};

test('[M11] [M12] [M13] [M14] an edit is an entry of the log, and the message reads as it is now', async () => {
  const { seq } = await talk.say('I need a tnet');
  const heard = [talk.socket.next(entryOf(seq)), inbox.next(entryOf(seq))];
  const answer = await edit(talk.socket, seq, 'I need a tent');
  expect(answer).toMatchObject({
    command: 'edit_message',
    message: {
      seq,
      role: 'visitor',
      content: 'I need a tent',
      change: { seq: seq + 1, event: 'edited', by: 'Visitor' },
    },
  });
  for (const frame of await Promise.all(heard)) {
    expect(frame.message).toMatchObject({
      seq: seq + 1,
      role: 'system',
      event: 'edited',
      author: 'Visitor',
      content: 'Visitor edited a message',
      target: seq,
      text: 'I need a tent',
    });
  }
  expect((await talk.log())[seq - 1]).toEqual(answer.message);
});

test('[P5] [M12] a reader who was away resumes to the change; only the latest entry carries the text', async () => {
  const { seq } = await talk.say('one');
  const away = seq;
  await edit(talk.socket, seq, 'two');
  await edit(talk.socket, seq, 'three');
  const resumed = (await inbox.call('fetch_messages', { room: talk.room, after: away })).messages as Changed[];
  expect(resumed.map(({ event, target, text }) => [event, target, text])).toEqual([
    ['edited', seq, undefined],
    ['edited', seq, 'three'],
  ]);
  expect((await log())[seq - 1]).toMatchObject({ content: 'three', change: { seq: seq + 2 } });
});

test('[M11] [M13] a redaction leaves nothing of the text, in the log, the list, the search or the database', async () => {
  const secret = 'zebrafish4711';
  const { seq } = await talk.say(`my password is ${secret}`);
  await edit(talk.socket, seq, `my password was ${secret}`);
  const found = async () => ((await inbox.call('fetch_rooms', { query: secret })).rooms as unknown[]).length;
  expect(await found()).toBe(1);
  const heard = inbox.next(entryOf(seq));
  const { message } = await redact(talk.socket, seq);
  expect(message).toMatchObject({ seq, role: 'visitor', content: '', change: { event: 'redacted', by: 'Visitor' } });
  expect((await heard).message).toMatchObject({ event: 'redacted', target: seq, content: 'Visitor deleted a message' });
  expect(await found()).toBe(0);
  const [listed] = (await inbox.call('fetch_room', { room: talk.room })).rooms as { messages: Changed[] }[];
  expect(listed?.messages).toEqual([message]);
  const { rows } = await sql<{ text: string }>`
    select row_to_json(m)::text as text from messages m where site_id = ${site.id}`.execute(server.core.db);
  expect(rows.filter(({ text }) => text.includes(secret))).toEqual([]);
  // Gone is gone: twice is once, and there is nothing to edit any more.
  const { length } = await log();
  expect(await redact(talk.socket, seq)).toMatchObject({ message: { change: { seq: seq + 2 } } });
  expect(await edit(talk.socket, seq, 'back again')).toMatchObject({ code: 'not_found' });
  expect(await log()).toHaveLength(length);
});

test('[M13] a redacted answer takes its sources and quick replies along', async () => {
  await talk.say('hello');
  await sql`insert into messages (site_id, room_id, seq, id, author_id, author, role, content, meta)
    select site_id, id, 2, gen_random_uuid(), 'bot', 'Assistant', 'bot', 'wrong', '{"quick_replies": ["wrong"]}'
    from rooms where key = ${talk.place.key}`.execute(server.core.db);
  await sql`update rooms set last_seq = 2 where key = ${talk.place.key}`.execute(server.core.db);
  const { message } = await redact(admin, 2);
  expect(message).toMatchObject({ role: 'bot', content: '', change: { by: 'Ada' } });
  expect(message).not.toHaveProperty('quick_replies');
});

describe('[M11] who may', () => {
  test('an agent changes its own words at any time, a visitor edits its own for 15 minutes', async () => {
    const asked = await talk.say('a');
    const answered = await say('b');
    await sql`update messages set created_at = created_at - interval '16 minutes'`.execute(server.core.db);
    expect(await edit(inbox, answered.seq, 'better')).toMatchObject({ message: { content: 'better' } });
    expect(await edit(talk.socket, asked.seq, 'late')).toMatchObject({ code: 'too_late' });
    expect(await redact(talk.socket, asked.seq)).toMatchObject({ message: { content: '' } });
    expect(await redact(inbox, answered.seq)).toMatchObject({ message: { content: '' } });
  });

  test('nobody changes another’s words, a line of the system, or what is not there; an admin may redact', async () => {
    const asked = await talk.say('a');
    const answered = await say('b');
    const joined = (await log()).find(({ event }) => event === 'agent_joined') as Changed;
    for (const { seq } of [asked, joined]) expect(await edit(inbox, seq, 'x')).toMatchObject({ code: 'forbidden' });
    for (const { seq } of [answered, joined]) {
      expect(await edit(talk.socket, seq, 'x')).toMatchObject({ code: 'forbidden' });
      expect(await redact(talk.socket, seq)).toMatchObject({ code: 'forbidden' });
      expect(await redact(colleague, seq)).toMatchObject({ code: 'forbidden' });
      expect(await edit(admin, seq, 'x')).toMatchObject({ code: 'forbidden' });
    }
    expect(await redact(admin, joined.seq)).toMatchObject({ code: 'forbidden' });
    expect(await redact(talk.socket, 99)).toMatchObject({ code: 'not_found' });
    expect(await edit(talk.socket, asked.seq, '  ')).toMatchObject({ code: 'empty' });
    expect(await edit(talk.socket, asked.seq, 'x'.repeat(8_001))).toMatchObject({ code: 'too_long' });
    expect((await log()).filter(({ change, target }) => change || target)).toEqual([]);
    expect(await redact(admin, asked.seq)).toMatchObject({ message: { change: { by: 'Ada' } } });
    expect(await redact(admin, answered.seq)).toMatchObject({ message: { author: 'Mia', change: { by: 'Ada' } } });
  });

  test('the HTTP doors are the same', async () => {
    await talk.say('a');
    const { seq } = await say('over http');
    const body = { room: talk.room, seq };
    const edited = await call(server, '/api/messages/edit', { body: { ...body, content: 'edited' }, token: mia.token });
    expect(edited).toMatchObject({ status: 200, body: { message: { content: 'edited' } } });
    const gone = await call(server, '/api/messages/redact', { body, token: mia.token });
    expect(gone).toMatchObject({ status: 200, body: { message: { content: '' } } });
  });
});

describe('[M14] once', () => {
  test('per client_id, however often and however many at once', async () => {
    const { seq } = await talk.say('a');
    const more = { client_id: 'e1' };
    const answers = await Promise.all([1, 2, 3].map(() => edit(talk.socket, seq, 'b', more)));
    for (const answer of answers) expect(answer).toMatchObject({ message: { content: 'b', change: { seq: seq + 1 } } });
    expect(await edit(talk.socket, seq, 'c', more)).toMatchObject({ code: 'conflict' });
    expect(await redact(talk.socket, seq, more)).toMatchObject({ code: 'conflict' });
    await edit(talk.socket, seq, 'c', { client_id: 'e2' });
    // Late on its way: it was done, and is not done again.
    expect(await edit(talk.socket, seq, 'b', more)).toMatchObject({ message: { content: 'c' } });
    expect(await log()).toHaveLength(seq + 2);
  });

  test('as it is already: no entry', async () => {
    const { seq } = await talk.say('a');
    expect(await edit(talk.socket, seq, 'a')).toMatchObject({ message: { content: 'a' } });
    expect(await log()).toHaveLength(seq);
  });

  test('[P2] the changed message’s own client_id answers with it as it is now', async () => {
    const message = { content: 'a', client_id: 'm1' };
    await talk.socket.call('new_message', { message });
    await edit(talk.socket, 1, 'b');
    expect(await talk.socket.call('new_message', { message })).toMatchObject({ message: { seq: 1, content: 'b' } });
    await redact(talk.socket, 1);
    expect(await talk.socket.call('new_message', { message })).toMatchObject({ message: { seq: 1, content: '' } });
    expect(await log()).toHaveLength(3);
  });

  test('[P3] among messages and changes of many writers at once the order has no gap', async () => {
    const { seq } = await talk.say('a');
    const own = await say('b');
    const work = Array.from({ length: 30 }, (_, i) => [
      edit(talk.socket, seq, `a${i}`),
      edit(inbox, own.seq, `b${i}`),
      talk.say(`c${i}`),
      colleague.call('new_message', { room: talk.room, message: { content: `d${i}` } }),
    ]);
    await Promise.all(work.flat());
    const all = (await inbox.call('fetch_messages', { room: talk.room, after: 0, limit: 200 })).messages as Changed[];
    expect(all.map((message) => message.seq)).toEqual(all.map((_, i) => i + 1));
    const last = all.findLast(({ target }) => target === seq) as Changed;
    expect(all[seq - 1]).toMatchObject({ content: last.text, change: { seq: last.seq } });
    expect(all.filter(({ target, text }) => target === seq && text !== undefined)).toHaveLength(1);
  });
});

test('the list keeps its order: nothing new was said', async () => {
  const { seq } = await talk.say('a');
  const before = await talk.stored();
  await edit(talk.socket, seq, 'b');
  const after = await talk.stored();
  expect([after.updated_at, after.last_seq, after.version]).toEqual([
    before.updated_at,
    before.last_seq + 1,
    before.version,
  ]);
});
