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
    ['0171 2345678 030 1234567', '[phone number] [phone number]'],
    ['0171 2345678/030 1234567', '[phone number]/[phone number]'],
    ['+49 171 2345678/030 1234567 thanks', '[phone number]/[phone number] thanks'],
    ['0171 2345678\n030 1234567', '[phone number]\n[phone number]'],
    ['555-123-4567 555-987-6543', '[phone number] [phone number]'],
    ['(555) 123-4567 / (555) 987-6543', '[phone number] / ([phone number]'],
    ['06 12 34 56 78 06 98 76 54 32 01 23 45 67 89', '[phone number] [phone number] [phone number]'],
    ['order 20417 0171 2345678', 'order 20417 [phone number]'],
    ['on 26.11.2026 0171 2345678', 'on 26.11.2026 [phone number]'],
    ['4111 1111 1111 1111 0171 2345678', '[card number] [phone number]'],
    ['4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1', '[card number]'],
    ['4111  1111\t1111 - 1111', '[card number]'],
    ['4\u200b1\u200b1\u200b1 1111 1111 1111', '[card number]'],
    ['01\u200b71 23\u00ad45678', '[phone number]'],
    ['４１１１ １１１１ １１１１ １１１１', '[card number]'],
    ['०१७१ २३४५६७८', '[phone number]'],
    ['＋４９ １７１ ２３４５６７８', '[phone number]'],
    ['電話は09012345678です', '電話は[phone number]です'],
    ['Tel0171 2345678', 'Tel[phone number]'],
    ['de 89 3704 0044 0532 0130 00', '[bank account]'],
    ['DE89.3704.0044.0532.0130.00', '[bank account]'],
    ['DE٨٩ ٣٧٠٤ ٠٠٤٤ ٠٥٣٢ ٠١٣٠ ٠٠', '[bank account]'],
    ['IBANDE89370400440532013000', 'IBAN[bank account]'],
    ['D\u200bE89 3704\u200b 0044 0532 0130 00', '[bank account]'],
    ['pay to 12 DE89 3704 0044 0532 0130 00', 'pay to 12 [bank account]'],
    ['kim.lee (at) example dot com', '[email]'],
    ['kim[at]example[dot]co[dot]uk, please', '[email], please'],
    ['Kim AT example DOT com', '[email]'],
    ['write to kim dot lee at example dot com', 'write to [email]'],
    ['kim(at)example.com', '[email]'],
    ['kim @ example.com', '[email]'],
    ['kim＠example．com', '[email]'],
    ['kim\u200b@exam\u200bple.com', '[email]'],
    ['kim (ät) beispiel punkt de', '[email]'],
    ['kim arroba ejemplo punto es', '[email]'],
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
    'orders 302-1234567-1234567 and 2026-000123456',
    'from 2026-11-26 to 2026-11-27, or 2026-11-28 2026-11-29',
    '26.11.2026 27.11.2026 28.11.2026',
    '2026-11-26 10.30',
    '06.12.26 07.12.26 08.12.26',
    'sizes 38 39 40 41 42 43',
    'sizes 100 110 120 130',
    '1 299.00 or 1 499.00 2 199.00',
    '3 pieces @ 4.50',
    'we met at the shop. Come back',
    'look at shop.test for the point of it',
    '192.168.100.200',
    'SKU AB0171234567',
  ])('%s', (text) => expect(masked(text)).not.toMatch(/\[(email|phone|bank)/));
});

it('a word without an end holds nobody up', () => {
  const begun = process.cpuUsage();
  for (const text of ['a'.repeat(100_000), `${'a'.repeat(50_000)}@${'a'.repeat(50_000)}`])
    expect(masked(text)).toBe(text);
  expect(process.cpuUsage(begun).user / 1_000).toBeLessThan(2_000);
});
