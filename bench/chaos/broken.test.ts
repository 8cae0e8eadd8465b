/** Holds that the broken builds, by which the checker is proved, still find in the program what they break. */
import { expect, test } from 'vitest';
import { BROKEN } from './broken/broken.ts';

test.each(Object.entries(BROKEN))('the broken build %s fits', async (_name, { module }) => {
  await expect(import(module)).resolves.toBeDefined();
});
