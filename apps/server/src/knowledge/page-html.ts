/** An article as a page of its own: plain HTML, no script, everything that people wrote escaped. */
import { type Block, type Inline, parseMarkdown } from '@parley/protocol/markdown';
import { languageOf } from './language.ts';
import { pageStyle } from './page-style.ts';

export interface ArticlePage {
  readonly site: { readonly name: string; readonly accent: string };
  readonly title: string;
  readonly body: string;
  readonly updated: Date;
  /** Where it really stands: the page's own address, or that of the page that it was taken from. */
  readonly url: string;
}

export interface Html {
  readonly html: string;
  /** The style sheet that stands in it. */
  readonly style: string;
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escape = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character] as string);

export function articlePage({ site, title, body, updated, url }: ArticlePage): Html {
  const blocks = parseMarkdown(body);
  const language = languageOf(body) ?? 'en';
  const date = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(updated);
  return page({
    language,
    accent: site.accent,
    title: `${title} · ${site.name}`,
    head: `<link rel="canonical" href="${escape(url)}">
<meta name="description" content="${escape(described(blocks))}">`,
    main: `<p class="site">${escape(site.name)}</p>
<article dir="auto">
<h1>${escape(title)}</h1>
${blocks.map(block).join('\n')}
</article>
<footer><time datetime="${updated.toISOString()}">${escape(date)}</time></footer>`,
  });
}

export const missingPage = (): Html =>
  page({
    language: 'en',
    accent: '',
    title: 'Not here',
    head: '<meta name="robots" content="noindex">',
    main: `<h1>This page is not here</h1>
<p>It may have been removed or renamed. Go back to the site you came from and ask there; somebody will know.</p>`,
  });

function page(of: { language: string; accent: string; title: string; head: string; main: string }): Html {
  const style = pageStyle(of.accent);
  return {
    html: `<!doctype html>
<html lang="${of.language}" dir="${of.language === 'ar' ? 'rtl' : 'ltr'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escape(of.title)}</title>
${of.head}
<style>${style}</style>
</head>
<body>
<main>
${of.main}
</main>
</body>
</html>
`,
    style,
  };
}

function block(node: Block): string {
  switch (node.type) {
    case 'heading': {
      // The page's own title is the only h1.
      const tag = `h${Math.max(2, node.level)}`;
      return `<${tag}>${inlines(node.content)}</${tag}>`;
    }
    case 'list': {
      const tag = node.ordered ? 'ol' : 'ul';
      return `<${tag}>${node.items.map((item) => `<li>${inlines(item)}</li>`).join('')}</${tag}>`;
    }
    case 'quote':
      return `<blockquote>${node.lines.map(inlines).join('<br>')}</blockquote>`;
    case 'pre':
      return `<pre tabindex="0"><code>${escape(node.text)}</code></pre>`;
    case 'paragraph':
      return `<p>${node.lines.map(inlines).join('<br>')}</p>`;
  }
}

const inlines = (nodes: readonly Inline[]): string => nodes.map(inline).join('');

function inline(node: Inline): string {
  const text = escape(node.text);
  if (node.type === 'link') return `<a href="${escape(node.href)}" rel="noopener nofollow">${text}</a>`;
  return node.type === 'text' ? text : `<${node.type}>${text}</${node.type}>`;
}

/** The first words, for search engines. */
function described(blocks: readonly Block[]): string {
  const first = blocks.find((node) => node.type === 'paragraph');
  const text = first ? first.lines.map((line) => line.map((node) => node.text).join('')).join(' ') : '';
  return text.length <= 160 ? text : `${text.slice(0, 160).replace(/\s+\S*$/, '')}…`;
}
