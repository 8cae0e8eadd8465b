import { keyValue } from '@parley/client';
import { expect, it } from 'vitest';
import { Drafts } from './drafts.ts';

const blocked = () => {
  throw new Error('storage is barred');
};

it('keeps one draft for each room, forgets blank ones, and all of them at sign-out', () => {
  const storage = keyValue(blocked);
  const drafts = new Drafts(storage);
  drafts.write('acme a', 'Dear');
  drafts.write('acme b', 'Hi');
  expect(new Drafts(storage).read('acme a')).toBe('Dear');
  drafts.write('acme a', '  \n');
  expect(drafts.read('acme a')).toBe('');
  drafts.clear();
  expect(drafts.read('acme b')).toBe('');
});
