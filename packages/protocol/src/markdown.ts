/**
 * The restricted Markdown of messages and articles, parsed to a tree that each screen renders as its own elements.
 * No HTML, no images: what is not understood stays text. Imports nothing, so that the widget may carry it.
 */

export type Inline =
  | { type: 'text'; text: string }
  | { type: 'strong' | 'em' | 'code'; text: string }
  | { type: 'link'; text: string; href: string };

export type Block =
  | { type: 'paragraph'; lines: Inline[][] }
  | { type: 'heading'; level: number; content: Inline[] }
  | { type: 'list'; ordered: boolean; items: Inline[][] }
  | { type: 'quote'; lines: Inline[][] }
  | { type: 'pre'; language: string; text: string };

/** Marks stand before or behind a word; within one, or alone, they are what was said: `AO_418`, `#1234`, `2 * 3`. */
const MARKS =
  /^[>#]+ |(?<![\p{L}\p{N}])[*`_]+(?=\S)|(?<=\S)[*`_]+(?![\p{L}\p{N}])|\[([^[\]]{0,200})\]\([^()\s]{0,2000}\)/gmu;

/** A message in one plain line. */
export const plainLine = (content: string): string => content.replace(MARKS, '$1').replace(/\s+/g, ' ').trim();

// Each alternative is linear: no nested quantifiers, so hostile text cannot make it backtrack.
const INLINE =
  /`([^`\n]+)`|\*\*([^*\n]+)\*\*|\*([^*\s][^*\n]*)\*|\[([^[\]\n]{1,200})\]\(([^()\s]{1,2000})\)|(https?:\/\/[^\s<>()[\]"']{1,2000})/g;

/** Only web and mail addresses become links; anything else (javascript:, data:, relative) stays text. */
export function safeHref(href: string): string | null {
  return /^(https?:\/\/|mailto:)[^\s]+$/i.test(href) ? href : null;
}

export function parseInline(text: string): Inline[] {
  const out: Inline[] = [];
  let at = 0;
  const plain = (to: number) => {
    if (to > at) out.push({ type: 'text', text: text.slice(at, to) });
  };
  for (const match of text.matchAll(INLINE)) {
    const [whole, code, strong, em, label, target, bare] = match;
    let node: Inline | undefined;
    let end = match.index + whole.length;
    if (code) node = { type: 'code', text: code };
    else if (strong) node = { type: 'strong', text: strong };
    else if (em) node = { type: 'em', text: em };
    else if (label && target) {
      const href = safeHref(target);
      if (href) node = { type: 'link', text: label, href };
    } else if (bare) {
      const href = bare.replace(/[.,;:!?]+$/, '');
      end = match.index + href.length;
      node = { type: 'link', text: href, href };
    }
    if (!node) continue;
    plain(match.index);
    out.push(node);
    at = end;
  }
  plain(text.length);
  return out;
}

/** Never throws; every character of the source that is not markup appears in the tree. */
export function parseMarkdown(source: string): Block[] {
  const blocks: Block[] = [];
  const lines = source.split(/\r\n|[\n\r\u2028\u2029]/);
  let i = 0;
  const gather = (test: RegExp): string[] => {
    const found: string[] = [];
    for (let match = test.exec(lines[i] ?? ''); match; match = test.exec(lines[++i] ?? '')) found.push(match[1] ?? '');
    return found;
  };
  while (i < lines.length) {
    const line = lines[i] as string;
    const heading = /^(#{1,4}) +(.*)/.exec(line);
    const fence = /^```([\w+-]*)\s*$/.exec(line);
    if (!line.trim()) i++;
    else if (fence) {
      const start = ++i;
      while (i < lines.length && !/^```\s*$/.test(lines[i] as string)) i++;
      blocks.push({ type: 'pre', language: fence[1] as string, text: lines.slice(start, i++).join('\n') });
    } else if (heading) {
      blocks.push({
        type: 'heading',
        level: (heading[1] as string).length,
        content: parseInline(heading[2] as string),
      });
      i++;
    } else if (/^[-*] +/.test(line)) {
      blocks.push({ type: 'list', ordered: false, items: gather(/^[-*] +(.*)/).map(parseInline) });
    } else if (/^\d{1,9}[.)] +/.test(line)) {
      blocks.push({ type: 'list', ordered: true, items: gather(/^\d{1,9}[.)] +(.*)/).map(parseInline) });
    } else if (/^> ?/.test(line)) {
      blocks.push({ type: 'quote', lines: gather(/^> ?(.*)/).map(parseInline) });
    } else {
      blocks.push({
        type: 'paragraph',
        lines: gather(/^(?![-*] +|\d{1,9}[.)] +|> ?|#{1,4} +|```[\w+-]*\s*$)(.*\S.*)/).map(parseInline),
      });
    }
  }
  return blocks;
}
