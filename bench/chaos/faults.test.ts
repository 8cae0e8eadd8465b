/** Holds that a seed tells all that will happen, and that every kind of fault has its turn. */
import { expect, test } from 'vitest';
import { KINDS, planFaults } from './faults.ts';
import { seededRandom } from './random.ts';

const plan = (seed: number, seconds: number, redis = true) =>
  planFaults(seededRandom(seed), { durationMs: seconds * 1_000, nodes: 2, redis });

test('the same seed plans the same faults, another one others', () => {
  expect(plan(7, 90)).toEqual(plan(7, 90));
  expect(plan(8, 90)).not.toEqual(plan(7, 90));
});

test('in three minutes every kind comes at least once, and the last one right at the end', () => {
  const faults = plan(7, 180);
  expect(new Set(faults.map(({ kind }) => kind))).toEqual(new Set(KINDS));
  expect(faults.at(-1)?.at).toBe(179_500);
});

test('without Redis nothing happens to it', () => {
  expect(plan(7, 180, false).filter(({ kind }) => kind.startsWith('redis'))).toEqual([]);
});
