/**
 * Places in a prepared answer that are filled for whoever reads it: `{{visitor.name|there}}`, `{{site.name}}`, `{{page}}`. After the
 * bar stands what is said where it is not known.
 */

/** What is known; null: not. */
export interface Known {
  readonly visitorName: string | null;
  readonly siteName: string;
  /** The address that the visitor looks at. */
  readonly page: string | null;
}

const VALUES: Readonly<Record<string, (known: Known) => string | null>> = {
  'visitor.name': ({ visitorName }) => visitorName,
  'site.name': ({ siteName }) => siteName,
  page: ({ page }) => page && (URL.parse(page)?.pathname ?? null),
};
const PLACE = /\{\{\s*([^{}|]*?)\s*(?:\|([^{}]*))?\}\}/g;
/** Characters of a value. */
const LENGTH = 80;

/** Those that mean nothing, as they are written. */
export const unknownVariables = (text: string): string[] =>
  [...text.matchAll(PLACE)].filter(([, name = '']) => !Object.hasOwn(VALUES, name)).map(([place]) => place);

/** A value is words and nothing else: neither Markdown nor a line of its own can come in by a name. */
export function filledIn(text: string, known: Known): string {
  if (!text.includes('{{')) return text;
  return text
    .replace(PLACE, (place, name: string, otherwise = '') => {
      const value = VALUES[name];
      if (!value) return place;
      const words = value(known)
        ?.replace(/[\\[\]()*_`<>#\p{C}\p{Zl}\p{Zp}]/gu, '')
        // What would be read as an address is none.
        .replaceAll('://', '//')
        .trim();
      return words ? words.slice(0, LENGTH) : otherwise.trim();
    })
    .replace(/ +(?=[,.!?])/g, '')
    .replace(/ {2,}/g, ' ');
}
