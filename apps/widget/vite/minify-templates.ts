/**
 * Takes the white space that nobody sees out of `html` and `svg` template literals, found in the syntax tree; and, once all is built,
 * writes the words that stand in the way of a binding into the markup: lit need not look after what never changes.
 */
import type { Plugin } from 'vite';

interface Node {
  type: string;
  start: number;
  end: number;
}
interface Template extends Node {
  quasis: (Node & { value: { raw: string } })[];
}

/** Stands for an expression while the pieces of a template are looked at as one. */
const HOLE = '\uE000';

/**
 * A line break with its indentation is one space between attributes and between words, and nothing next to a tag or an
 * expression: a space that must be seen there is written on one line.
 */
export function minifyMarkup(markup: string): string {
  return markup.replace(/<!--[^]*?-->/g, '').replace(/\s*\n\s*/g, (_, at: number, all: string) => {
    const before = all.slice(0, at);
    const inTag = before.lastIndexOf('<') > before.lastIndexOf('>');
    const after = all.slice(at).trimStart()[0] ?? '<';
    if (inTag) return after === '>' ? '' : ' ';
    return `<>${HOLE}`.includes(after) || `<>${HOLE}`.includes(before.at(-1) ?? '>') ? '' : ' ';
  });
}

function* taggedTemplates(node: unknown): Generator<Template> {
  if (!node || typeof node !== 'object') return;
  const { type, tag, quasi } = node as { type?: string; tag?: { name?: string }; quasi?: Template };
  if (type === 'TaggedTemplateExpression' && quasi && (tag?.name === 'html' || tag?.name === 'svg')) yield quasi;
  for (const child of Object.values(node)) yield* taggedTemplates(child);
}

/** In minified code: an attribute or an element whose only content is a string without a sign that markup or lit would read. */
export const plainWords = (code: string): string =>
  code.replace(/=\$\{`([^`$\\"<>&=]*)`\}(?=[ >])/g, '="$1"').replace(/>\$\{`([^`$\\<>&]*)`\}</g, '>$1<');

export function minifyTemplates(): Plugin {
  return {
    name: 'parley:minify-templates',
    enforce: 'post',
    apply: 'build',
    transform(code, id) {
      if (!id.endsWith('.ts') || !code.includes('html`')) return null;
      const edits: { from: number; old: string; text: string }[] = [];
      for (const { quasis } of taggedTemplates(this.parse(code))) {
        // What `lean-lit.ts` takes out of lit.
        const unknown = quasis.find(
          ({ value }) => /=["'][^"']*$|\s\?[\w-]+=$|<!--|<[\w-]*$/.test(value.raw) && value !== quasis.at(-1)?.value,
        );
        if (unknown) this.error(`a template binds in a way that the build has no code for: ${unknown.value.raw}`);
        const pieces = minifyMarkup(quasis.map(({ value }) => value.raw).join(HOLE)).split(HOLE);
        for (const [i, { value, start }] of quasis.entries()) {
          // Parsers differ in whether a piece begins at its delimiter.
          const from = code.startsWith(value.raw, start) ? start : start + 1;
          edits.push({ from, old: value.raw, text: pieces[i] as string });
        }
      }
      let out = code;
      for (const { from, old, text } of edits.sort((a, b) => b.from - a.from)) {
        if (!out.startsWith(old, from)) this.error('a template is not where the syntax tree says');
        out = out.slice(0, from) + text + out.slice(from + old.length);
      }
      return { code: out, map: null };
    },
    generateBundle(_, bundle) {
      for (const built of Object.values(bundle)) if (built.type === 'chunk') built.code = plainWords(built.code);
    },
  };
}
