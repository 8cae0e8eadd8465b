import { expect, it } from 'vitest';
import { localeOf } from './locale.ts';

const early = new Date(2026, 4, 14, 9, 5);
const clock = (locale: string) =>
  early.toLocaleTimeString(locale, { hour: 'numeric', minute: '2-digit' }).replace(/\s/u, ' ');
const day = (locale: string) => early.toLocaleDateString(locale, { day: 'numeric', month: 'short' });

it('is English whatever the browser speaks, of the reader’s own kind, with the reader’s own clock', () => {
  expect([['en-US'], ['en-GB', 'en'], ['ar-EG', 'en-GB']].map((all) => day(localeOf(all, all[0])))).toEqual([
    'May 14',
    '14 May',
    '14 May',
  ]);
  expect([['ar-EG'], ['de-DE'], ['en-GB', 'en']].map((all) => clock(localeOf(all, all[0])))).toEqual([
    '9:05 AM',
    '09:05',
    clock('en-GB'),
  ]);
  // What no browser should ask for, and one on a bare machine does.
  expect(localeOf(['en-US@posix'], 'en-US')).toBe('en');
});
