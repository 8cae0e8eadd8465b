/** The restricted Markdown of messages as a mail shows it: inline styles, for mail programs know no others. */
import { type Block, type Inline, parseMarkdown } from '@parley/protocol/markdown';
import { type Html, html } from './html.ts';

const CODE =
  'font-family:ui-monospace,Menlo,Consolas,monospace;font-size:13px;background:#f0f1f5;border-radius:4px;padding:1px 4px';

export const markdownHtml = (source: string): Html[] => parseMarkdown(source).map(block);

function block(node: Block): Html {
  switch (node.type) {
    case 'paragraph':
      return html`<p style="margin:0 0 8px">${lines(node.lines)}</p>`;
    case 'heading':
      return html`<p style="margin:0 0 8px;font-weight:600">${node.content.map(inline)}</p>`;
    case 'quote':
      return html`<blockquote style="margin:0 0 8px;padding-left:12px;border-left:3px solid #d5d8e0">${lines(node.lines)}</blockquote>`;
    case 'pre':
      return html`<pre style="margin:0 0 8px;white-space:pre-wrap;${CODE};padding:8px">${node.text}</pre>`;
    case 'list': {
      const items = node.items.map((item) => html`<li>${item.map(inline)}</li>`);
      const style = 'margin:0 0 8px;padding-left:24px';
      return node.ordered ? html`<ol style="${style}">${items}</ol>` : html`<ul style="${style}">${items}</ul>`;
    }
  }
}

const lines = (all: readonly Inline[][]): Html[] =>
  all.flatMap((line, i) => (i === 0 ? line.map(inline) : [html`<br>`, ...line.map(inline)]));

function inline(node: Inline): Html {
  switch (node.type) {
    case 'text':
      return html`${node.text}`;
    case 'strong':
      return html`<strong>${node.text}</strong>`;
    case 'em':
      return html`<em>${node.text}</em>`;
    case 'code':
      return html`<code style="${CODE}">${node.text}</code>`;
    case 'link':
      return html`<a href="${node.href}" style="color:inherit">${node.text}</a>`;
  }
}
