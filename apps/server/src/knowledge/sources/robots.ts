/** A site's robots.txt: asked for once for each walk, and kept to. */
import robotsParser from 'robots-parser';
import type { Core } from '../../core/core.ts';
import { fetchPage, PageFailed, ROBOT } from './fetch-page.ts';
import { siteOf } from './page-address.ts';

/** What the library is, and its types do not say. */
const parse = robotsParser as unknown as typeof robotsParser.default;
/** Milliseconds between two pages: unasked, and at most, whatever the site wishes for. */
const PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 10_000;
/** As search engines do. */
const MAX_BYTES = 512_000;
/**
 * Letters of rules with a `*` that are kept to. Each is held against each letter of an address, and everybody waits meanwhile: so
 * many take a tenth of a second with the longest address, and no site for people has half of them.
 */
const MOST_WILD = 20_000;

export interface Robots {
  readonly allows: (address: string) => boolean;
  readonly pauseMs: number;
}

const addressOf = (address: string): string => new URL('/robots.txt', address).href;

/** Its text; empty: everything may be read. Throws `PageFailed` where it cannot be known (RFC 9309: then nothing may). */
export async function fetchRobots(core: Core, start: string, signal: AbortSignal): Promise<string> {
  try {
    const asked = {
      site: siteOf(start),
      allows: () => true,
      accept: 'text/plain,*/*;q=0.1',
      maxBytes: MAX_BYTES,
      signal,
    };
    const { body, type } = await fetchPage(core, addressOf(start), asked);
    // Some sites answer everything with their front page.
    return type === 'text/html' ? '' : (body ?? '').toString('utf8').replaceAll('\0', '').toWellFormed();
  } catch (error) {
    if (!(error instanceof PageFailed)) throw error;
    const { code, detail } = error;
    // Anything the site itself says but "not now" means that it has none, or none for us.
    if (['gone', 'not_allowed', 'odd_answer', 'other_site', 'too_many_redirects', 'too_large'].includes(code))
      return '';
    if (code === 'server_error' || code === 'too_often') throw new PageFailed('robots_unreachable', detail ?? '429');
    throw error;
  }
}

/** Without the rules that are beyond `MOST_WILD`. */
function bounded(text: string): string {
  let wild = 0;
  const fits = (line: string) => /^\s*(?:user-agent|sitemap)|^[^*]*$/i.test(line) || (wild += line.length) <= MOST_WILD;
  return text
    .split(/\r\n|\r|\n/)
    .filter(fits)
    .join('\n');
}

export function robotsOf(start: string, text: string): Robots {
  const parsed = parse(addressOf(start), bounded(text));
  // It answers for its own origin alone; http and https, with and without www., are one site to us.
  const { origin } = new URL(start);
  const own = (address: string) => {
    const { pathname, search } = new URL(address);
    return origin + pathname + search;
  };
  const wished = (parsed.getCrawlDelay(ROBOT) ?? 0) * 1_000;
  return {
    allows: (address) => parsed.isAllowed(own(address), ROBOT) ?? true,
    pauseMs: Math.min(LONGEST_PAUSE_MS, Math.max(PAUSE_MS, wished)),
  };
}
