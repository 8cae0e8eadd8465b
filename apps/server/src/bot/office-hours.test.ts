/** When people answer again: computed over nights, weekends and changed clocks, and said where somebody waits. */
import type { HandOver } from '@parley/protocol';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connect, openVisitor } from '../../test/client.ts';
import { call, createAgent, createSite, type NewSite } from '../../test/create.ts';
import { startTestServer, type TestServer } from '../../test/server.ts';
import { Talk } from '../../test/talk.ts';
import { nextOpening } from '../core/hours.ts';

const BERLIN = { time_zone: 'Europe/Berlin', days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' };
// A Friday, 20:00 in Berlin.
const NOW = Date.parse('2026-11-27T19:00:00Z');

let server: TestServer;
let site: NewSite;
beforeAll(async () => {
  server = await startTestServer({ worker: true });
  site = await createSite(server.core, { slug: 'acme' });
});
afterAll(() => server.close());

it.each([
  ['2026-11-27T19:00:00Z', BERLIN, '2026-11-30T08:00:00.000Z'],
  ['2026-11-27T05:00:30Z', BERLIN, '2026-11-27T08:00:00.000Z'],
  // Summer time begins in between.
  ['2026-03-27T20:00:00Z', BERLIN, '2026-03-30T07:00:00.000Z'],
  ['2026-10-23T20:00:00Z', BERLIN, '2026-10-26T08:00:00.000Z'],
  ['2026-11-27T19:00:00Z', { ...BERLIN, time_zone: 'Pacific/Auckland', days: [6] }, '2026-11-27T20:00:00.000Z'],
  ['2026-11-27T10:00:00Z', { ...BERLIN, from: '22:00', to: '06:00' }, '2026-11-27T21:00:00.000Z'],
  // A time of day that is left out, that comes twice, and a day that begins at one o'clock.
  ['2026-03-29T00:30:00Z', { ...BERLIN, days: [7], from: '02:30', to: '05:00' }, '2026-03-29T01:00:00.000Z'],
  ['2026-10-24T23:00:00Z', { ...BERLIN, days: [7], from: '02:30', to: '05:00' }, '2026-10-25T00:30:00.000Z'],
  [
    '2026-04-23T12:00:00Z',
    { ...BERLIN, time_zone: 'Africa/Cairo', days: [5], from: '00:00', to: '08:00' },
    '2026-04-23T22:00:00.000Z',
  ],
  // The day before there, the day after there, over the end of a year and of a leap year's February.
  ['2026-12-31T12:00:00Z', { ...BERLIN, time_zone: 'Pacific/Kiritimati', days: [6] }, '2027-01-01T19:00:00.000Z'],
  ['2027-01-01T05:00:00Z', { ...BERLIN, time_zone: 'Pacific/Honolulu', days: [4, 5] }, '2027-01-01T19:00:00.000Z'],
  ['2028-02-28T20:00:00Z', { ...BERLIN, days: [2] }, '2028-02-29T08:00:00.000Z'],
  ['2028-02-29T17:00:00Z', { ...BERLIN, time_zone: 'Pacific/Kiritimati', days: [3] }, '2028-02-29T19:00:00.000Z'],
] as const)('[M21] after %s', (now, hours, opens) => {
  const at = nextOpening({ ...hours, days: [...hours.days] }, Date.parse(now));
  expect(at && new Date(at).toISOString()).toBe(opens);
});

it('[M21] is nothing within them, without them, and where they never begin', () => {
  const noon = Date.parse('2026-11-27T11:00:00Z');
  expect([nextOpening(BERLIN, noon), nextOpening(null, NOW), nextOpening({ ...BERLIN, days: [] }, NOW)]).toEqual([
    null,
    null,
    null,
  ]);
});

it('[M21] is said at a hand-over in the visitor’s language, and told to its client', async () => {
  const { token } = await createAgent(server.core, site, { role: 'admin' });
  const before = await openVisitor(server, 'acme');
  expect((before as unknown as { config: object }).config).not.toHaveProperty('opens_at');
  const set = (office_hours: object) => call(server, '/api/chatbot', { token, body: { office_hours } });
  expect((await set({ ...BERLIN, time_zone: 'Middle/Earth' })).error?.fields).toHaveProperty('office_hours');
  // Closed for a day at least, whenever this runs.
  const hours = { time_zone: 'UTC', days: [((new Date().getUTCDay() + 8) % 7) + 1], from: '09:00', to: '17:00' };
  await set(hours);
  const opens = nextOpening(hours, Date.now()) as number;
  const weekday = (language: string) =>
    new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' }).format(opens);
  const english = await (await Talk.begin(server, site)).ask('I want to talk to a person');
  expect(english.content).toMatch(
    new RegExp(`answers again on ${weekday('en')}.* 9:00.*UTC\\. They answer here .* Leave your email`),
  );
  const german = await (await Talk.begin(server, site)).ask('Ich möchte mit einem Menschen sprechen');
  expect(german.content).toMatch(new RegExp(`antwortet wieder am ${weekday('de')}, .* um 09:00 UTC\\.`));
  const { body } = await call<{ config: { opens_at: string } }>(server, '/api/widget/acme/session', { body: {} });
  expect(body.config.opens_at).toBe(new Date(opens).toISOString());

  // By the button nobody says it but the log.
  const pressed = await Talk.begin(server, site);
  await pressed.ask('Was kostet der Versand?');
  await pressed.socket.call('request_person');
  const line = (await pressed.log()).at(-1);
  expect(line).toMatchObject({
    event: 'person_requested',
    hand_over: 'button',
    opens_at: new Date(opens).toISOString(),
  });
  expect(line?.content).toMatch(
    new RegExp(`^Visitor asked for a person\\. Our team is not here .* on ${weekday('en')}.*9:00.*UTC\\.$`),
  );
  const known = await call<{ hand_over: HandOver }>(server, `/api/rooms/hand_over?room=${pressed.room}`, { token });
  expect(known.body.hand_over).toMatchObject({ reason: 'button', opens_at: new Date(opens).toISOString() });
});

it('[M21] is not said while somebody is here, nor where there are no hours', async () => {
  const { token } = await createAgent(server.core, site, { role: 'admin' });
  const ask = async () => {
    const talk = await Talk.begin(server, site);
    await talk.ask('How long does the warranty last?');
    await talk.socket.call('request_person');
    return (await talk.log()).at(-1);
  };
  const set = (office_hours: object | null) => call(server, '/api/chatbot', { token, body: { office_hours } });
  await set({ time_zone: 'UTC', days: [((new Date().getUTCDay() + 8) % 7) + 1], from: '09:00', to: '17:00' });
  expect(await ask()).toHaveProperty('opens_at');
  const inbox = await connect(server, `/ws/room/${site.slug}`, token);
  await inbox.call('count_rooms');
  expect(await ask()).toMatchObject({ content: 'Visitor asked for a person' });
  await inbox.close();
  await set(null);
  expect(await ask()).not.toHaveProperty('opens_at');
});
