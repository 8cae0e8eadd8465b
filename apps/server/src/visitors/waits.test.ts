/** Waiting as long as one was told is what counts, not calling often; and it takes no memory that a flood could fill. */
import { beforeEach, expect, test, vi } from 'vitest';
import { Waits } from './waits.ts';

let now: number;
let waits: Waits;
beforeEach(() => {
  now = 1_800_000_000_000;
  waits = new Waits(() => now);
  vi.spyOn(Math, 'random').mockReturnValue(0);
});

test('[V9] who comes when it was told has waited, and holds its place until it is in', () => {
  expect(waits.left('a')).toBe(10_000);
  now += 4_000;
  expect([waits.left('a'), waits.left('b')]).toEqual([6_000, 10_000]);
  now += 6_000;
  expect([waits.left('a'), waits.left('a'), waits.left('b')]).toEqual([0, 0, 4_000]);
  waits.end('a');
  expect(waits.left('a')).toBe(10_000);
});

test('[V9] who keeps calling begins anew; the few calls of an office do not matter', () => {
  waits.left('office');
  waits.left('hammer');
  now += 9_000;
  for (let n = 0; n < 10; n++) waits.left('office');
  for (let n = 0; n < 11; n++) waits.left('hammer');
  now += 1_000;
  expect([waits.left('office'), waits.left('hammer')]).toEqual([0, 9_000]);
});

test('a place is not kept for ever, and a random while spreads those who were told the same', () => {
  waits.left('a');
  now += 10_000 + 5 * 60_000 + 1;
  expect(waits.left('a')).toBe(10_000);
  vi.spyOn(Math, 'random').mockReturnValue(0.5);
  expect(waits.begin('b', 30_000)).toBe(35_000);
});

test('of more addresses than are remembered the least recent go', () => {
  for (let n = 0; n <= 50_000; n++) waits.left(`${n}`);
  now += 10_000;
  expect([waits.left('0'), waits.left('2')]).toEqual([10_000, 0]);
});
