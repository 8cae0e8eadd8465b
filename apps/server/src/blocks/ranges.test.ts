/** Ranges as people write them, and who lies within. */
import { expect, test } from 'vitest';
import { isWithin, plainAddress, readRange } from './ranges.ts';

test.each([
  ['203.0.113.7', '203.0.113.7/32', true],
  [' 203.0.113.7/24 ', '203.0.113.0/24', false],
  ['::ffff:203.0.113.7', '203.0.113.7/32', true],
  ['::ffff:203.0.113.7/120', '203.0.113.0/24', false],
  ['2001:DB8::1', '2001:db8::/64', true],
  ['2001:db8:0:1::1/128', '2001:db8:0:1::/64', true],
  ['2001:db8::/48', '2001:db8::/48', false],
])('%s is %s', (text, range, single) => expect(readRange(text)).toMatchObject({ text: range, single, tooWide: false }));

test.each(['203.0.113.0/15', '0.0.0.0/0', '2001:db8::/31', '::/0'])('%s is too wide', (text) =>
  expect(readRange(text)?.tooWide).toBe(true),
);

test.each([
  '',
  'shop.example',
  '1.2.3',
  '0x7f.1',
  '1.2.3.4/33',
  '1.2.3.4/-1',
  '1.2.3.4/',
  '1.2.3.4/8/8',
  '1.2.3.4; drop',
])('%j is none', (text) => expect(readRange(text)).toBeNull());

test('an address lies within its range however it is written, and nothing lies within the other kind’s', () => {
  expect(isWithin('::ffff:203.0.113.9', '203.0.113.0/24')).toBe(true);
  expect(isWithin('203.0.114.9', '203.0.113.0/24')).toBe(false);
  expect(isWithin('2001:db8::ffff:1', '2001:db8::/64')).toBe(true);
  expect(isWithin('2001:db8:0:1::1', '2001:db8::/64')).toBe(false);
  expect(isWithin('::1', '0.0.0.0/16')).toBe(false);
  expect(isWithin('no address', '203.0.113.0/24')).toBe(false);
  expect(plainAddress('::ffff:10.0.0.1')).toBe('10.0.0.1');
  expect(plainAddress('unix')).toBeNull();
});
