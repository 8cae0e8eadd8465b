/** How long people take to answer, as visitors are told: measured on people alone. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect } from '../../test/client.ts';
import { call, createAgent, createSite, type NewSite } from '../../test/create.ts';
import { startTestServer, type TestServer } from '../../test/server.ts';
import { Talk } from '../../test/talk.ts';
import { uuidv7 } from '../core/ids.ts';
import { messageLog } from '../rooms/message-log.ts';

let server: TestServer;
let site: NewSite;
let now = Date.now();

beforeAll(async () => {
  server = await startTestServer({ now: () => now });
  site = await createSite(server.core, { slug: 'acme' });
});
afterAll(() => server.close());

test('[K2] [C4] neither a program’s word nor a correction is the answer that somebody waited for', async () => {
  const mia = await createAgent(server.core, site, { role: 'admin' });
  const inbox = await connect(server, '/ws/room/acme', mia.token);
  const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);
  for (let n = 0; n < 5; n++) {
    const talk = await Talk.begin(server, site);
    await talk.say('Anybody?');
    await talk.socket.call('request_person');
    const author = { id: uuidv7(), name: 'Shop system', role: 'agent' as const };
    const beside = { clientId: 'beside', aside: true, content: 'Your parcel has left.' };
    await messageLog(server.core).append({ ...talk.place, author, ...beside });
    await inbox.call('take_over', { room: talk.room });
    await inbox.call('new_message', { room: talk.room, message: { content: 'Here I am.' } });
    const { id } = await talk.stored();
    const messages = server.core.db.updateTable('messages').where('room_id', '=', id);
    await messages.set({ created_at: minutesAgo(60) }).execute();
    await messages
      .where('client_id', '=', 'beside')
      .set({ created_at: minutesAgo(59) })
      .execute();
    await messages
      .where('content', '=', 'Here I am.')
      .set({ created_at: minutesAgo(40) })
      .execute();
  }
  // What was measured is kept for a while.
  now += 11 * 60_000;
  const { body } = await call<{ config: { reply_minutes: number } }>(server, '/api/widget/acme/session', { body: {} });
  expect(body.config.reply_minutes).toBe(20);
});
