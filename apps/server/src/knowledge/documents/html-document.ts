/** A web page as an article: its main part without menus and footers, its links, and what it says of itself. */

import { Readability } from '@mozilla/readability';
import { isBlank } from '@parley/protocol/blank';
import { decode } from './decode.ts';
import { document, type ReadDocument, type ReadTask, titleOf, Unreadable } from './document.ts';
import { absolute, htmlMarkdown } from './html-markdown.ts';
import { type Element, type Page, parsePage } from './parse-html.ts';

/** On every page the same, and about none of them. */
const FURNITURE =
  'script,style,noscript,template,iframe,svg,nav,aside,form,dialog,menu,body>header,body>footer,[hidden],[aria-hidden="true"],[role="navigation"],[role="banner"],[role="contentinfo"],[role="search"],[role="dialog"],[role="alert"]';
/** Characters from which on a part counts as what the page is about. */
const ENOUGH = 140;
/** Links of one page that are looked at. */
const MOST_LINKS = 2_000;

export function readHtml({ bytes, charset, address, name }: ReadTask): ReadDocument {
  const text = decode(bytes, charset ?? declaredCharset(bytes));
  if (isBlank(text)) throw new Unreadable('empty');
  const page = parsePage(text);
  const base = address === undefined ? null : baseOf(page, address);
  const robots = [...page.querySelectorAll('meta[name]')]
    .filter((meta) => /^(robots|parleybot)$/i.test(meta.getAttribute('name') ?? ''))
    .map((meta) => meta.getAttribute('content')?.toLowerCase() ?? '')
    .join(',');
  const links = base === null || /nofollow|none/.test(robots) ? [] : linksOf(page, base);
  const canonical = base && absolute(page.querySelector('link[rel="canonical"]')?.getAttribute('href') ?? null, base);
  const noindex = /noindex|none/.test(robots);
  if (noindex) return document([], { links, noindex });
  const title = titleFor(page, name);
  const root = mainPart(page);
  const body = root ? withoutTitle(htmlMarkdown(root, base), title) : '';
  return document(body ? [{ title, body }] : [], { links, canonical });
}

function baseOf(page: Page, address: string): string {
  const given = page.querySelector('base[href]')?.getAttribute('href');
  return given && URL.canParse(given, address) ? new URL(given, address).href : address;
}

function linksOf(page: Page, base: string): string[] {
  const links = new Set<string>();
  for (const anchor of page.querySelectorAll('a[href]')) {
    if (links.size >= MOST_LINKS) break;
    if (/\bnofollow\b/i.test(anchor.getAttribute('rel') ?? '')) continue;
    const href = absolute(anchor.getAttribute('href'), base);
    if (href?.startsWith('http')) links.add(href);
  }
  return [...links];
}

/** The page's one big heading where it has one: a `<title>` mostly carries the site's name too. */
function titleFor(page: Page, name: string): string {
  const headings = [...page.querySelectorAll('h1')]
    .map((heading) => titleOf(heading.textContent ?? ''))
    .filter(Boolean);
  const named = page.querySelector('meta[property="og:title"]')?.getAttribute('content') ?? '';
  const titled = page.querySelector('title')?.textContent ?? '';
  const single = headings.length === 1 ? headings[0] : undefined;
  return titleOf(single || named || titled || headings[0] || name);
}

function mainPart(page: Page): Element | null {
  // Before anything is taken away: it works on the page as a reader sees it, and on a copy, for it tears its own apart.
  const copy = page.cloneNode(true);
  for (const piece of page.querySelectorAll(FURNITURE)) piece.remove();
  const articles = [...page.querySelectorAll('article')];
  const main =
    page.querySelector('main') ?? page.querySelector('[role="main"]') ?? (articles.length === 1 ? articles[0] : null);
  // A page that says what its main part is knows best, however little there is.
  if (main && lengthOf(main) >= (main.nodeName === 'ARTICLE' ? ENOUGH : 1)) return main;
  const found = new Readability(copy as never, { serializer: (node) => node as unknown as Element }).parse()?.content;
  if (found && lengthOf(found) >= ENOUGH) return found;
  if (main && lengthOf(main) > 0) return main;
  return page.body && lengthOf(page.body) > 0 ? page.body : page.documentElement;
}

const lengthOf = (element: Element): number => (element.textContent ?? '').trim().length;

/** Whoever shows the article shows its title above it; what stood above the title (the way to the page) is no text of it. */
function withoutTitle(body: string, title: string): string {
  const blocks = body.split('\n\n');
  const at = blocks.findIndex((block) => block.startsWith('# ') && titleOf(block.slice(2)) === title);
  const above = at < 0 ? '' : blocks.slice(0, at).join('');
  return (at >= 0 && above.length < ENOUGH * 2 ? blocks.slice(at + 1) : blocks).join('\n\n').trim();
}

/** As the page's first bytes say; they are ASCII in every encoding that a page may have. */
function declaredCharset(bytes: Uint8Array): string | undefined {
  const head = Buffer.from(bytes.subarray(0, 4_096)).toString('latin1');
  return /<meta[^>]{0,200}charset=["']?\s*([\w-]{2,40})/i.exec(head)?.[1];
}
