/** The queue before the message log: order within a site, equal shares between sites, and bounds. */
import { describe, expect, test } from 'vitest';
import { FairQueue } from './fair-queue.ts';

function filled(sites: Record<string, number>): FairQueue<string> {
  const queue = new FairQueue<string>(5_000, 20_000);
  for (const [site, count] of Object.entries(sites))
    for (let i = 1; i <= count; i++) expect(queue.push(site, `${site}${i}`)).toBe(true);
  return queue;
}

describe('the queue before the log', () => {
  test('keeps the order of one site', () => {
    const queue = filled({ a: 2_500 });
    const taken = [...queue.take(500), ...queue.take(1_500), ...queue.take(500)];
    expect(taken).toEqual(Array.from({ length: 2_500 }, (_, i) => `a${i + 1}`));
    expect(queue.size).toBe(0);
    expect(queue.take(1)).toEqual([]);
  });

  test('gives a quiet site its place in the next batch, however much a noisy one sent before', () => {
    const batch = filled({ noisy: 4_000, quiet: 2 }).take(10);
    expect(batch).toHaveLength(10);
    expect(batch.filter((item) => item.startsWith('quiet'))).toEqual(['quiet1', 'quiet2']);
  });

  test('lets the others have what a site does not use', () => {
    expect(filled({ a: 1, b: 100 }).take(50)).toHaveLength(50);
  });

  test('with more sites than places each comes in its turn', () => {
    const queue = filled(Object.fromEntries(Array.from({ length: 7 }, (_, i) => [`s${i}-`, 2])));
    const taken = [queue.take(3), queue.take(3), queue.take(3), queue.take(3), queue.take(3)].flat();
    expect(taken).toHaveLength(14);
    // Every site's first one before any site's second.
    expect(taken.slice(0, 7).every((item) => item.endsWith('-1'))).toBe(true);
    expect(taken.slice(7).every((item) => item.endsWith('-2'))).toBe(true);
  });

  test('a full site is refused, the others are not; all together have a bound too', () => {
    const queue = new FairQueue<number>(3, 5);
    expect([1, 2, 3, 4].map((item) => queue.push('noisy', item))).toEqual([true, true, true, false]);
    expect([5, 6, 7].map((item) => queue.push('quiet', item))).toEqual([true, true, false]);
    expect(queue.take(4)).toHaveLength(4);
    expect(queue.push('quiet', 8)).toBe(true);
  });
});
