import { expect, it } from 'vitest';
import { metWords } from './met.ts';

it('counts the others alone', () => {
  const met = (here: number, known = true) =>
    metWords({ addresses: '203.0.113.7/32', here, includes_you: false }, known);
  expect(met(1)).toBe('Nobody else is connected from there now.');
  expect(met(2)).toBe('One other visitor is connected from there now, and cannot write then either.');
  expect(met(13)).toMatch(/^12 other visitors are/);
  expect(met(4, false)).toMatch(/^4 visitors are/);
  expect(met(0, false)).toBe('Nobody is connected from there now.');
});
