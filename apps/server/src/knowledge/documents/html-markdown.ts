/**
 * A tree of HTML elements in the restricted Markdown of articles: headings, paragraphs, flat lists, quotes, code and links.
 * Our own, because what converters write (escapes, tables, nested lists, HTML) our Markdown does not know.
 */

/** What is used of a DOM. */
export interface DomNode {
  readonly nodeType: number;
  readonly nodeName: string;
  readonly textContent: string | null;
  readonly childNodes: Iterable<DomNode>;
  getAttribute?(name: string): string | null;
}

const TEXT = 3;
const ELEMENT = 1;
/** Never words for a reader. */
const SILENT = new Set(
  'SCRIPT STYLE NOSCRIPT TEMPLATE IFRAME SVG OBJECT CANVAS VIDEO AUDIO INPUT SELECT TEXTAREA BUTTON IMG HEAD TITLE'.split(
    ' ',
  ),
);
const INLINE = new Set(
  'A ABBR B BDI BDO CITE CODE DATA DEL DFN EM I INS KBD LABEL MARK Q S SAMP SMALL SPAN STRONG SUB SUP TIME U VAR WBR FONT'.split(
    ' ',
  ),
);
const MARKS: Readonly<Record<string, string>> = {
  STRONG: '**',
  B: '**',
  EM: '*',
  I: '*',
  CODE: '`',
  KBD: '`',
  SAMP: '`',
};
/** Deeper than any page for people; each level is a few frames of our own stack. */
const DEPTH = 400;

const squeezed = (text: string): string => text.replace(/[\s\u00a0]+/g, ' ');
const wordsOf = (node: DomNode): string => squeezed(node.textContent ?? '').trim();

