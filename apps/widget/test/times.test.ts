/** Days and times beside English words are in English too, wherever the reader is, by the clock that its browser has. */
import { expect, it } from 'vitest';
import { browserTests } from './browser.ts';

const visit = browserTests();

it.each([
  ['de-DE', /^Thursday, (5 March|March 5)$/, '14:05', /Monday.*January.* 0?9:30,/],
  ['fr', /^Thursday, (5 March|March 5)$/, '14:05', /Monday.*January.* 0?9:30,/],
  ['ar-EG', /^Thursday, (5 March|March 5)$/, '2:05 PM', /Monday.*January.*9:30 AM,/],
  ['en-GB', /^Thursday,? 5 March$/, '14:05', /Monday.*January.* 0?9:30,/],
  ['en-US', /^Thursday, March 5$/, '2:05 PM', /Monday.*January.*9:30 AM,/],
] as const)('%s', async (locale, day, time, opening) => {
  const v = await visit({ locale, timezoneId: 'UTC' });
  v.fake.config.people_online = false;
  v.fake.config.opens_at = '2125-01-01T09:30:00.000Z';
  v.fake.say('visitor', 'Hello?', { created: '2026-03-05T14:05:00.000Z' });
  v.fake.change({ owner: { kind: 'queue', name: null } });
  await v.goto();
  await v.open();
  // Some spaces of Intl are narrow ones, which do not break.
  const words = async (part: string) => (await v.panel.locator(part).innerText()).replace(/\s/gu, ' ');
  await v.panel.getByText('Someone answers on').waitFor();
  await expect.poll(() => words('.day')).toMatch(day);
  await expect.poll(() => words('.meta bdi')).toBe(time);
  expect(await words('.standing span')).toMatch(opening);
});
