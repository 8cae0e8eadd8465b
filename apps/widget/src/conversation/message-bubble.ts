/** One row of the conversation as elements. */
import type { Outbox } from '@parley/client';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { icons } from '../icons.ts';
import { strings } from '../strings.ts';
import { timeOf } from '../times.ts';
import type { Row } from './rows.ts';

const name = ({ kind, author = '' }: Row) => (kind === 'bot' ? strings.bot(author) : author);

const meta = ({ created, tick }: Row) => html`
  <p class="meta">
    <bdi>${timeOf(created as string)}</bdi>
    ${tick && html`<span class=${tick} role="img" aria-label=${strings.ticks[tick]}>${icons[tick]}</span>`}
  </p>
`;

export function bubble(row: Row, outbox: Outbox): TemplateResult {
  const { kind, text, failure, late } = row;
  if (kind === 'day' || kind === 'system') return html`<p class="note">${text}</p>`;
  if (kind === 'typing') {
    return html`<p class="bubble dots" role="img" aria-label=${strings.typing(row.author as string)}>• • •</p>`;
  }
  return html`
    ${row.first && kind !== 'visitor' ? html`<p class="name"><bdi>${name(row)}</bdi></p>` : nothing}
    <div class="bubble" dir="auto">${kind !== 'visitor' && late ? late.markdown(text) : text}${late?.mark(row)}</div>
    ${late?.under(row)}
    ${failure ? html`<p class="failed">${failure} ${late?.again(row, outbox)}</p>` : row.last && row.created ? meta(row) : nothing}
  `;
}
