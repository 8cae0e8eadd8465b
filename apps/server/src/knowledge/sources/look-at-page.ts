/** What one page is: fetched, read, and told apart from what is no page, or really another one. Writes nothing. */
import type { Core } from '../../core/core.ts';
import { type ReadDocument, Unreadable } from '../documents/document.ts';
import { readDocument } from '../documents/read-document.ts';
import { isSitemap } from '../documents/sitemap.ts';
import { type FetchedPage, fetchPage, PageFailed } from './fetch-page.ts';
import { documentAt, mayBePage, pageAddress, siteOf } from './page-address.ts';
import type { Problem } from './problems.ts';
import type { Robots } from './robots.ts';
import type { ItemRow, PageRow, SourceRow } from './tables.ts';

/** What came of one page. */
export type Outcome =
  | {
      readonly kind: 'page';
      readonly page: FetchedPage;
      readonly read: ReadDocument;
      readonly links: readonly string[];
    }
  /** As it was; or somebody writes its article by hand now. */
  | { readonly kind: 'same'; readonly links: readonly string[]; readonly problem?: Problem }
  | { readonly kind: 'sitemap'; readonly links: readonly string[]; readonly sitemaps: readonly string[] }
  /** Really another page, which is to be looked at in its place. */
  | { readonly kind: 'elsewhere'; readonly address: string }
  | {
      readonly kind: 'trouble';
      readonly state: 'failed' | 'skipped';
      readonly problem: Problem;
      readonly detail: string | null;
    };

/** Left out because the site wishes it so or because it is nothing to read: no failure, and no article. */
const UNWANTED: readonly Problem[] = ['robots', 'noindex', 'not_a_page', 'other_site'];

/** Throws the reason of `signal`, and what is a bug. */
export async function lookAt(
  core: Core,
  source: SourceRow,
  { place, depth }: ItemRow,
  known: PageRow | undefined,
  { allows }: Robots,
  signal: AbortSignal,
): Promise<Outcome> {
  if (known?.detached) return { kind: 'same', links: known.links, problem: 'detached' };
  const document = documentAt(place);
  if (document) return { kind: 'trouble', state: 'skipped', problem: 'document', detail: document };
  try {
    const asked = {
      site: siteOf(source.address as string),
      allows,
      signal,
      etag: known?.etag,
      lastModified: known?.last_modified,
    };
    const page = await fetchPage(core, place, asked);
    // A redirect: the page has its place under the address where it was found.
    if (page.address !== place) return { kind: 'elsewhere', address: page.address };
    if (page.body === null) return { kind: 'same', links: known?.links ?? [] };
    if (page.noindex) return { kind: 'trouble', state: 'skipped', problem: 'noindex', detail: null };
    if (depth === 0 && isSitemap(page.body)) {
      const { links, sitemaps } = await readDocument({ kind: 'sitemap', bytes: page.body, name: place }, { signal });
      return { kind: 'sitemap', links, sitemaps };
    }
    if (!/^(text\/html|application\/xhtml\+xml|)$/.test(page.type))
      return { kind: 'trouble', state: 'skipped', problem: 'not_a_page', detail: page.type };
    const { address, charset, body } = page;
    const read = await readDocument({ kind: 'html', bytes: body, name: address, address, charset }, { signal });
    if (read.noindex) return { kind: 'trouble', state: 'skipped', problem: 'noindex', detail: null };
    const canonical = read.canonical && ownAddress(read.canonical, source);
    // One that names the front page on every page is a mistake that many sites make.
    const meant = canonical && (new URL(canonical).pathname !== '/' || new URL(address).pathname === '/');
    if (meant && canonical !== address && !(await leadsBack(core, source, canonical)))
      return { kind: 'elsewhere', address: canonical };
    return { kind: 'page', page, read, links: read.links };
  } catch (error) {
    if (error instanceof PageFailed) {
      const state = UNWANTED.includes(error.code) ? 'skipped' : 'failed';
      return { kind: 'trouble', state, problem: error.code, detail: error.detail };
    }
    if (error instanceof Unreadable) return { kind: 'trouble', state: 'failed', problem: error.code, detail: null };
    throw error;
  }
}

/** Whether that address was found to be another one, this one perhaps: two that name each other are taken where they are. */
const leadsBack = async (core: Core, { site_id, id }: SourceRow, place: string): Promise<boolean> =>
  (await core.db
    .selectFrom('import_items')
    .select('ordinal')
    .where('site_id', '=', site_id)
    .where('source_id', '=', id)
    .where('place', '=', place)
    .where('problem', '=', 'same_page')
    .executeTakeFirst()) !== undefined;

/** In the one spelling, where it is of this site. */
export function ownAddress(link: string, source: SourceRow): string | null {
  const address = pageAddress(link);
  return address !== null && siteOf(address) === siteOf(source.address as string) ? address : null;
}

/** Documents are among them, so that the report names them. */
export const ownPages = (links: readonly string[], source: SourceRow): string[] => [
  ...new Set(
    links.map((link) => ownAddress(link, source)).filter((link) => link !== null && mayBePage(link)) as string[],
  ),
];
