/**
 * What the bot and agents write, as elements: the restricted Markdown's tree, where an answer came from, whether it helped, and the
 * ways out for a refused message. Links open apart from the page and give nothing away; what is cited opens within the panel. Loaded with the first that needs any of it.
 */
import type { Outbox, VisitorSession } from '@parley/client';
import type { Source } from '@parley/protocol';
import { type Block, type Inline, parseMarkdown, safeHref } from '@parley/protocol/markdown';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { icon } from '../icons.ts';
import { strings } from '../strings-markdown.ts';
import css from './markdown.css?inline';
import { openApart, openArticle } from './open-article.ts';
import { rating } from './rating.ts';
import type { Row } from './rows.ts';

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

export const line = (parts: Inline[]) => parts.map(inline);
const lines = (all: Inline[][]) => all.map((parts, i) => [i ? html`<br>` : '', line(parts)]);
const items = (all: Inline[][]) => all.map((parts) => html`<li>${line(parts)}</li>`);

export const block = (part: Block): TemplateResult =>
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

const markdown = (source: string) => parseMarkdown(source).map(block);

/** Addresses that are not of the web are left out. */
const sources = ({ message }: Row, read: (source: Source, click: MouseEvent) => void) => {
  const known = message?.sources?.filter(({ url }) => safeHref(url)) ?? [];
  const cited = (source: Source) =>
    html`<li><a href=${source.url} target="_blank" rel="noopener nofollow" @click=${(event: MouseEvent) => read(source, event)}>${source.title}</a></li>`;
  return known.length ? html`<ul class="sources" aria-label=${strings.sources}>${known.map(cited)}</ul>` : nothing;
};

/** What can be done about a message that was refused. */
const again = ({ key }: Row, outbox: Outbox) => html`
  <button @click=${() => outbox.retry(key)}>${strings.retry}</button>
  <button @click=${() => outbox.discard(key)}>${strings.discard}</button>
`;

/** For what else leads to articles: all of it in one file. */
export { openApart, openArticle };

export type Late = ReturnType<typeof late>;

/** To be called once. */
export const late = (session: VisitorSession, root: ShadowRoot) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets.push(sheet);
  const rate = rating(session, root);
  const read = (source: Source, click: MouseEvent) =>
    openArticle(session, root, source, click.currentTarget as HTMLElement, click);
  return {
    markdown,
    again,
    /** What became of the text. */
    mark: ({ message }: Row) =>
      message?.change && html`<small>${message.change.event === 'edited' ? strings.edited : strings.redacted}</small>`,
    /** The way to the end; `below`: so many arrived there meanwhile. */
    latest: (below: number, toEnd: () => void) =>
      html`<button class="latest" @click=${toEnd}>${strings.latest(below)}${icon('M6 9l6 6 6-6')}</button>`,
    /** What stands under a message. */
    under: (row: Row) => [sources(row, read), rate(row)],
  };
};
