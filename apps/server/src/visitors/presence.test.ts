/** Sockets of visitors who are not there any more, on a node that was not told: each is closed by what became of its visitor. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chat, openVisitor } from '../../test/client.ts';
import { createSite } from '../../test/create.ts';
import { startTestServer, type TestServer } from '../../test/server.ts';
import { startPresence } from './presence.ts';

let server: TestServer;
let stop: () => void;
beforeAll(async () => {
  server = await startTestServer();
  await createSite(server.core, { slug: 'acme' });
  stop = startPresence(server.core, 50);
});
afterAll(async () => {
  stop();
  await server.close();
});

const query = (text: string, values: string[]) => server.core.database.pool.query(text, values);

test.each([
  ['who talked and was forgotten is sent away', 'erased_at = now()', 4403],
  ['whose place another took, who goes on in their conversation, asks who it is now', null, 4401],
] as const)('%s', async (_, change, code) => {
  const visitor = await openVisitor(server, 'acme');
  const socket = await chat(server, 'acme', visitor);
  const stays = await chat(server, 'acme', await openVisitor(server, 'acme'));
  if (change) {
    await socket.call('new_message', { message: { content: 'hello' } });
    await query(`update rooms set visitor_id = null, ${change} where visitor_id = $1`, [visitor.consumer]);
  }
  await query('delete from visitors where id = $1', [visitor.consumer]);
  expect(await socket.closed).toBe(code);
  expect(await stays.call('fetch_messages')).toMatchObject({ messages: [] });
  await stays.close();
});
