/** Holds that questions asked together share a query, that each gets its own answer, and that a failure fails those alone who shared it. */
import { expect, test, vi } from 'vitest';
import { Gather } from './gather.ts';

test('questions of one moment share a query; those asked while it runs share the next', async () => {
  const asked: number[][] = [];
  let release: () => void = () => undefined;
  const gather = new Gather<number, number>(
    async (all) => {
      asked.push([...all]);
      if (asked.length === 1) await new Promise<void>((resolve) => (release = resolve));
      return all.map((n) => n * 2);
    },
    { most: 3 },
  );
  const first = [1, 2].map((n) => gather.ask(n));
  await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
  const later = [3, 4, 5, 6].map((n) => gather.ask(n));
  release();
  expect(await Promise.all([...first, ...later])).toEqual([2, 4, 6, 8, 10, 12]);
  expect(asked).toEqual([[1, 2], [3, 4, 5], [6]]);
  expect(await gather.ask(7)).toBe(14);
});

test('what a query throws reaches those who asked together, and the next ones are answered', async () => {
  const gather = new Gather<string, string>(async (all) => {
    if (all.includes('bad')) throw new Error('away');
    return all;
  });
  const together = await Promise.allSettled([gather.ask('good'), gather.ask('bad')]);
  expect(together.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(await gather.ask('good')).toBe('good');
});

test('after a crowd it rests for moments, so that those who come one by one share the next query; who is alone never waits', async () => {
  const sizes: number[] = [];
  const gather = new Gather<number, number>(async (all) => {
    sizes.push(all.length);
    return all;
  });
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  try {
    // No timer moves yet.
    for (const n of [1, 2]) expect(await gather.ask(n)).toBe(n);
    sizes.length = 0;
    await Promise.all(Array.from({ length: 20 }, (_, n) => gather.ask(n)));
    const later: Promise<number>[] = [];
    for (let n = 0; n < 3; n++) {
      later.push(gather.ask(n));
      await new Promise(setImmediate);
    }
    expect(sizes).toEqual([20]);
    await vi.advanceTimersByTimeAsync(10);
    await Promise.all(later);
    expect(sizes).toEqual([20, 3]);
  } finally {
    vi.useRealTimers();
  }
});
