/** The bot's picture: made anew from its pixels, chosen through a draft, seen by visitors when published, gone when nobody chose it. */
import type { BotDraft, WidgetConfig } from '@parley/protocol';
import sharp from 'sharp';
import { expect, it } from 'vitest';
import { call, createAgent, createSite } from '../../test/create.ts';
import { startTestServer } from '../../test/server.ts';

it('[X9] a picture is small and plain, is chosen by its own site alone, and the widget is told of it', async () => {
  let clock = 0;
  const server = await startTestServer({ now: () => Date.now() + clock });
  const site = await createSite(server.core, { origins: [server.url] });
  const { token } = await createAgent(server.core, site, { role: 'owner' });
  const stranger = await createAgent(server.core, await createSite(server.core), { role: 'owner' });
  const blue = await sharp({ create: { width: 500, height: 300, channels: 3, background: 'blue' } })
    .withExif({ IFD0: { Artist: 'canary-artist' } })
    .jpeg()
    .toBuffer();
  const add = (image: Buffer) =>
    call<{ avatar: string }>(server, '/api/chatbot/avatar', { token, body: { image: image.toString('base64') } });
  const { status, body } = await add(blue);
  expect(status).toBe(201);
  const served = await fetch(server.url + body.avatar);
  expect(served.headers.get('access-control-allow-origin')).toBe('*');
  expect(served.headers.get('content-security-policy')).toContain("default-src 'none'; sandbox");
  const bytes = Buffer.from(await served.arrayBuffer());
  expect(bytes.includes('canary-artist')).toBe(false);
  expect(await sharp(bytes).metadata()).toMatchObject({ format: 'webp', width: 256, height: 256 });
  expect((await add(Buffer.from('<svg/>'))).error?.fields).toHaveProperty('image');

  const change = { revision: 0, settings: { avatar: body.avatar } };
  const taken = { method: 'PUT', body: change };
  const elsewhere = await call(server, '/api/chatbot/draft', { ...taken, token: stranger.token });
  expect(elsewhere.error?.fields).toHaveProperty('avatar');
  const direct = await call(server, '/api/chatbot', { token, body: { avatar: 'https://evil.test/x.png' } });
  expect(direct.error?.fields).toHaveProperty('avatar');
  const config = async () => {
    const answer = await call<{ config: WidgetConfig }>(server, `/api/widget/${site.slug}/session`, {
      body: {},
      headers: { origin: server.url },
    });
    return answer.body.config;
  };
  await call(server, '/api/chatbot/draft', { ...taken, token });
  expect(await config()).not.toHaveProperty('avatar');
  await call<{ draft: BotDraft }>(server, '/api/chatbot/publish', { token, body: { revision: 1, version: 1 } });
  expect(await config()).toMatchObject({ avatar: body.avatar, more: true });

  const unchosen = (await add(blue)).body.avatar;
  clock = 86_400_000 * 2;
  await server.core.db
    .updateTable('sessions')
    .set({ expires_at: new Date(Date.now() + clock * 2) })
    .execute();
  const later = await createAgent(server.core, site, { role: 'owner' });
  const image = blue.toString('base64');
  await call(server, '/api/chatbot/avatar', { token: later.token, body: { image } });
  expect((await fetch(server.url + unchosen)).status).toBe(404);
  expect((await fetch(server.url + body.avatar)).status).toBe(200);
  await server.close();
});
