/** What is kept in memory of sites: made once, anew when it changed, and given up for others. */
import { expect, it } from 'vitest';
import { SiteCache } from './site-cache.ts';

it('makes a value once for all who ask meanwhile, and anew for another stamp', async () => {
  const cache = new SiteCache<string>(100, ({ length }) => length);
  let made = 0;
  const make = async () => `value ${++made}`;
  expect(await Promise.all([cache.get('a', '1', make), cache.get('a', '1', make)])).toEqual(['value 1', 'value 1']);
  expect(await cache.get('a', '2', make)).toBe('value 2');
  expect(await cache.get('a', '2', make)).toBe('value 2');
});

it('gives up what was not asked for the longest, never what was just made', async () => {
  const cache = new SiteCache<string>(10, ({ length }) => length);
  const made: string[] = [];
  const get = (site: string, value = '12345') =>
    cache.get(site, '1', async () => {
      made.push(site);
      return value;
    });
  for (const site of ['a', 'b', 'a', 'c']) await get(site);
  await get('a');
  expect(made).toEqual(['a', 'b', 'c']);
  await get('b');
  expect(made).toEqual(['a', 'b', 'c', 'b']);
  await get('large', 'x'.repeat(50));
  await get('large');
  expect(made.filter((site) => site === 'large')).toHaveLength(1);
});

it('does not keep what could not be made', async () => {
  const cache = new SiteCache<string>(10, ({ length }) => length);
  await expect(cache.get('a', '1', () => Promise.reject(new Error('away')))).rejects.toThrow('away');
  expect(await cache.get('a', '1', async () => 'there')).toBe('there');
});
