/** The line above the field in which speaking says what it does, and what the button is while it does: loaded with what listens. */
import type { VisitorSession } from '@parley/client';
import { html, nothing, render } from 'lit/html.js';
import { strings } from '../strings-voice.ts';
import css from './voice-line.css?inline';

export interface Shown {
  /** In place of `speak`: pressing ends what goes on. */
  end?: string;
  words?: string;
  again?: () => void;
}

export type Show = (shown: Shown) => void;

const STOP = 'M7 7h10v10H7z';

/** For as long as the chat is there. To be called once. */
export function voiceLine(session: VisitorSession, root: ShadowRoot): Show {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets.push(sheet);
  const line = document.createElement('div');
  const microphone = root.querySelector('.mic path')?.getAttribute('d') ?? '';

  const show: Show = ({ end, words = '', again }) => {
    line.className = words ? 'voice' : 'voice quiet';
    render(
      html`<span role="status" dir="auto">${words}</span>${again ? html`<button type="button" class="text" @click=${again}>${strings.again}</button>` : nothing}`,
      line,
    );
    const button = root.querySelector('.mic');
    if (!button) return;
    button.classList.toggle('hears', !!end);
    button.ariaLabel = end ?? strings.speak;
    button.querySelector('path')?.setAttribute('d', end ? STOP : microphone);
  };
  const put = () => {
    const form = root.querySelector('.composer');
    if (!root.querySelector('.mic')) line.remove();
    else if (form && !form.contains(line)) form.prepend(line);
  };
  show({});
  // After the chat has drawn: the form may be another one.
  session.subscribe(() => queueMicrotask(put));
  put();
  return show;
}
