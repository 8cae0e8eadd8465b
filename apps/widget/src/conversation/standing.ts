/** The line above the composer: who answers, how to reach a person, and what to expect while waiting for one. */
import type { VisitorSession } from '@parley/client';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { strings } from '../strings.ts';
import type { EmailForm } from './email-form.ts';

export function standing(session: VisitorSession, email: EmailForm, askPerson: () => void): TemplateResult | typeof nothing {
  const { room, config, wantsPerson } = session;
  const kind = room?.owner.kind ?? 'bot';
  if (room?.status === 'closed') return html`<div class="standing">${strings.closed}</div>`;
  if (wantsPerson) return html`<div class="standing" role="status">${strings.asking}</div>`;
  if (kind === 'bot') {
    return html`<div class="standing"><button class="text" @click=${askPerson}>${strings.person}</button></div>`;
  }
  const online = config?.people_online ?? true;
  return html`
    <div class="standing">
      ${kind === 'queue' ? html`<span role="status">${online ? strings.waiting(config?.reply_minutes ?? null) : strings.nobody}</span>` : nothing}
      ${email.template(!!room?.has_email, kind === 'queue' && !online)}
    </div>
  `;
}
