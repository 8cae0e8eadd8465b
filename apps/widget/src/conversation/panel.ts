/** The whole panel, from the header to the composer. */
import type { VisitorSession } from '@parley/client';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { icons } from '../icons.ts';
import { strings } from '../strings.ts';
import type { Composer } from './composer.ts';
import type { EmailForm } from './email-form.ts';
import { header } from './header.ts';
import { standing } from './standing.ts';

export interface PanelState {
  session: VisitorSession;
  label: string;
  open: boolean;
  /** Covers the whole screen: the page behind cannot be reached. */
  modal: boolean;
  /** Why messages do not leave at the moment; empty when they do. */
  trouble: string;
  replies: readonly string[];
  /** The last answer did not help. */
  offerPerson: boolean;
  atEnd: boolean;
  /** Arrived while the reader was further up. */
  below: number;
  scroller: HTMLElement;
  composer: Composer;
  email: EmailForm;
  on: {
    close: () => void;
    askPerson: () => void;
    reply: (text: string) => void;
    toEnd: () => void;
  };
}

export function panel(state: PanelState): TemplateResult {
  const { session, open, modal, trouble, replies, atEnd, below, on } = state;
  return html`
    <section
      role="dialog"
      tabindex="-1"
      aria-labelledby="title"
      aria-modal=${modal || nothing}
      ?hidden=${!open}
    >
      ${header(session, state.label, on.close)}
      <p class="trouble" role="status">${trouble}</p>
      <div class="log">
        ${state.scroller}
        ${
          atEnd
            ? nothing
            : html`<button class="latest" aria-label=${below ? strings.newMessages(below) : strings.latest} @click=${on.toEnd}>
                ${below || nothing}${icons.down}
              </button>`
        }
      </div>
      ${
        replies.length || state.offerPerson
          ? html`<div class="replies">
              ${replies.map((text) => html`<button dir="auto" @click=${() => on.reply(text)}>${text}</button>`)}
              ${state.offerPerson ? html`<button @click=${on.askPerson}>${strings.person}</button>` : nothing}
            </div>`
          : nothing
      }
      ${standing(session, state.email, on.askPerson)}
      ${state.composer.template()}
    </section>
  `;
}
