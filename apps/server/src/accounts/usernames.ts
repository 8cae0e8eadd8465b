/** Usernames: valid slugs, for the first owner's becomes the site's. */
import { randomBytes } from 'node:crypto';
import { refuse } from '../core/errors.ts';

const SLUG = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** In small letters; throws `invalid`. */
export function requireUsername(text: string): string {
  const username = text.trim().toLowerCase();
  if (!SLUG.test(username)) {
    throw refuse('invalid', {
      fields: { username: 'use small letters, digits and dashes, a letter or digit first and last' },
    });
  }
  return username;
}

/** For an invited person, who signs in by email: readable, and unlike any other by four random bytes. */
export function usernameFor(address: string): string {
  const name = (address.split('@')[0] as string)
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40);
  return [name, randomBytes(4).toString('hex')].filter(Boolean).join('-').replace(/--+/g, '-');
}
