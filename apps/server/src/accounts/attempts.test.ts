/** Holds the arithmetic of slowing down, the bounds of the password queue, and what counts as one address. */
import { expect, test } from 'vitest';
import { addressBlock } from '../core/address.ts';
import { memoryBus } from '../core/bus.ts';
import { Refused } from '../core/errors.ts';
import { Attempts } from './attempts.ts';
import { maskAddress, readAddress } from './email-address.ts';
import { AT_ONCE } from './password-threads.ts';
import { hashPassword, verifyPassword } from './passwords.ts';
import { usernameFor } from './usernames.ts';

function waitOf(work: () => void): number {
  try {
    work();
    return 0;
  } catch (error) {
    return (error as Refused).details.retryAfter as number;
  }
}

const RULES = { free: 2, firstWaitMs: 1_000, longestWaitMs: 4_000, forgetMs: 60_000 };

test('waits double up to the longest, and quiet forgets them', () => {
  let now = 1_000_000;
  const attempts = new Attempts('a', RULES, { bus: memoryBus(), now: () => now });
  const waits: number[] = [];
  attempts.take('a');
  for (let n = 0; n < 5; n++) {
    attempts.take('a');
    waits.push(waitOf(() => attempts.take('a')));
    now += 1_000 * (waits.at(-1) as number);
  }
  expect(waits).toEqual([1, 2, 4, 4, 4]);
  expect(waitOf(() => attempts.take('b'))).toBe(0);
  now += 60_001;
  attempts.take('a');
  expect(waitOf(() => attempts.take('a'))).toBe(0);
  attempts.forgive('a');
  attempts.take('a');
  expect(waitOf(() => attempts.take('a'))).toBe(0);
});

test('what is tried on one node counts on all that share a bus, under the same name', () => {
  const on = { bus: memoryBus(), now: () => 1_000_000 };
  const [one, two, other] = ['sign-in', 'sign-in', 'mails'].map((name) => new Attempts(name, RULES, on));
  one?.take('a');
  two?.take('a');
  expect([one, two, other].map((attempts) => waitOf(() => attempts?.take('a')))).toEqual([1, 1, 0]);
  two?.forgive('a');
  expect(waitOf(() => one?.take('a'))).toBe(0);
});

test('an IPv6 subscriber is one address, however many it uses', () => {
  expect(addressBlock('203.0.113.9')).toBe('203.0.113.9');
  expect(addressBlock('::ffff:203.0.113.9')).toBe('203.0.113.9');
  expect(addressBlock('2001:db8:1:2:3:4:5:6')).toBe('2001:db8:1:2::/64');
  expect(addressBlock('2001:db8:1:2::9')).toBe('2001:db8:1:2::/64');
  expect(addressBlock('2001:db8::1')).toBe('2001:db8:0:0::/64');
  expect(addressBlock('::1')).toBe('0:0:0:0::/64');
});

test('a password matches itself, in whatever form its characters arrive, and its hash never shows it', async () => {
  const stored = await hashPassword('Café au lait, bitte');
  expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(await verifyPassword(stored, 'Cafe\u0301 au lait, bitte')).toBe(true);
  expect(await verifyPassword(stored, 'cafe au lait, bitte')).toBe(false);
  expect(await verifyPassword(null, 'Café au lait, bitte')).toBe(false);
});

test('too many at once are told to come back, the others are served', async () => {
  const stranger = (n: number) => verifyPassword(null, 'x', { name: `${n}`, isKnown: false });
  const all = Promise.allSettled(Array.from({ length: 80 }, (_, n) => stranger(n)));
  // Whoever is known waits behind none of them.
  let done = 0;
  void all.then(() => done++);
  expect(await verifyPassword(null, 'x', { name: 'owner', isKnown: true })).toBe(false);
  expect(done).toBe(0);
  const results = await all;
  const refused = results.filter(({ status }) => status === 'rejected') as PromiseRejectedResult[];
  expect(refused).toHaveLength(80 - 64 - AT_ONCE);
  expect(refused[0]?.reason).toBeInstanceOf(Refused);
  expect(refused[0]?.reason).toMatchObject({ code: 'overloaded' });
  expect(await verifyPassword(null, 'x')).toBe(false);
});

test('guesses at one name leave room for all others', async () => {
  const guess = (name: string) => verifyPassword(null, 'x', { name, isKnown: false });
  const guesses = Promise.allSettled(Array.from({ length: 80 }, () => guess('victim')));
  const others = Promise.all(Array.from({ length: 16 }, (_, n) => guess(`${n}`)));
  expect(await others).toEqual(Array.from({ length: 16 }, () => false));
  expect((await guesses).filter(({ status }) => status === 'fulfilled')).toHaveLength(48 + AT_ONCE);
});

test('addresses are taken in small letters, masked in logs, and never hold what a header could be made of', () => {
  expect(readAddress(' Ada.Lovelace+chat@Team.Test ')).toBe('ada.lovelace+chat@team.test');
  expect(readAddress('ünï@exämple.test')).toBe('ünï@exämple.test');
  for (const text of [
    'a@b.test,c@d.test',
    'A <a@b.test>',
    'a@b.test\nBcc: c@d.test',
    '"a"@b.test',
    'a@b..test',
    '@b.test',
  ]) {
    expect(readAddress(text)).toBeNull();
  }
  expect(maskAddress('ada@team.test')).toBe('a***@team.test');
});

test('a username for an invited person is a valid slug, whatever the address', () => {
  for (const address of ['jörg.müller@x.test', '---@x.test', '日本@x.test', `${'a'.repeat(64)}@x.test`]) {
    expect(usernameFor(address)).toMatch(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/);
  }
});
