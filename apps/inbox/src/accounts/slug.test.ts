import { expect, it } from 'vitest';
import { slugOf } from './slug.ts';

it('makes a short name of letters, digits and single dashes', () => {
  expect(slugOf('Café Müller & Söhne')).toBe('cafe-muller-sohne');
  expect(slugOf('  --  ')).toBe('');
  expect(slugOf('x'.repeat(60))).toHaveLength(40);
});
