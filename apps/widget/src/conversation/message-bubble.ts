/** One row of the conversation as elements. */
import type { Outbox } from '@parley/client';
import { safeHref } from '@parley/protocol/markdown';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { icons } from '../icons.ts';
import { strings } from '../strings.ts';
import { timeOf } from '../times.ts';
import { link, markdown } from './markdown.ts';
import type { Row } from './rows.ts';

const name = ({ kind, author = '' }: Row) => (kind === 'bot' ? strings.bot(author) : author);

const failed = ({ failure, key }: Row, outbox: Outbox) => html`
  <p class="failed">
    ${failure}
    <button @click=${() => outbox.retry(key)}>${strings.retry}</button>
    <button @click=${() => outbox.discard(key)}>${strings.discard}</button>
  </p>
`;

const meta = ({ created, tick }: Row) => html`
  <p class="meta">
    <bdi>${timeOf(created ?? '')}</bdi>
    ${tick && html`<span class=${tick} role="img" aria-label=${strings.ticks[tick]}>${icons[tick]}</span>`}
  </p>
`;

/** Where the answer came from; addresses that are not of the web are left out. */
const sources = ({ message }: Row) => {
  const known = message?.sources?.filter(({ url }) => safeHref(url)) ?? [];
  return known.length
    ? html`<ul class="sources" aria-label=${strings.sources}>${known.map(({ url, title }) => html`<li>${link(url, title)}</li>`)}</ul>`
    : nothing;
};

export function bubble(row: Row, outbox: Outbox): TemplateResult {
  const { kind, text, author = '', first, last, created, failure, mark } = row;
  if (kind === 'day' || kind === 'system') return html`<p class="note">${text}</p>`;
  if (kind === 'typing') {
    return html`<p class="bubble dots" role="img" aria-label=${strings.typing(author)}>• • •</p>`;
  }
  return html`
    ${first && kind !== 'visitor' ? html`<p class="name"><bdi>${name(row)}</bdi></p>` : nothing}
    <div class="bubble" dir="auto">${kind === 'visitor' ? text : markdown(text)}${mark && html`<small>${mark}</small>`}</div>
    ${sources(row)}
    ${failure ? failed(row, outbox) : last && created ? meta(row) : nothing}
  `;
}
