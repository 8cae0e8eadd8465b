/**
 * The line above the composer once the bot is no longer the one who answers: what to expect, and where answers may follow. Loaded
 * when that begins; most conversations end before. Where a visitor has to agree to something first, or may have an account, it is loaded for
 * that too, and loads that.
 */
import type { VisitorSession } from '@parley/client';
import type { Consent } from '@parley/protocol';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { strings } from '../strings-person.ts';
import type { Place } from './account.ts';
import css from './email-form.css?inline';
import { EmailForm } from './email-form.ts';

/** `withBot`: what stands there while the bot answers. */
export type PersonLine = (withBot?: boolean) => TemplateResult | undefined;

export function personLine(session: VisitorSession, root: ShadowRoot, changed: () => void, place: Place): PersonLine {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets.push(sheet);
  let askConsent: (() => void) | undefined;
  const parts = {
    // Without it the server refuses what is said, and says why.
    consent: async () => {
      askConsent = (await import('./consent.ts')).consent(session, root, changed);
    },
    accounts: async () => (await import('./account.ts')).account(session, root, place),
    avatar: async () => (await import('./avatar.ts')).avatar(session, root, place.base),
  };
  const asked = new Set<string>();
  const ask = () => {
    for (const [part, load] of Object.entries(parts)) {
      if (asked.has(part) || !session.config?.[part as keyof typeof parts]) continue;
      asked.add(part);
      load().catch(() => asked.delete(part));
    }
  };
  session.subscribe(ask);
  ask();
  const withdrawn = (due: Consent | null) => {
    delete session.config?.consented;
    if (due && session.config) session.config.consent = due;
    ask();
    askConsent?.();
    changed();
  };
  let opened: Promise<() => void> | undefined;
  const openData = async () => {
    opened ??= import('./own-data.ts').then(({ ownData }) => ownData(session, root, withdrawn));
    try {
      (await opened)();
    } catch {
      // Not to be had at this moment: the next press asks again.
      opened = undefined;
    }
  };
  const data = html`<button class="text" @click=${openData}>${strings.data}</button>`;
  const email = new EmailForm({ root, save: (address) => session.leaveEmail(address), changed });
  return (withBot) => {
    const { room, config } = session;
    // As near as agreeing was.
    if (withBot) return config?.consented ? data : undefined;
    if (room?.status === 'closed') return html`${strings.closed} ${data}`;
    const queue = room?.owner.kind === 'queue';
    const online = config?.people_online ?? true;
    const expect = online ? strings.waiting(config?.reply_minutes ?? null) : strings.nobody(config?.opens_at);
    return html`
      ${queue ? html`<span role="status">${expect}</span>` : nothing}
      ${email.template(!!room?.has_email, queue && !online)} ${data}
    `;
  };
}