/** `base`: what links are relative to; null: links become their words. */
export function htmlMarkdown(root: DomNode, base: string | null): string {
  const blocks: string[] = [];
  let open = '';
  const flush = () => {
    const lines = open.split('\n').map((line) => squeezed(line).trim());
    const block = lines.filter(Boolean).join('\n');
    if (block) blocks.push(block);
    open = '';
  };

  const walk = (node: DomNode, depth: number): void => {
    if (depth > DEPTH) return;
    if (node.nodeType === TEXT) {
      open += (node.textContent ?? '').replace(/[\s\u00a0]+/g, ' ');
      return;
    }
    const name = node.nodeName.toUpperCase();
    if (node.nodeType !== ELEMENT || SILENT.has(name)) return;
    const inside = () => {
      for (const child of node.childNodes) walk(child, depth + 1);
    };
    if (name === 'BR') open += '\n';
    else if (INLINE.has(name)) dress(name, node, inside);
    else {
      flush();
      block(name, node, depth, inside);
      flush();
    }
  };

  /** What stands within a line. Marks and links that our Markdown could not read back stay words. */
  const dress = (name: string, node: DomNode, inside: () => void): void => {
    const before = open;
    open = '';
    inside();
    const words = open;
    const core = words.trim();
    const mark = MARKS[name];
    const plain = core !== '' && !core.includes('\n');
    const dressed =
      plain && mark && !/[*`]/.test(core)
        ? `${mark}${core}${mark}`
        : plain && name === 'A' && base !== null
          ? linked(core, absolute(node.getAttribute?.('href') ?? null, base))
          : core;
    open = before + (core ? words.replace(core, () => dressed) : words);
  };

  const block = (name: string, node: DomNode, depth: number, inside: () => void): void => {
    if (/^H[1-6]$/.test(name)) {
      const words = wordsOf(node);
      if (words) blocks.push(`${'#'.repeat(Math.min(4, Number(name[1])))} ${words}`);
    } else if (name === 'SUMMARY') {
      // A question that opens its answer.
      const words = wordsOf(node);
      if (words) blocks.push(`### ${words}`);
    } else if (name === 'UL' || name === 'OL' || name === 'MENU') blocks.push(list(node, name === 'OL', depth));
    else if (name === 'TABLE') blocks.push(table(node));
    else if (name === 'DL') blocks.push(definitions(node));
    else if (name === 'PRE') {
      const text = (node.textContent ?? '').replace(/^\n+|\s+$/g, '');
      if (text) blocks.push(`\`\`\`\n${text.replaceAll('```', "'''")}\n\`\`\``);
    } else if (name === 'BLOCKQUOTE') {
      const quoted = htmlMarkdown(shallow(node), base);
      if (quoted) blocks.push(quoted.replace(/\n{2,}/g, '\n').replace(/^/gm, '> '));
    } else inside();
  };

  /** One line for each item; what stands in an item's own list follows it. */
  const list = (node: DomNode, ordered: boolean, depth: number): string => {
    const lines: string[] = [];
    const add = (of: DomNode, level: number): void => {
      if (level > DEPTH) return;
      for (const item of of.childNodes) {
        if (item.nodeType !== ELEMENT) continue;
        const inner: DomNode[] = [];
        const own = [...item.childNodes].filter((child) => !isList(child) || (inner.push(child), false));
        const words = squeezed(htmlMarkdown(shallow(item, own), base).replace(/^(?:#+|[-*>]|\d+\.) /gm, '')).trim();
        if (words) lines.push(`${ordered && level === depth ? `${lines.length + 1}.` : '-'} ${words}`);
        for (const child of inner) add(child, level + 1);
      }
    };
    add(node, depth);
    return lines.join('\n');
  };

  /** A line for each row, with the names of its columns where the table has some. */
  const table = (node: DomNode): string => {
    const rows: { header: boolean; cells: string[] }[] = [];
    const find = (of: DomNode, level: number): void => {
      if (level > DEPTH) return;
      for (const child of of.childNodes) {
        if (child.nodeName.toUpperCase() !== 'TR') find(child, level + 1);
        else {
          const cells = [...child.childNodes].filter((cell) => /^T[HD]$/i.test(cell.nodeName));
          rows.push({ header: cells.every((cell) => /^TH$/i.test(cell.nodeName)), cells: cells.map(wordsOf) });
        }
      }
    };
    find(node, 0);
    const names = rows[0]?.header ? rows[0].cells : [];
    const lines = rows.slice(names.length > 0 ? 1 : 0).map(({ cells }) =>
      cells
        .map((cell, i) => (names[i] && cell && i > 0 ? `${names[i]}: ${cell}` : cell))
        .filter(Boolean)
        .join('; '),
    );
    return lines
      .filter(Boolean)
      .map((line) => `- ${line}`)
      .join('\n');
  };

  walk(shallow(root), 0);
  flush();
  return blocks.filter(Boolean).join('\n\n').replaceAll('\0', '').toWellFormed();
}

function linked(words: string, href: string | null): string {
  const label = words.replace(/[*`]/g, '');
  const fits = href && label.length <= 200 && href.length <= 2_000 && !/[[\]]/.test(label) && !/[()\s]/.test(href);
  return fits ? `[${label}](${href})` : words;
}

const isList = (node: DomNode): boolean => /^(UL|OL|MENU)$/i.test(node.nodeName);

/** The node as a plain box of its children, whatever it was. */
const shallow = (node: DomNode, childNodes: Iterable<DomNode> = node.childNodes): DomNode => ({
  nodeType: ELEMENT,
  nodeName: 'DIV',
  textContent: null,
  childNodes,
});

/** Terms with what they mean, a line each; some pages put each pair into a box of its own. */
function definitions(node: DomNode): string {
  const lines: string[] = [];
  const add = (of: DomNode, level: number): void => {
    if (level > DEPTH) return;
    for (const child of of.childNodes) {
      const words = wordsOf(child);
      if (child.nodeType !== ELEMENT || !words) continue;
      if (/^DT$/i.test(child.nodeName)) lines.push(`- ${words}`);
      else if (!/^DD$/i.test(child.nodeName)) add(child, level + 1);
      else if (lines.length > 0) lines[lines.length - 1] += `: ${words}`;
      else lines.push(`- ${words}`);
    }
  };
  add(node, 0);
  return lines.join('\n');
}

/** Null for what is no web or mail address, or leads to a place in the same page. */
export function absolute(href: string | null, base: string): string | null {
  const given = href?.trim();
  if (!given || given.startsWith('#') || !URL.canParse(given, base)) return null;
  const url = new URL(given, base);
  return /^(https?|mailto):$/.test(url.protocol) ? url.href : null;
}
