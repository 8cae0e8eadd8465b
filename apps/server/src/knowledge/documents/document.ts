/** What a document becomes, and what may stand in its way. Crosses the border to the thread that reads, so it is plain data. */

export type DocumentKind = 'html' | 'pdf' | 'docx' | 'markdown' | 'text' | 'csv' | 'sitemap';

/** Why nothing could be made of a document, or of a row of it. `sources/problems.ts` has the words. */
export type DocumentTrouble =
  | 'empty'
  | 'no_text'
  | 'not_text'
  | 'not_a_pdf'
  | 'encrypted'
  | 'not_a_docx'
  | 'unfolds'
  | 'too_long'
  | 'not_a_sitemap'
  | 'no_rows'
  | 'no_question'
  | 'no_answer'
  | 'unreadable'
  | 'took_too_long'
  | 'took_too_much';

export class Unreadable extends Error {
  readonly code: DocumentTrouble;

  constructor(code: DocumentTrouble) {
    super(code);
    this.code = code;
  }
}

export interface ReadTask {
  readonly kind: DocumentKind;
  readonly bytes: Uint8Array;
  /** The file's name, or a page's address: a title, where the document has none. */
  readonly name: string;
  /** Of a web page: what its links are relative to. */
  readonly address?: string;
  /** As the server that sent it says. */
  readonly charset?: string | undefined;
}

/** An article in the making. */
export interface Part {
  readonly title: string;
  /** Restricted Markdown. */
  readonly body: string;
}

export interface ReadDocument {
  readonly parts: readonly Part[];
  /** Rows of which nothing could be made, by their number. */
  readonly troubles: readonly { readonly row: number; readonly code: DocumentTrouble }[];
  /** Of a page or a sitemap: where it leads, as whole addresses. */
  readonly links: readonly string[];
  /** Further sitemaps that it names. */
  readonly sitemaps: readonly string[];
  /** The address that a page says it really has. */
  readonly canonical: string | null;
  /** It asks not to be found. */
  readonly noindex: boolean;
}

export type ReadAnswer = { readonly read: ReadDocument } | { readonly trouble: DocumentTrouble };

/** A title as articles have it: one line of 200 characters at most. */
export const titleOf = (text: string): string => {
  const line = text.replace(/[\p{Cc}\s]+/gu, ' ').trim();
  return line.length <= 200 ? line : `${line.slice(0, 199).toWellFormed().replace('\ufffd', '')}…`;
};

export const document = (parts: readonly Part[], more: Partial<ReadDocument> = {}): ReadDocument => ({
  parts,
  troubles: [],
  links: [],
  sitemaps: [],
  canonical: null,
  noindex: false,
  ...more,
});
