/** Addresses of pages: one spelling for each, and which of them are of one site. */

/** What campaigns and sessions put behind addresses, and what never tells one page from another. */
const NOISE =
  /^(utm_\w+|gclid|fbclid|msclkid|dclid|yclid|igshid|mc_[ce]id|_ga|_gl|ref|ref_src|phpsessid|jsessionid|sessionid|sid)$/i;
/** Never pages. What else a link leads to its answer tells. */
const FILES =
  /\.(avif|bmp|gif|ico|jpe?g|png|svg|webp|tiff?|mp[34]|m4[av]|mov|avi|webm|og[gv]|wav|zip|gz|tgz|rar|7z|exe|dmg|apk|iso|css|js|mjs|json|xml|rss|atom|ics|woff2?|ttf|eot)$/i;
/** Never pages, and not to be passed over without a word: there is something to read in them. */
const DOCUMENTS = /\.(pdf|docx?|xlsx?|pptx?|csv|od[pst]|rtf|epub)$/i;
/** As the database holds them in its index. */
const LONGEST = 1_000;

/** The one spelling; null for what is no web address, or longer than any that people give out. */
export function pageAddress(text: string, base?: string): string | null {
  if (!URL.canParse(text, base)) return null;
  const url = new URL(text, base);
  if (!/^https?:$/.test(url.protocol) || url.username || url.password) return null;
  url.hash = '';
  const noise = Array.from(url.searchParams.keys()).filter((name) => NOISE.test(name));
  for (const name of noise) url.searchParams.delete(name);
  const path = url.pathname.replace(/;jsessionid=[^/]*$/i, '').replace(/\/index\.(html?|php)$/i, '/');
  if (path !== url.pathname) url.pathname = path;
  return url.href.length <= LONGEST ? url.href : null;
}

export const mayBePage = (address: string): boolean => !FILES.test(new URL(address).pathname);

/** What kind of document an address leads to, as its ending tells; null: none. */
export const documentAt = (address: string): string | null =>
  DOCUMENTS.exec(new URL(address).pathname)?.[1]?.toUpperCase() ?? null;

/** Host and port, with and without `www.` the same; http and https are one site. */
export const siteOf = (address: string): string => {
  const { hostname, port } = new URL(address);
  return `${hostname.replace(/^www\./, '')}:${port}`;
};

/** The same for addresses of which a walk finds the same pages: whatever their scheme, and with or without a slash at the end. */
export const startOf = (address: string): string => {
  const { pathname, search } = new URL(address);
  return siteOf(address) + pathname.replace(/\/$/, '') + search;
};

/** What people type: `acme.com/help` means https. Null for what is no address. */
export function typedAddress(text: string): string | null {
  const trimmed = text.trim();
  if (/\s/.test(trimmed)) return null;
  return pageAddress(/^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) ? trimmed : `https://${trimmed}`);
}
