/** Reading an origin as people write it. The server has the last word; this says at once what is wrong. */

export type OriginReading = { origin: string } | { problem: string };

/** Accepts an address with a path and keeps its origin; refuses what a browser would never send as one. */
export function readOrigin(text: string, known: readonly string[]): OriginReading {
  const written = text.trim();
  if (written.includes('*')) return { problem: 'Wildcards are not possible. Add each origin by itself.' };
  if (!written.includes('://')) return { problem: 'Begin with https:// (or http:// for a machine of your own).' };
  const url = URL.parse(written);
  if (!url?.hostname) return { problem: 'This is not an address. It looks like https://www.example.com' };
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    return { problem: 'Only http:// and https:// pages can carry the chat.' };
  if (url.username || url.password) return { problem: 'Leave the user name and the password out.' };
  if (known.includes(url.origin)) return { problem: `${url.origin} is on the list already.` };
  return { origin: url.origin };
}
