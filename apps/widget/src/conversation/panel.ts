/** The whole panel, from the header to the composer. */
import type { VisitorSession } from '@parley/client';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { strings } from '../strings.ts';
import { header } from './header.ts';
import type { Late } from './markdown.ts';
import type { PersonLine } from './person-line.ts';
import { standing } from './standing.ts';

export interface PanelState {
  session: VisitorSession;
  name: string;
  isOpen: boolean;
  /** Covers the whole screen: the page behind cannot be reached. */
  modal: boolean;
  /** Why messages do not leave at the moment; empty when they do. */
  trouble: string;
  atEnd: boolean;
  /** Arrived while the reader was further up. */
  below: number;
  /** Draws the composer. */
  write: () => TemplateResult;
  personLine: PersonLine | undefined;
  /** What is more than words: there as soon as anybody has answered. */
  late: Late | undefined;
  /** By an agent: there is nothing to be written. */
  blocked: boolean;
  close: () => void;
  askPerson: () => void;
  reply: (text: string) => void;
  toEnd: () => void;
}

/** What can be answered with a tap, as long as it was not answered and the bot is the one who listens. */
function replies({ session, reply, blocked }: PanelState) {
  const { room } = session;
  const newest = session.timeline.messages.findLast(({ target }) => !target);
  const { quick_replies = [] } = newest ?? session.config ?? {};
  if (blocked || session.unsent.length || session.live.answer || (room && room.owner.kind !== 'bot')) return nothing;
  return quick_replies.length
    ? html`
        <div class="replies">
          ${quick_replies.map((text) => html`<button dir="auto" @click=${() => reply(text)}>${text}</button>`)}
        </div>
      `
    : nothing;
}

/** The list itself, `.rows`, is filled by `MessageList`. */
export function panel(state: PanelState): TemplateResult {
  const { session } = state;
  return html`
    <section role="dialog" tabindex="-1" aria-labelledby="title" aria-modal=${state.modal} hidden=${state.isOpen ? nothing : ''}>
      ${header(session, state.name, state.close)}
      <p class="trouble late" role="status">${state.trouble}</p>
      <div class="log">
        <div class="scroller" tabindex="0" role="log" aria-live="off" aria-label=${strings.messages}>
          <div class="content"><div class="rows"></div>${replies(state)}</div>
        </div>
        ${state.atEnd ? nothing : state.late?.latest(state.below, state.toEnd)}
      </div>
      ${
        state.blocked
          ? html`<p class="standing blocked" role="status" tabindex="-1">${strings.blocked}</p>`
          : [standing(session, state.personLine, state.askPerson), state.write()]
      }
    </section>
  `;
}
