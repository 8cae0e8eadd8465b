/**
 * Whether an answer helped: two small buttons under it. What was said is
 * remembered in this browser, so that it shows after a reload; the server keeps the latest word.
 */
import type { VisitorSession } from '@parley/client';
import type { Message } from '@parley/protocol';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { icon } from '../icons.ts';
import { strings } from '../strings-rating.ts';
import css from './rating.css?inline';
import type { Row } from './rows.ts';

const keyOf = (room: string) => `parley:${room.split(' ')[0]}:rated`;
/** Answers remembered. */
const MOST = 50;

const UP = 'M7 11v9H4v-9zM7 11l4-8c1.7 0 2.6 1.2 2.3 3l-.6 3H19c1.3 0 2.2 1.2 1.9 2.4l-1.6 7c-.2 1-1 1.6-2 1.6H7';
const DOWN = 'M17 13V4h3v9zM17 13l-4 8c-1.7 0-2.6-1.2-2.3-3l.6-3H5c-1.3 0-2.2-1.2-1.9-2.4l1.6-7C4.9 4.6 5.7 4 6.7 4H17';

export function rating(session: VisitorSession, root: ShadowRoot): (row: Row) => TemplateResult | typeof nothing {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets.push(sheet);

  /** Of the room that was rated last: a browser is one visitor's. */
  const said = (room: string): Record<string, boolean> => {
    try {
      const [whose, ratings] = JSON.parse(session.storage.get(keyOf(room)) ?? '[]');
      return whose === room ? ratings : {};
    } catch {
      return {};
    }
  };
  const remember = ({ room, seq }: Message, helped: boolean) => {
    const latest = Object.entries({ ...said(room), [seq]: helped }).slice(-MOST);
    session.storage.set(keyOf(room), JSON.stringify([room, Object.fromEntries(latest)]));
  };

  const rate = async (event: Event, message: Message, helped: boolean) => {
    const { room, seq } = message;
    const chosen = event.currentTarget as HTMLElement;
    const box = chosen.parentElement as HTMLElement;
    const show = (helped: boolean | undefined, words: string) => {
      for (const button of box.querySelectorAll('button')) button.ariaPressed = `${button.value === `${helped}`}`;
      (box.lastElementChild as HTMLElement).textContent = words;
    };
    const before = said(room)[seq];
    show(helped, helped ? strings.thanks : strings.sorry);
    try {
      await session.connection.call('rate_answer', { seq, helped });
      remember(message, helped);
    } catch {
      show(before, strings.failed);
    }
  };

  return ({ message }) => {
    if (!message?.ask_helped || message.change) return nothing;
    const mine = said(message.room)[message.seq];
    const button = (helped: boolean) => html`
      <button
        value=${`${helped}`}
        aria-label=${helped ? strings.helped : strings.notHelped}
        aria-pressed=${mine === helped}
        @click=${(event: Event) => rate(event, message, helped)}
      >${icon(helped ? UP : DOWN)}</button>
    `;
    return html`<div class="rate" role="group" aria-label=${strings.question}>${button(true)}${button(false)}<span role="status"></span></div>`;
  };
}
