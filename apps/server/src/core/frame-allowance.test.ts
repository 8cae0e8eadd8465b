/** Holds the arithmetic of the allowance: bursts pass, the steady rate passes, more is slowed down, and a flood is told apart. */
import { expect, test } from 'vitest';
import { FrameAllowance } from './frame-allowance.ts';

let now = 0;
const clock = () => now;
const takeMany = (allowance: FrameAllowance, frames: number) =>
  Array.from({ length: frames }, () => allowance.take()).at(-1);

test('what is saved up passes at once, then only the rate does', () => {
  const allowance = new FrameAllowance(10, clock);
  expect(takeMany(allowance, 1_000)).toBe(0);
  expect(allowance.take()).toBe(100);
  now += 100;
  expect(allowance.take()).toBe(100);
  now += 200;
  expect(allowance.take()).toBe(0);
  now += 100_000;
  expect(takeMany(allowance, 1_000)).toBe(0);
});

test('who comes to rest begins afresh, who never does is a flood', () => {
  const allowance = new FrameAllowance(10, clock);
  takeMany(allowance, 1_010);
  for (let second = 0; second < 60; second++) {
    now += 3_000;
    expect(takeMany(allowance, 30)).not.toBeNull();
  }
  now += 3_000;
  expect(takeMany(allowance, 10)).toBe(0);
  takeMany(allowance, 100);
  let answer: number | null = 0;
  let seconds = 0;
  for (; answer !== null && seconds < 100; seconds++) {
    now += 1_000;
    answer = takeMany(allowance, 12) ?? null;
  }
  expect(seconds).toBeLessThan(40);
  expect(takeMany(new FrameAllowance(10, clock), 1_400)).toBeNull();
});
