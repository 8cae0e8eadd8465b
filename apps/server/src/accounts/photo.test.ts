/** Holds what becomes of an uploaded picture, and of what only says that it is one. */
import { deflateSync } from 'node:zlib';
import type { getMe, getProfile, ResultOf, setPhoto } from '@parley/protocol';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { call, createAgent, createSite, type NewAgent } from '../../test/create.ts';
import { startTestServer, type TestServer } from '../../test/server.ts';

let server: TestServer;
let agent: NewAgent;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());
beforeEach(async () => {
  agent = await createAgent(server.core, await createSite(server.core));
});

const upload = (image: Buffer | string, token: string | undefined = agent.token) =>
  call<ResultOf<typeof setPhoto>>(server, '/api/users/photo', {
    method: 'PUT',
    body: { image: typeof image === 'string' ? image : image.toString('base64') },
    ...(token && { token }),
  });
const get = (path: string) => fetch(`${server.url}${path}`);
const profile = async () =>
  (await call<ResultOf<typeof getProfile>>(server, '/api/users/profile', { token: agent.token })).body.profile;

/** Red on the left half, blue on the right. */
const picture = (width = 600, height = 400) =>
  sharp({ create: { width, height, channels: 3, background: 'blue' } }).composite([
    { input: { create: { width: width / 2, height, channels: 3, background: 'red' } }, left: 0, top: 0 },
  ]);

test('[H15] a photo becomes a small square, served as a picture alone, and goes when it is taken away', async () => {
  expect((await profile()).photo).toBeNull();
  const { status, body } = await upload(await picture().png().toBuffer());
  expect(status).toBe(200);
  expect((await profile()).photo).toBe(body.photo);
  const me = await call<ResultOf<typeof getMe>>(server, '/api/users/me', { token: agent.token });
  expect(me.body.user).toMatchObject({ photo: body.photo });
  const served = await get(body.photo);
  expect(served.headers.get('content-type')).toBe('image/webp');
  expect(served.headers.get('x-content-type-options')).toBe('nosniff');
  expect(served.headers.get('content-security-policy')).toContain("default-src 'none'; sandbox");
  expect(served.headers.get('cache-control')).toContain('immutable');
  const metadata = await sharp(Buffer.from(await served.arrayBuffer())).metadata();
  expect([metadata.format, metadata.width, metadata.height]).toEqual(['webp', 256, 256]);
  const second = await upload(await picture().jpeg().toBuffer());
  expect(second.body.photo).not.toBe(body.photo);
  expect((await get(body.photo)).status).toBe(404);
  await call(server, '/api/users/photo', { method: 'DELETE', token: agent.token });
  expect((await get(second.body.photo)).status).toBe(404);
  expect((await profile()).photo).toBeNull();
});

test('[H15] colleagues find it beside the name, those of other sites do not', async () => {
  const site = await createSite(server.core);
  const [mia, boss] = [await createAgent(server.core, site), await createAgent(server.core, site, { role: 'owner' })];
  const { body } = await upload(await picture().png().toBuffer(), mia.token);
  type Listed = { agents: { id: string; photo?: string }[] };
  const seen = async (token: string) =>
    (await call<Listed>(server, '/api/agents', { token })).body.agents.map(({ id, photo }) => [id, photo]);
  expect(await seen(boss.token)).toEqual([
    [mia.id, body.photo],
    [boss.id, undefined],
  ]);
  expect((await seen(agent.token)).flat()).not.toContain(body.photo);
});

test('[H15] where it was taken and all that a camera says of it is gone, and it stands upright', async () => {
  const taken = await picture()
    .withExif({ IFD0: { Artist: 'canary-artist' }, IFD3: { GPSLatitude: '38/1 43/1 0/1', GPSLatitudeRef: 'N' } })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer();
  const marked = await sharp(taken)
    .withExif({ IFD0: { Artist: 'canary-artist', Orientation: '6' } })
    .jpeg()
    .toBuffer();
  expect(marked.includes('canary-artist')).toBe(true);
  const { body } = await upload(marked);
  const bytes = Buffer.from(await (await get(body.photo)).arrayBuffer());
  expect(bytes.includes('canary-artist')).toBe(false);
  // A camera held on its side: what was left is above.
  const { data, info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
  const at = (x: number, y: number) => data[(y * info.width + x) * info.channels] as number;
  expect([at(128, 20) > 200, at(128, 236) < 50]).toEqual([true, true]);
  const { exif, icc, xmp, orientation } = await sharp(bytes).metadata();
  expect([exif, icc, xmp, orientation]).toEqual([undefined, undefined, undefined, undefined]);
});

const chunk = (type: string, data: Buffer): Buffer => {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const crc = Buffer.alloc(4);
  let value = 0xffffffff;
  for (const byte of Buffer.concat([Buffer.from(type), data])) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  }
  crc.writeUInt32BE((value ^ 0xffffffff) >>> 0);
  return Buffer.concat([length, Buffer.from(type), data, crc]);
};
/** A PNG that says how large it is, and holds as many zeros as it is told. */
const bomb = (width: number, height: number, zeros: number): Buffer => {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.alloc(zeros))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
};

test.each([
  ['an SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')],
  ['an SVG behind an XML head', Buffer.from('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>')],
  ['a page', Buffer.from('<!doctype html><script>alert(1)</script>')],
  ['a GIF', Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64')],
  ['a PDF', Buffer.from('%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj')],
  ['a zip', Buffer.from('PK\u0003\u0004'.padEnd(200, '\0'))],
  ['nothing', Buffer.alloc(0)],
  ['a JPEG that ends after its beginning', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16])],
  ['a page behind a JPEG’s beginning', Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), Buffer.from('<html><script>')])],
  ['a PNG of 100,000 by 100,000', bomb(100_000, 100_000, 1_000)],
  ['a PNG that unfolds to 300 MB', bomb(10_000, 10_000, 300_000_000)],
])('[H15] %s is refused, and the photo stays as it was', async (_name, bytes) => {
  const kept = (await upload(await picture().webp().toBuffer())).body.photo;
  const before = process.memoryUsage().rss;
  const begun = process.cpuUsage();
  const answer = await upload(bytes);
  expect([answer.status, Object.keys(answer.error?.fields ?? {})]).toEqual([422, ['image']]);
  expect(process.cpuUsage(begun).user / 1_000).toBeLessThan(5_000);
  expect(process.memoryUsage().rss - before).toBeLessThan(200_000_000);
  expect((await profile()).photo).toBe(kept);
});

test('what is too large is refused, and from who is not signed in before it is read', async () => {
  const large = Buffer.alloc(9_000_000, 1);
  const signedIn = await upload(large).catch(() => null);
  if (signedIn) expect([signedIn.status, signedIn.error?.code]).toEqual([413, 'too_large']);
  const stranger = await upload(Buffer.alloc(6_000_000, 1), 'not.a.token').catch(() => null);
  if (stranger) expect([stranger.status, stranger.error?.code]).toEqual([401, 'unauthenticated']);
  expect((await call(server, '/api/users/me', { token: agent.token })).status).toBe(200);
});

test('an address that nobody was given leads nowhere', async () => {
  for (const key of ['x', 'a'.repeat(500), '..%2f..%2fetc%2fpasswd', agent.id])
    expect((await get(`/photos/${key}`)).status).toBe(404);
});
