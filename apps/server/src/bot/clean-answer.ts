/**
 * Turns a model's words into what a visitor may see: restricted Markdown without HTML and images, links only where the
 * site leads, citations taken out and told apart. Works on half an answer too, holding back what may still change.
 */
import { type Block, type Inline, parseMarkdown } from '@parley/protocol/markdown';

export interface CleanOptions {
  /** How many passages were numbered for the model. */
  readonly passages: number;
  readonly allowed: (href: string) => boolean;
  /** False while the answer is still coming. */
  readonly complete: boolean;
}

export interface CleanAnswer {
  readonly text: string;
  /** Numbers of the cited passages, from 1, in the order of their first mention. */
  readonly cited: readonly number[];
  /** The model marked that it does not know. */
  readonly unknown: boolean;
}

/** What the model is told to write when the passages hold no answer. */
export const UNKNOWN_MARK = '[?]';

// One pass, in which each piece of the text is taken once. What is left may come together to a link: `withoutLinks` looks again.
const PIECES = new RegExp(
  [
    '(?<code>```[\\s\\S]*?(?:```|$)|`[^`\\n]+`)',
    '!\\[(?<image>[^\\]\\n]*)\\]\\([^)\\n]*\\)',
    '(?<![!\\]])\\[(?<label>[^[\\]\\n]+)\\]\\(\\s*<?(?<href>[^)\\s>]*)>?(?:\\s[^)\\n]*)?\\)',
    '\\s*(?:\\[\\^?|【)(?<cited>\\d{1,3}(?:\\s*[,;–-]\\s*\\d{1,3})*)(?:†[^】\\n]*)?(?:\\]|】)',
    '\\s*(?<unknown>\\[\\?\\])',
    '<(?<auto>(?:https?:\\/\\/|mailto:)[^\\s<>]+)>',
    '(?<html><!--[\\s\\S]*?(?:-->|$)|<\\/?[a-zA-Z][^>]{0,500}>)',
    '(?<bare>https?:\\/\\/[^\\s<>()[\\]"\']+)',
  ].join('|'),
  'gu',
);

// What stands at the end of half an answer and may become any of the above with the next letters.
const OPEN_END =
  /(?:\s*(?:!?\[|【)[^\]】\n]{0,300}(?:\]\(?[^)\n]{0,2000})?|\s*!|<[^<>\n]{0,300}|`[^`\n]{0,300}|h(?:t(?:t(?:p(?:s?(?::[^\s<>()[\]"']*)?)?)?)?)?)$/u;

export function cleanAnswer(raw: string, { passages, allowed, complete }: CleanOptions): CleanAnswer {
  const cited: number[] = [];
  let unknown = false;
  const settled = complete ? raw : raw.replace(OPEN_END, '');
  const text = settled
    .toWellFormed()
    .replaceAll('\0', '')
    .replace(PIECES, (...match) => {
      const groups = match.at(-1) as Record<string, string | undefined>;
      if (groups.code !== undefined) return groups.code;
      if (groups.image !== undefined) return groups.image;
      if (groups.label !== undefined) {
        return allowed(groups.href ?? '') ? `[${groups.label}](${groups.href})` : groups.label;
      }
      if (groups.cited !== undefined) {
        for (const number of numbersIn(groups.cited)) {
          if (number >= 1 && number <= passages && !cited.includes(number)) cited.push(number);
        }
        return '';
      }
      if (groups.unknown !== undefined) {
        unknown = true;
        return '';
      }
      const address = groups.auto ?? groups.bare;
      if (address !== undefined) return bareLink(address, allowed);
      return '';
    })
    .replace(/[ \t]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
  return { text: withoutLinks(text, allowed), cited, unknown };
}

/**
 * The screens have the last word: whatever they would make a link of, and that may be none, is a link no more. They read code, line
 * ends and brackets by rules of their own, and where a piece was taken out its neighbours met.
 */
function withoutLinks(text: string, allowed: CleanOptions['allowed']): string {
  let left = text;
  for (;;) {
    const refused = new Set(linksIn(left).filter((href) => !allowed(href)));
    if (refused.size === 0) return left;
    // Each time shorter, so it ends.
    for (const href of refused) left = left.replaceAll(`](${href})`, ']').replaceAll(href, '(…)');
  }
}

const linksIn = (text: string): string[] =>
  parseMarkdown(text)
    .flatMap(inlinesOf)
    .flatMap((inline) => (inline.type === 'link' ? [inline.href] : []));

function inlinesOf(block: Block): Inline[] {
  if (block.type === 'pre') return [];
  if (block.type === 'heading') return block.content;
  return (block.type === 'list' ? block.items : block.lines).flat();
}

/** "1, 3" and "1-3" alike. */
function numbersIn(list: string): number[] {
  const range = /^(\d+)\s*[–-]\s*(\d+)$/.exec(list);
  if (!range) return (list.match(/\d+/g) ?? []).map(Number);
  const [from, to] = [Number(range[1]), Number(range[2])];
  return to - from > 20 ? [] : Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i);
}

function bareLink(address: string, allowed: (href: string) => boolean): string {
  const href = address.replace(/[.,;:!?]+$/, '');
  return allowed(href) ? address : `(…)${address.slice(href.length)}`;
}

/** Cuts at the last whole sentence within `length`; for answers that ran out of room. */
export function cutAtSentence(text: string, length: number): string {
  const within = text.slice(0, length).replace(/[\uD800-\uDBFF]$/, '');
  const end = Math.max(
    ...['. ', '! ', '? ', '.\n', '!\n', '?\n', '؟ ', '。', '\n\n'].map((mark) => within.lastIndexOf(mark)),
  );
  const kept = end > length / 3 || end > within.length / 2 ? within.slice(0, end + 1).trimEnd() : within.trimEnd();
  return kept.length < text.trimEnd().length ? `${kept} …` : kept;
}
