/** API keys: what they open and what not, whose words theirs are, and that their end is felt at once. */
import { COMMANDS, keyMay, MAX_API_KEYS, SCOPES, type Scope } from '@parley/protocol';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { chat, connect, openVisitor, type Visitor } from '../../test/client.ts';
import { call, createAgent, createSite, type NewAgent } from '../../test/create.ts';
import { eventually } from '../../test/eventually.ts';
import { startTestServer, type TestServer } from '../../test/server.ts';

let clock = 0;
let server: TestServer;
let admin: NewAgent;
let visitor: Visitor;
let room: string;

beforeAll(async () => {
  server = await startTestServer({ now: () => Date.now() + clock });
  const acme = await createSite(server.core, { slug: 'acme' });
  await createSite(server.core, { slug: 'other' });
  admin = await createAgent(server.core, acme, { name: 'Ada', role: 'admin' });
});
afterAll(() => server.close());
beforeEach(async () => {
  clock = 0;
  visitor = await openVisitor(server, 'acme');
  room = `acme ${visitor.consumer}`;
  const own = await chat(server, 'acme', visitor);
  await own.call('new_message', { message: { content: 'hello' } });
  await own.close();
});

interface Made {
  readonly key: { readonly id: string; readonly prefix: string; readonly last_used: string | null };
  readonly secret: string;
}
const make = async (scopes: readonly Scope[], name = 'Orders', days?: number): Promise<Made> => {
  const body = { name, scopes, ...(days !== undefined && { expires_in_days: days }) };
  const made = await call<Made & Record<string, unknown>>(server, '/api/keys', { token: admin.token, body });
  expect(made.status).toBe(201);
  return made.body;
};
const list = async () =>
  (
    await call<{ keys: (Made['key'] & { created_by: string; scopes: string[] })[] }>(server, '/api/keys', {
      token: admin.token,
    })
  ).body.keys;
const revoke = (id: string) => call(server, `/api/keys/${id}`, { token: admin.token, method: 'DELETE' });

describe('what it may', () => {
  test.each(Object.keys(SCOPES) as Scope[])(
    '[K1] %s opens every command of its row, and none besides',
    async (scope) => {
      const { secret } = await make([scope]);
      const guarded = COMMANDS.filter((spec) => spec.http && !spec.who.includes('anyone'));
      const opened = await Promise.all(
        guarded.map(async ({ name, http }) => {
          const { method = 'GET', path = '' } = http ?? {};
          const body = method === 'POST' || method === 'PUT' ? { body: {} } : {};
          const answer = await call(server, path.replace(/:\w+/, 'none'), { token: secret, method, ...body });
          return answer.error?.code === 'forbidden' ? [] : [name];
        }),
      );
      expect(opened.flat().sort()).toEqual(SCOPES[scope].filter((name) => name !== 'typing').sort());
    },
  );

  test('[K1] a socket needs read_rooms, and is of its own site alone', async () => {
    const writing = await make(['write_messages', 'manage_rooms']);
    await expect(connect(server, '/ws/room/acme', writing.secret)).rejects.toThrow('HTTP 403');
    const reading = await make(['read_rooms']);
    await expect(connect(server, '/ws/room/other', reading.secret)).rejects.toThrow('HTTP 403');
    const socket = await connect(server, '/ws/room/acme', reading.secret);
    expect(await socket.call('fetch_messages', { room })).toMatchObject({ head: 1 });
    for (const name of ['take_over', 'close_room', 'new_message', 'look_at', 'get_site']) {
      expect([name, (await socket.call(name, { room, message: { content: 'x' } })).code]).toEqual([name, 'forbidden']);
    }
    expect(await socket.call('authenticate', { token: reading.secret })).toMatchObject({ command: 'authenticated' });
    expect(await socket.call('authenticate', { token: writing.secret })).toMatchObject({ code: 'forbidden' });
    await socket.close();
  });

  test('no scope opens what is for people: accounts, keys, privacy, the audit log', () => {
    const all = new Set(Object.keys(SCOPES) as Scope[]);
    for (const { name, who } of COMMANDS) {
      if (who.some((one) => /^manage_(team|owners|keys|privacy|site)$|^read_audit$/.test(one))) {
        expect([name, keyMay(all, name)]).toEqual([name, false]);
      }
    }
  });
});

