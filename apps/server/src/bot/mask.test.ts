/** What is taken out before words leave for the model, and what only looks like it. */
import { describe, expect, it } from 'vitest';
import { masked } from './mask.ts';

describe('masked is', () => {
  it.each([
    ['write to kim.lee+shop@mail.example.co.uk please', 'write to [email] please'],
    ['my card 4111 1111 1111 1111 was charged', 'my card [card number] was charged'],
    ['5500-0000-0000-0004.', '[card number].'],
    ['٤١١١ ١١١١ ١١١١ ١١١١', '[card number]'],
    ['IBAN DE89 3704 0044 0532 0130 00, thanks', 'IBAN [bank account], thanks'],
    ['gb82west12345698765432', '[bank account]'],
    ['call +49 (0) 30 1234567 or 0151-23456789', 'call [phone number] or [phone number]'],
    ['555 123 4567', '[phone number]'],
    ['4111\u00a01111\u202f1111\u20091111', '[card number]'],
    ['5500\u20110000\u20130000\u20140004', '[card number]'],
    ['DE89\u00a03704\u00a00044\u00a00532\u00a00130\u00a000', '[bank account]'],
    ['555\u00a0123\u20114567', '[phone number]'],
    ['4111 1111 1111 1111 12/27 123', '[card number]'],
    ['4111111111111111 12/27', '[card number]'],
    ['12/27 5500 0000 0000 0004', '[card number]'],
    ['BE68 5390 0754 7034 from my bank', '[bank account] from my bank'],
    ['ES91 2100 0418 4502 0005 1332 para el pago', '[bank account] para el pago'],
    ['Tel. +351 912 345 678, mail a@b.pt', 'Tel. [phone number], mail [email]'],
  ])('%s', (text, expected) => expect(masked(text)).toBe(expected));
});

describe('left alone is', () => {
  it.each([
    'order AC-20417',
    'order 4711000123456',
    'on 2026-11-26 at 10:30',
    'on 26.11.2026',
    'the tent costs 1,299.00 and weighs 4500 g',
    'room 12 for 3 people, 2 nights',
    'version 1.2.3.4',
    '4111 1111 1111 1112 is no card',
    'DE00 3704 0044 0532 0130 00 is no account',
    'a@b',
  ])('%s', (text) => expect(masked(text)).not.toMatch(/\[(email|phone|bank)/));
});

it('a word without an end holds nobody up', () => {
  const begun = performance.now();
  for (const text of ['a'.repeat(100_000), `${'a'.repeat(50_000)}@${'a'.repeat(50_000)}`])
    expect(masked(text)).toBe(text);
  expect(performance.now() - begun).toBeLessThan(2_000);
});
