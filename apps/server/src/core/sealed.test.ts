/** Holds that a sealed secret opens under its key and in its place alone, whole or not at all. */
import { expect, test } from 'vitest';
import { seal, unseal } from './sealed.ts';
import { deriveKey } from './secrets.ts';

const KEY = deriveKey('s'.repeat(64), 'tests');

test('what was sealed opens again, and no two seals of it are alike', () => {
  const sealed = seal(KEY, 'row 1', 'a sécret');
  expect(unseal(KEY, 'row 1', sealed)).toBe('a sécret');
  expect(sealed.includes('cret')).toBe(false);
  expect(seal(KEY, 'row 1', 'a sécret').equals(sealed)).toBe(false);
});

test('another key, another place, a changed bit or a part of it: nothing', () => {
  const sealed = seal(KEY, 'row 1', 'a secret');
  expect(unseal(deriveKey('t'.repeat(64), 'tests'), 'row 1', sealed)).toBeNull();
  expect(unseal(KEY, 'row 2', sealed)).toBeNull();
  for (let at = 0; at < sealed.length; at++) {
    const changed = Buffer.from(sealed);
    changed[at] = (changed[at] as number) ^ 1;
    expect(unseal(KEY, 'row 1', changed)).toBeNull();
    expect(unseal(KEY, 'row 1', sealed.subarray(0, at))).toBeNull();
  }
});