test('[K1] [H6] its calls are counted by themselves, and it has 600 a minute, fewer than a person', async () => {
  const [busy, other] = [await make(['read_site']), await make(['read_site'])];
  const often = async (token: string) => {
    const codes: (string | number)[] = [];
    for (let n = 0; n < 12; n++) {
      const answers = await Promise.all(Array.from({ length: 50 }, () => call(server, '/api/site', { token })));
      codes.push(...answers.map(({ status, error }) => error?.code ?? status));
    }
    return new Set(codes);
  };
  expect(await often(busy.secret)).toEqual(new Set([200]));
  expect(await often(admin.token)).toEqual(new Set([200]));
  expect((await call(server, '/api/site', { token: admin.token })).status).toBe(200);
  const refused = await call(server, '/api/site', { token: busy.secret });
  expect([refused.error?.code, Number(refused.headers.get('retry-after')) > 0]).toEqual(['rate_limited', true]);
  expect((await call(server, '/api/site', { token: other.secret })).status).toBe(200);
});

describe('whose words its words are', () => {
  test('[K2] the key’s, and the room stays whose it was', async () => {
    const { secret } = await make(['read_rooms', 'write_messages'], 'Parcel news');
    const before = await server.core.db
      .selectFrom('rooms')
      .selectAll()
      .where('key', '=', visitor.consumer)
      .executeTakeFirstOrThrow();
    const answer = await call(server, '/api/messages', {
      token: secret,
      body: { room, message: { content: 'It left.' } },
    });
    expect(answer.body).toMatchObject({ message: { author: 'Parcel news', role: 'agent', seq: 2 } });
    const after = await server.core.db
      .selectFrom('rooms')
      .selectAll()
      .where('key', '=', visitor.consumer)
      .executeTakeFirstOrThrow();
    for (const what of ['status', 'owner_kind', 'owner_id', 'owner_generation', 'waiting_since', 'version'] as const) {
      expect([what, after[what]]).toEqual([what, before[what]]);
    }
    const edited = { room, seq: 2, content: 'It left today.' };
    expect(await call(server, '/api/messages/edit', { token: secret, body: edited })).toMatchObject({ status: 200 });
    const others = { room, seq: 1, content: 'forged' };
    expect(await call(server, '/api/messages/edit', { token: secret, body: others })).toMatchObject({
      error: { code: 'forbidden' },
    });
    expect((await call(server, '/api/messages/redact', { token: secret, body: { room, seq: 1 } })).error?.code).toBe(
      'forbidden',
    );
  });

  test('[K2] a closed room stays closed, and who waits in the queue goes on waiting', async () => {
    const { secret } = await make(['write_messages', 'manage_rooms']);
    const write = (content: string) =>
      call(server, '/api/messages', { token: secret, body: { room, message: { content } } });
    const state = () =>
      server.core.db
        .selectFrom('rooms')
        .select(['status', 'owner_kind', 'waiting_since'])
        .where('key', '=', visitor.consumer)
        .executeTakeFirstOrThrow();
    await call(server, '/api/rooms/request_person', { token: visitor.access_token, body: { room } });
    await write('Your parcel is on its way.');
    expect(await state()).toMatchObject({ status: 'open', owner_kind: 'queue', waiting_since: expect.any(Date) });
    expect((await call(server, '/api/rooms/close', { token: secret, body: { room } })).status).toBe(200);
    await write('It has arrived.');
    expect(await state()).toMatchObject({ status: 'closed', owner_kind: 'queue' });
  });

  test('[K2] a connected program is nobody whom a visitor could talk to', async () => {
    const { secret } = await make(['read_rooms']);
    const online = async () =>
      (await call<{ config: { people_online: boolean } }>(server, '/api/widget/acme/session', { body: {} })).body.config
        .people_online;
    const program = await connect(server, '/ws/room/acme', secret);
    await program.call('count_rooms');
    expect(await online()).toBe(false);
    const person = await connect(server, '/ws/room/acme', admin.token);
    await person.call('count_rooms');
    expect(await online()).toBe(true);
    await program.close();
    await person.close();
  });

  test('the audit log tells of the key, by its name, also when it is gone', async () => {
    const { key, secret } = await make(['manage_knowledge'], 'Importer');
    await call(server, '/api/articles', { token: secret, body: { title: 'T', body: 'B' } });
    await revoke(key.id);
    const { entries } = (
      await call<{ entries: { action: string; actor: object; subject: object }[] }>(server, '/api/audit?limit=3', {
        token: admin.token,
      })
    ).body;
    expect(entries).toMatchObject([
      { action: 'api_key_revoked', actor: { kind: 'agent', name: 'Ada' }, subject: { kind: 'key', name: 'Importer' } },
      { action: 'article_created', actor: { kind: 'key', id: key.id, name: 'Importer' } },
      { action: 'api_key_created', actor: { name: 'Ada' }, details: { fields: ['manage_knowledge'] } },
    ]);
  });
});

