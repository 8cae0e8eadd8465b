/**
 * Browsers in which an account has signed in before: a cookie for each account, which opens nothing. Guesses of whoever has it count by
 * themselves, and it goes before strangers to the threads that hash; so guesses from a thousand places keep nobody out of a browser of
 * one's own. Stored nowhere: the cookie carries its end and a tag.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Call, Core } from '../core/core.ts';
import { deriveKey } from '../core/secrets.ts';
import { cookieAttributes, httpOf } from './sessions.ts';

/** Longer than a session lives: it is needed when that has ended. Each use renews it. */
const KNOWN_SECONDS = 180 * 86_400;

const prefixOf = (core: Core): string => `${cookieAttributes(core).secure ? '__Host-parley' : 'parley'}_known_`;
const cookieName = (core: Core, accountId: string): string => prefixOf(core) + accountId.replaceAll('-', '');

const KEY = Symbol('key of known browsers');
function tagOf(core: Core, accountId: string, said: string): Buffer {
  const key = core.state.get(KEY, () => deriveKey(core.config.secret, 'known-browser'));
  return createHmac('sha256', key)
    .update(`${cookieName(core, accountId)} ${said}`)
    .digest();
}

/** For whoever has just signed in. */
export function rememberBrowser(core: Core, call: Call, accountId: string): void {
  const end = Math.floor(core.now() / 1_000) + KNOWN_SECONDS;
  const said = `${idHere(core, call, accountId) ?? randomBytes(12).toString('base64url')}.${end}`;
  const value = `${said}.${tagOf(core, accountId, said).toString('base64url')}`;
  httpOf(call).reply.setCookie(cookieName(core, accountId), value, {
    ...cookieAttributes(core),
    maxAge: KNOWN_SECONDS,
  });
}

/** Whether any account might have signed in here; most strangers bring no such cookie, and cost no query. */
export const mayBeKnown = (core: Core, call: Call): boolean =>
  Object.keys(httpOf(call).request.cookies).some((name) => name.startsWith(prefixOf(core)));

/** The browser's own id where this account has signed in there before; otherwise null. */
export function idHere(core: Core, call: Call, accountId: string): string | null {
  const [id = '', end = '', tag = ''] = (httpOf(call).request.cookies[cookieName(core, accountId)] ?? '').split('.');
  const right = tagOf(core, accountId, `${id}.${end}`);
  const given = Buffer.from(tag, 'base64url');
  const isOurs = given.length === right.length && timingSafeEqual(given, right);
  return isOurs && Number(end) > core.now() / 1_000 ? id : null;
}
