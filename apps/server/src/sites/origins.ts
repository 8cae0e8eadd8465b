/** Web origins (RFC 6454): scheme, host and port, compared whole. `https://evil-acme.test` is not `https://acme.test`. */

/** The origin of an address as a browser would send it; null when it is no web address or says more than an origin. */
export function normalOrigin(text: string): string | null {
  let url: URL;
  try {
    url = new URL(text.trim());
  } catch {
    return null;
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return null;
  if (url.pathname !== '/' || url.search || url.hash || url.username || url.password) return null;
  return url.origin;
}

export interface OriginRule {
  /** What the site lists. */
  readonly listed: readonly string[];
  /** The server's own public address. */
  readonly publicUrl: string;
  /** The request's Host: pages that this very server sent, whatever name it was reached by. */
  readonly host: string | undefined;
}

/** Whether a page of `origin` may speak for the site. Null (no browser) may: a token is needed all the same. */
export function originAllowed(origin: string | null, { listed, publicUrl, host }: OriginRule): boolean {
  if (origin === null) return true;
  if (listed.includes(origin)) return true;
  if (origin === new URL(publicUrl).origin) return true;
  return host !== undefined && (origin === `http://${host}` || origin === `https://${host}`);
}
