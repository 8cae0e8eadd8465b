/** A PDF as an article: lines put together to paragraphs, larger type taken for headings, or else a heading for each page. */
import { getDocumentProxy } from 'unpdf';
import { document, type ReadDocument, type ReadTask, titleOf, Unreadable } from './document.ts';
import { nameAsTitle } from './text-document.ts';

const MOST_PAGES = 1_000;
const MOST_CHARACTERS = 4_000_000;
/** Type that is so much larger than the text's own is a heading's. */
const LARGER = 1.18;
/** Lines whose distance is more than this many of their heights are of two paragraphs. */
const APART = 1.7;
const LONGEST_HEADING = 120;

interface Piece {
  readonly str: string;
  readonly height: number;
  readonly hasEOL: boolean;
  readonly transform: readonly number[];
}
interface Line {
  text: string;
  height: number;
  /** From the page's foot. */
  y: number;
}

export async function readPdf({ bytes, name }: ReadTask): Promise<ReadDocument> {
  if (bytes.length === 0) throw new Unreadable('empty');
  if (!Buffer.from(bytes.subarray(0, 1_024)).includes('%PDF-')) throw new Unreadable('not_a_pdf');
  const pdf = await getDocumentProxy(bytes, {
    useSystemFonts: false,
    stopAtErrors: false,
  }).catch((error: Error) => {
    throw new Unreadable(error.name === 'PasswordException' ? 'encrypted' : 'unreadable');
  });
  if (pdf.numPages > MOST_PAGES) throw new Unreadable('too_long');
  const pages: Line[][] = [];
  let characters = 0;
  for (let number = 1; number <= pdf.numPages; number++) {
    const page = await pdf.getPage(number);
    const { items } = await page.getTextContent();
    const lines = linesOf(items.filter((item): item is typeof item & Piece => 'str' in item));
    characters += lines.reduce((sum, { text }) => sum + text.length, 0);
    if (characters > MOST_CHARACTERS) throw new Unreadable('too_long');
    pages.push(lines);
    page.cleanup();
  }
  if (characters === 0) throw new Unreadable('no_text');
  const usual = usualHeight(pages.flat());
  const headed = pages.flat().some((line) => isHeading(line, usual));
  const body = pages
    .map((lines, i) => [...(headed || pages.length === 1 ? [] : [`## Page ${i + 1}`]), ...paragraphs(lines, usual)])
    .flat()
    .join('\n\n')
    .replaceAll('\0', '')
    .toWellFormed();
  const { info } = await pdf.getMetadata().catch(() => ({ info: {} }));
  const given = titleOf(String((info as { Title?: unknown }).Title ?? '').toWellFormed());
  // Many programs write the name of their own file there.
  const title = given && !/\.\w{2,5}$|^(untitled|microsoft word)/i.test(given) ? given : nameAsTitle(name);
  return document([{ title, body }]);
}

function linesOf(items: readonly Piece[]): Line[] {
  const lines: Line[] = [];
  let open: Line | null = null;
  for (const { str, height, hasEOL, transform } of items) {
    open ??= { text: '', height: 0, y: transform[5] ?? 0 };
    open.text += str;
    if (str.trim()) open.height = Math.max(open.height, height);
    if (!hasEOL) continue;
    lines.push(open);
    open = null;
  }
  if (open) lines.push(open);
  return lines
    .map((line) => ({ ...line, text: line.text.replace(/\s+/g, ' ').trim() }))
    .filter(({ text }) => text !== '');
}

/** The height in which most of the text is written. */
function usualHeight(lines: readonly Line[]): number {
  const written = new Map<number, number>();
  for (const { height, text } of lines) {
    const rounded = Math.round(height * 2) / 2;
    written.set(rounded, (written.get(rounded) ?? 0) + text.length);
  }
  return [...written].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 0;
}

const isHeading = ({ text, height }: Line, usual: number): boolean =>
  usual > 0 && height > usual * LARGER && text.length <= LONGEST_HEADING && /\p{L}/u.test(text);

function paragraphs(lines: readonly Line[], usual: number): string[] {
  const blocks: string[] = [];
  let open = '';
  const flush = () => {
    if (open) blocks.push(open);
    open = '';
  };
  for (const [i, line] of lines.entries()) {
    const before = lines[i - 1];
    if (isHeading(line, usual)) {
      flush();
      const continues = before && isHeading(before, usual) && before.height === line.height;
      if (continues) blocks[blocks.length - 1] += ` ${line.text}`;
      else blocks.push(`## ${line.text}`);
      continue;
    }
    const bullet = /^[•◦▪‣·–-]\s*(?=\S)/u.exec(line.text);
    if (before && (Math.abs(before.y - line.y) > APART * Math.max(line.height, usual) || isHeading(before, usual)))
      flush();
    if (bullet) open += `${open ? '\n' : ''}- ${line.text.slice(bullet[0].length)}`;
    // A word that was divided at the line's end.
    else if (/\p{Ll}-$/u.test(open) && /^\p{Ll}/u.test(line.text)) open = open.slice(0, -1) + line.text;
    else open += (open ? ' ' : '') + line.text;
  }
  flush();
  return blocks;
}
