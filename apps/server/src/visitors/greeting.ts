/** Which of a site's greetings a visitor reads: by its page before its language, and the one for everybody where none fits. */
import type { Greeting } from '@parley/protocol';

export interface Seen {
  /** The page's whole address. */
  readonly page: string | null;
  /** The browser's: `de-AT` is `de`. */
  readonly language: string | null;
}

/** Of several that fit: one for the page and the language, one for the page, one for the language; of pages the longest pattern. */
export function greetingFor(greetings: readonly Greeting[], everybody: string, { page, language }: Seen): string {
  const path = page !== null && URL.canParse(page) ? pathOf(page) : null;
  const tongue = language?.toLowerCase().split('-')[0] ?? '';
  const fitting = greetings.filter(
    (greeting) =>
      (greeting.pages === '' || (path !== null && isOn(path, greeting.pages))) &&
      (greeting.language === '' || greeting.language === tongue),
  );
  const weight = (greeting: Greeting) =>
    (greeting.pages === '' ? 0 : 1_000 + greeting.pages.length) + (greeting.language === '' ? 0 : 500);
  const best = fitting.toSorted((a, b) => weight(b) - weight(a))[0];
  return best?.text ?? everybody;
}

/** As it reads in the address bar. */
function pathOf(page: string): string {
  const { pathname } = new URL(page);
  try {
    return decodeURI(pathname);
  } catch {
    return pathname;
  }
}

/** `*` stands for anything. By hand and not by a pattern of the engine's: what people write cannot make it slow. */
function isOn(path: string, pages: string): boolean {
  const [first = '', ...rest] = pages.split('*');
  if (rest.length === 0) return path === pages;
  if (!path.startsWith(first)) return false;
  let at = first.length;
  for (const part of rest.slice(0, -1)) {
    const found = path.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  const last = rest.at(-1) as string;
  return path.length - last.length >= at && path.endsWith(last);
}
