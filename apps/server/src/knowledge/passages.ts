/** Cuts an article into passages that make sense alone: at its `##` headings, long sections at their paragraphs. */

export interface Passage {
  readonly ordinal: number;
  /** The headings above it, outermost first, joined by " › "; empty before the first heading. */
  readonly heading: string;
  /** Restricted Markdown, never empty. */
  readonly text: string;
}

/** Characters of one passage: about what a person reads in a chat without scrolling twice. */
const LENGTH = 900;
const HEADING = /^(#{1,4}) +(.*\S)/;

/** In the article's order. An article of headings alone has one passage: the headings. */
export function passagesOf(body: string): Passage[] {
  const passages: Passage[] = [];
  const add = (heading: string, text: string) => passages.push({ ordinal: passages.length, heading, text });
  for (const { heading, blocks } of sectionsOf(body)) {
    let path = heading;
    let sub: string | undefined;
    let gathered: string[] = [];
    const pathTo = () => [heading, sub].filter(Boolean).join(' › ');
    const flush = () => {
      if (gathered.length > 0) add(path, gathered.join('\n\n'));
      gathered = [];
      path = pathTo();
    };
    for (const block of blocks.flatMap(divide)) {
      if (gathered.join('\n\n').length + block.length + 2 > LENGTH) flush();
      sub = HEADING.exec(block)?.[2] ?? sub;
      if (gathered.length === 0) path = pathTo();
      gathered.push(block);
    }
    flush();
  }
  if (passages.length === 0) add('', body.trim());
  return passages;
}

interface Section {
  readonly heading: string;
  readonly blocks: string[];
}

/** Paragraphs, lists and fences by section; a fence is one block, whatever stands in it. */
function sectionsOf(body: string): Section[] {
  const sections: Section[] = [{ heading: '', blocks: [] }];
  let lines: string[] = [];
  let fenced = false;
  const flush = () => {
    const block = lines.join('\n').trim();
    if (block) sections.at(-1)?.blocks.push(block);
    lines = [];
  };
  for (const line of body.split(/\r\n|[\n\r\u2028\u2029]/)) {
    const heading = fenced ? null : HEADING.exec(line);
    if (heading) flush();
    if (heading && (heading[1] as string).length <= 2) {
      sections.push({ heading: bare(heading[2] as string), blocks: [] });
      continue;
    }
    if (line.startsWith('```')) fenced = !fenced;
    if (line.trim() === '' && !fenced) flush();
    else lines.push(line);
  }
  flush();
  return sections;
}

const bare = (heading: string): string => heading.replace(/[*`]/g, '').trim();

/** A block longer than a passage, in pieces: between lines where it can be, else between sentences, else anywhere. */
function divide(block: string): string[] {
  if (block.length <= LENGTH) return [block];
  const units = block.includes('\n') ? block.split('\n') : block.split(/(?<=[.!?…。！？؟])\s+/u);
  if (units.length === 1) return slices(block);
  const glue = block.includes('\n') ? '\n' : ' ';
  const pieces: string[] = [];
  for (const unit of units.flatMap((unit) => (unit.length > LENGTH ? divide(unit) : [unit]))) {
    const open = pieces.at(-1);
    if (open !== undefined && open.length + glue.length + unit.length <= LENGTH)
      pieces[pieces.length - 1] = open + glue + unit;
    else pieces.push(unit);
  }
  return pieces;
}

/** Characters stay whole: half of a surrogate pair cannot be stored. */
function slices(text: string): string[] {
  const pieces: string[] = [];
  for (let from = 0; from < text.length; ) {
    let to = Math.min(text.length, from + LENGTH);
    if (to < text.length && /[\uD800-\uDBFF]/.test(text[to - 1] as string)) to -= 1;
    pieces.push(text.slice(from, to));
    from = to;
  }
  return pieces;
}
