/** The restricted Markdown's tree as elements: links open apart from the page and give nothing away. */
import { type Block, type Inline, parseMarkdown } from '@parley/protocol/markdown';
import { html, type TemplateResult } from 'lit/html.js';

export const link = (href: string, text: string): TemplateResult =>
  html`<a href=${href} target="_blank" rel="noopener nofollow">${text}</a>`;

const inline = (part: Inline) =>
  part.type === 'link'
    ? link(part.href, part.text)
    : part.type === 'strong'
      ? html`<strong>${part.text}</strong>`
      : part.type === 'em'
        ? html`<em>${part.text}</em>`
        : part.type === 'code'
          ? html`<code>${part.text}</code>`
          : part.text;

const line = (parts: Inline[]) => parts.map(inline);
const lines = (all: Inline[][]) => all.map((parts, i) => [i ? html`<br>` : '', line(parts)]);
const items = (all: Inline[][]) => all.map((parts) => html`<li>${line(parts)}</li>`);

const block = (part: Block) =>
  part.type === 'list'
    ? part.ordered
      ? html`<ol>${items(part.items)}</ol>`
      : html`<ul>${items(part.items)}</ul>`
    : part.type === 'quote'
      ? html`<blockquote>${lines(part.lines)}</blockquote>`
      : part.type === 'pre'
        ? html`<pre tabindex="0">${part.text}</pre>`
        : part.type === 'heading'
          ? html`<p><strong>${line(part.content)}</strong></p>`
          : html`<p>${lines(part.lines)}</p>`;

export const markdown = (source: string) => parseMarkdown(source).map(block);
