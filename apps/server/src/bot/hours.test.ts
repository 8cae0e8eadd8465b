/** When the bot answers, by the clock of the site's place, and what becomes of a message outside of it. */
import { expect, it, test } from 'vitest';
import { call, createAgent, createSite } from '../../test/create.ts';
import { startTestServer } from '../../test/server.ts';
import { isRequest, Talk } from '../../test/talk.ts';
import { answersAt } from '../core/hours.ts';

const office = { time_zone: 'Europe/Berlin', days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' };
const night = { ...office, from: '18:00', to: '08:00' };

test.each([
  // A Friday in winter: an hour before London's noon it is noon in Berlin.
  ['2026-11-27T07:59:00Z', office, false],
  ['2026-11-27T08:00:00Z', office, true],
  ['2026-11-27T15:59:00Z', office, true],
  ['2026-11-27T16:00:00Z', office, false],
  ['2026-11-28T11:00:00Z', office, false],
  // In summer Berlin is two hours ahead.
  ['2026-07-03T07:00:00Z', office, true],
  ['2026-07-03T15:00:00Z', office, false],
  // Friday's night ends on Saturday; Sunday's is none, though it would end on a Monday.
  ['2026-11-27T20:00:00Z', night, true],
  ['2026-11-28T06:59:00Z', night, true],
  ['2026-11-28T07:00:00Z', night, false],
  ['2026-11-30T05:00:00Z', night, false],
  ['2026-11-30T17:00:00Z', night, true],
  // Midnight is of the day that begins.
  ['2026-11-29T23:00:00Z', { ...office, from: '00:00', to: '00:00' }, true],
  ['2026-11-28T23:00:00Z', { ...office, from: '00:00', to: '00:00' }, false],
  ['2026-11-27T04:00:00Z', null, true],
] as const)('at %s', (at, hours, answers) => {
  expect(answersAt(hours && { ...hours, days: [...hours.days] }, Date.parse(at))).toBe(answers);
});

it('[X1] outside its hours the bot says nothing and the message waits for a person; a place that is none is refused', async () => {
  const server = await startTestServer({ worker: true });
  const site = await createSite(server.core);
  const { token } = await createAgent(server.core, site, { role: 'owner' });
  const set = (hours: object | null) => call(server, '/api/chatbot', { token, body: { hours } });
  expect((await set({ ...office, time_zone: 'Middle/Earth' })).error?.fields).toHaveProperty('hours');
  expect((await set({ ...office, days: [8] })).status).toBe(422);
  expect((await set({ ...office, days: [1, 2, 3, 4, 5, 6, 7], from: '12:00', to: '12:00' })).status).toBe(200);
  const answered = await Talk.begin(server, site);
  expect((await answered.ask('hello')).role).toBe('bot');
  expect((await set({ ...office, days: [] })).status).toBe(200);
  const waiting = await Talk.begin(server, site);
  const queued = waiting.socket.next(isRequest);
  await waiting.say('Anyone?');
  await queued;
  expect(await waiting.roles()).toEqual(['visitor', 'system']);
  expect((await set(null)).status).toBe(200);
  await server.close();
});