describe('its end', () => {
  test('[K3] revoked: refused at once, and its sockets are closed; twice is not_found', async () => {
    const { key, secret } = await make(['read_rooms']);
    const socket = await connect(server, '/ws/room/acme', secret);
    expect((await call(server, '/api/rooms/counts', { token: secret })).status).toBe(200);
    expect((await revoke(key.id)).status).toBe(200);
    expect(await socket.closed).toBe(4403);
    expect(await call(server, '/api/rooms/counts', { token: secret })).toMatchObject({ status: 401 });
    await expect(connect(server, '/ws/room/acme', secret)).rejects.toThrow('HTTP 401');
    expect((await revoke(key.id)).error?.code).toBe('not_found');
    expect(await list()).not.toContainEqual(expect.objectContaining({ id: key.id }));
  });

  test('[K3] revoked where no word of it arrives: the guard closes its sockets', async () => {
    const { key, secret } = await make(['read_rooms']);
    const socket = await connect(server, '/ws/room/acme', secret);
    await server.core.db.updateTable('api_keys').set({ token_hash: null }).where('id', '=', key.id).execute();
    expect(await socket.closed).toBe(4403);
  });

  test('[K3] expired: as revoked', async () => {
    const { secret } = await make(['read_rooms'], 'Short', 1);
    expect((await call(server, '/api/rooms/counts', { token: secret })).status).toBe(200);
    clock = 86_400_000 + 1_000;
    expect((await call(server, '/api/rooms/counts', { token: secret })).error?.code).toBe('unauthenticated');
    await expect(connect(server, '/ws/room/acme', secret)).rejects.toThrow('HTTP 401');
  });

  test('[K3] one that never was, and half of one: 401', async () => {
    const { secret } = await make(['read_rooms']);
    for (const token of ['parley_', `parley_${'x'.repeat(43)}`, secret.slice(0, -1), secret.slice('parley_'.length)]) {
      expect((await call(server, '/api/rooms/counts', { token })).status).toBe(401);
    }
  });
});

describe('what is kept of it', () => {
  test('[K4] a hash: the key is shown once, and stands in no row and no list', async () => {
    const { key, secret } = await make(['read_site', 'read_site'], '  Ticker\u200b  ');
    expect(secret).toMatch(/^parley_[\w-]{43}$/);
    expect(await list()).toContainEqual(
      expect.objectContaining({
        id: key.id,
        name: 'Ticker',
        prefix: secret.slice(0, 13),
        created_by: 'Ada',
        scopes: ['read_site'],
      }),
    );
    const rows = JSON.stringify([
      await server.core.db.selectFrom('api_keys').selectAll().execute(),
      await server.core.db.selectFrom('audit_log').selectAll().execute(),
      await list(),
    ]);
    expect(rows).not.toContain(secret.slice(13));
  });

  test('[K4] its last use, written once a minute at most', async () => {
    const { key, secret } = await make(['read_site']);
    const lastUsed = async () => (await list()).find(({ id }) => id === key.id)?.last_used;
    expect(await lastUsed()).toBeNull();
    await call(server, '/api/site', { token: secret });
    const first = await lastUsed();
    expect(first).toEqual(expect.any(String));
    clock = 30_000;
    await call(server, '/api/site', { token: secret });
    expect(await lastUsed()).toBe(first);
    clock = 61_000;
    await call(server, '/api/site', { token: secret });
    await eventually(async () => (await lastUsed()) !== first);
  });

  test(`of a site's hundred keys none is made too many, also by two calls at once`, async () => {
    const left = MAX_API_KEYS - (await list()).length;
    const made = await Promise.all(
      Array.from({ length: left + 3 }, () =>
        call(server, '/api/keys', { token: admin.token, body: { name: 'Many', scopes: ['read_site'] } }),
      ),
    );
    expect(made.filter(({ status }) => status === 201)).toHaveLength(left);
    expect(made.filter(({ status }) => status === 422)).toHaveLength(3);
    expect(await list()).toHaveLength(MAX_API_KEYS);
  });
});
