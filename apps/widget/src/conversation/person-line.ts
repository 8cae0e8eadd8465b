/**
 * The line above the composer once the bot is no longer the one who answers: what to expect, and where answers may follow. Loaded
 * when that begins; most conversations end before. Where a visitor has to agree to something first it is loaded for that too.
 */
import type { VisitorSession } from '@parley/client';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { strings } from '../strings-person.ts';
import css from './email-form.css?inline';
import { EmailForm } from './email-form.ts';

export type PersonLine = () => TemplateResult;

export function personLine(session: VisitorSession, root: ShadowRoot, changed: () => void): PersonLine {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets.push(sheet);
  let asked = false;
  const ask = () => {
    if (asked || !session.config?.consent) return;
    asked = true;
    import('./consent.ts').then(
      ({ consent }) => consent(session, root, changed),
      // The server refuses what is said without, and says why.
      () => (asked = false),
    );
  };
  session.subscribe(ask);
  ask();
  const email = new EmailForm({ root, save: (address) => session.leaveEmail(address), changed });
  return () => {
    const { room, config } = session;
    if (room?.status === 'closed') return html`${strings.closed}`;
    const queue = room?.owner.kind === 'queue';
    const online = config?.people_online ?? true;
    const expect = online ? strings.waiting(config?.reply_minutes ?? null) : strings.nobody;
    return html`
      ${queue ? html`<span role="status">${expect}</span>` : nothing}
      ${email.template(!!room?.has_email, queue && !online)}
    `;
  };
}
