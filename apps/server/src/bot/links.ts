/** Where the words of a model may lead: to addresses that stood in what it was given, whole, and to the site's own pages. */
import type { Core } from '../core/core.ts';
import type { RetrievedPassage } from '../knowledge/retrieval.ts';
import type { Turn } from './turn.ts';

export type AllowedLinks = (href: string) => boolean;

/** Those of the text, and all pages of these origins. */
export function linksIn(text: string, origins: ReadonlySet<string> = new Set()): AllowedLinks {
  return (href) => {
    if (!URL.canParse(href)) return false;
    const { protocol, origin } = new URL(href);
    if (/^https?:$/.test(protocol) && origins.has(origin)) return true;
    return /^(https?|mailto):$/.test(protocol) && standsIn(text, href);
  };
}

/** The site's own pages, this server's, and whatever the passages themselves link to. */
export const linksFor = (
  core: Core,
  { origins }: Pick<Turn, 'origins'>,
  passages: readonly RetrievedPassage[],
): AllowedLinks =>
  linksIn(passages.map(({ text }) => text).join('\n'), new Set([...origins, new URL(core.config.publicUrl).origin]));

/** Whole, neither as the beginning of a longer address nor as the end of one. */
function standsIn(text: string, href: string): boolean {
  const address = href.replace(/^mailto:/i, '');
  for (let at = text.indexOf(address); at >= 0; at = text.indexOf(address, at + 1)) {
    if (/[\p{L}\p{N}_\-%+.@/=&?]$/u.test(text.slice(Math.max(0, at - 1), at))) continue;
    // A dot or colon behind it ends a sentence, or goes on with the host: example.co is not example.co.uk.
    if (!/^[.:,;!]?[\p{L}\p{N}_\-/@%?=&#]/u.test(text.slice(at + address.length, at + address.length + 3))) return true;
  }
  return false;
}
