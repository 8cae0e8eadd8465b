/** Getting one page of a website: redirects followed by hand, each as carefully as the first address; what came of it, or why nothing did. */
import type { Core } from '../../core/core.ts';
import { type Fetched, FetchFailed, fetchPublic } from '../../core/public-fetch.ts';
import { VERSION } from '../../core/version.ts';
import { pageAddress, siteOf } from './page-address.ts';
import type { Problem } from './problems.ts';

/** By this name sites know us in their robots.txt. */
export const ROBOT = 'ParleyBot';
const MAX_BYTES = 4_194_304;
const TIMEOUT_MS = 20_000;
const MOST_REDIRECTS = 5;

export class PageFailed extends Error {
  readonly code: Problem;
  readonly detail: string | null;

  constructor(code: Problem, detail: string | null = null) {
    super(code);
    this.code = code;
    this.detail = detail;
  }
}

export interface Asked {
  /** Of which site it has to be, to the end. */
  readonly site: string;
  /** Whether the site's robots.txt lets us read that address. */
  readonly allows: (address: string) => boolean;
  readonly etag?: string | null;
  readonly lastModified?: string | null;
  readonly accept?: string;
  readonly maxBytes?: number;
  readonly signal: AbortSignal;
}

export interface FetchedPage {
  /** Where it was in the end. */
  readonly address: string;
  /** Null: it is the same as before. */
  readonly body: Buffer | null;
  readonly type: string;
  readonly charset: string | undefined;
  readonly etag: string | null;
  readonly lastModified: string | null;
  readonly noindex: boolean;
}

/** Throws `PageFailed`, or the reason of `signal`. */
export async function fetchPage(core: Core, from: string, asked: Asked): Promise<FetchedPage> {
  let address = from;
  const seen = new Set<string>();
  for (;;) {
    if (siteOf(address) !== asked.site) throw new PageFailed('other_site', address);
    if (!asked.allows(address)) throw new PageFailed('robots');
    if (seen.has(address) || seen.size > MOST_REDIRECTS) throw new PageFailed('too_many_redirects');
    seen.add(address);
    const answer = await get(core, address, asked);
    const { status, headers } = answer;
    if (status >= 300 && status < 400 && status !== 304) {
      const next = headers.location === undefined ? null : pageAddress(headers.location, address);
      if (next === null) throw new PageFailed('odd_answer', String(status));
      address = next;
      continue;
    }
    return page(address, answer);
  }
}

async function get(core: Core, address: string, asked: Asked): Promise<Fetched> {
  try {
    return await fetchPublic(new URL(address), {
      allow: core.config.crawlAllow,
      maxBytes: asked.maxBytes ?? MAX_BYTES,
      timeoutMs: TIMEOUT_MS,
      signal: asked.signal,
      headers: {
        'user-agent': `Mozilla/5.0 (compatible; ${ROBOT}/${VERSION}; +${core.config.publicUrl})`,
        accept: asked.accept ?? 'text/html,application/xhtml+xml;q=0.9,*/*;q=0.1',
        ...(asked.etag && { 'if-none-match': asked.etag }),
        ...(asked.lastModified && { 'if-modified-since': asked.lastModified }),
      },
    });
  } catch (error) {
    if (error instanceof FetchFailed) throw new PageFailed(error.code);
    throw error;
  }
}

function page(address: string, { status, headers, body }: Fetched): FetchedPage {
  if (status === 404 || status === 410) throw new PageFailed('gone');
  if (status === 401 || status === 403 || status === 407) throw new PageFailed('not_allowed');
  if (status === 429) throw new PageFailed('too_often');
  if (status >= 500) throw new PageFailed('server_error', String(status));
  if (status !== 200 && status !== 304) throw new PageFailed('odd_answer', String(status));
  const [type = '', ...parameters] = (headers['content-type'] ?? '').toLowerCase().split(';');
  const charset = parameters.map((each) => /^\s*charset="?([\w-]+)/.exec(each)?.[1]).find(Boolean);
  return {
    address,
    body: status === 304 ? null : body,
    type: type.trim(),
    charset,
    etag: line(headers.etag),
    lastModified: line(headers['last-modified']),
    noindex: /\b(noindex|none)\b/i.test(String(headers['x-robots-tag'] ?? '')),
  };
}

/** What is sent back later is short, and what we were given. */
const line = (header: string | undefined): string | null => (header && header.length <= 300 ? header : null);
