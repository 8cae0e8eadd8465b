/** Markdown and plain text as an article. */
import { decodeText } from './decode.ts';
import { document, type ReadDocument, type ReadTask, titleOf } from './document.ts';

/** "opening-hours.md" becomes "opening hours". */
export const nameAsTitle = (name: string): string =>
  titleOf(name.replace(/\.[a-z]{2,8}$/i, '').replace(/[_-]+/g, ' ')) || name;

export function readMarkdown({ bytes, name }: ReadTask): ReadDocument {
  // What programs write above a page (`---` … `---`) is no text of it.
  const text = decodeText(bytes).replace(/^---\n[\s\S]{0,5000}?\n---\n/, '');
  const own = /^\s*# +(.*\S)[^\S\n]*(?:\n|$)/.exec(text);
  const body = (own ? text.slice(own[0].length) : text).trim();
  const title = titleOf((own?.[1] ?? '').replace(/[*`]/g, '')) || nameAsTitle(name);
  return document([{ title, body: body || title }]);
}

export function readText({ bytes, name }: ReadTask): ReadDocument {
  return document([{ title: nameAsTitle(name), body: decodeText(bytes).trim() }]);
}
