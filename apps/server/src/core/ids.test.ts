/** Holds that lists by id are lists by time, however quickly their rows were made. */
import { expect, test } from 'vitest';
import { uuidv7 } from './ids.ts';

test('ids of one millisecond sort as they were made, and a later one comes after all of them', () => {
  for (let round = 0; round < 20; round++) {
    const now = Date.UTC(2026, 10, 26) + round;
    const made = [...Array.from({ length: 1_500 }, () => uuidv7(now)), uuidv7(now + 1)];
    expect(made.toSorted()).toEqual(made);
    expect(new Set(made).size).toBe(made.length);
    for (const id of made) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  }
});
