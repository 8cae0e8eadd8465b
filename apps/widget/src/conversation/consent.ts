/**
 * What a visitor has to agree to before its first message, in the composer's place until it does. Loaded where the session's
 * config says that there is something to agree to; most sites ask nothing.
 */
import type { VisitorSession } from '@parley/client';
import { safeHref } from '@parley/protocol/markdown';
import { html, nothing, render } from 'lit/html.js';
import { strings } from '../strings-consent.ts';
import css from './consent.css?inline';
import { link } from './markdown.ts';

/** Asks, again and again, whenever the config says so. To be called once. Answers with what looks into the config. */
export function consent(session: VisitorSession, root: ShadowRoot, changed: () => void): () => void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  const box = document.createElement('div');
  box.className = 'consent';
  let failure = '';
  let asking = false;
  let busy = false;

  const agree = async () => {
    const { config } = session;
    if (busy || !config?.consent) return;
    busy = true;
    try {
      await session.connection.call('give_consent', { version: config.consent.version });
      config.consented = config.consent.version;
      delete config.consent;
      failure = '';
    } catch (error) {
      failure = (error as { code?: string }).code === 'consent_changed' ? strings.changed : strings.failed;
    }
    busy = false;
    changed();
    draw();
  };
  const draw = () => {
    const due = session.config?.consent;
    if (!!due !== asking) {
      asking = !!due;
      // Without the sheet the composer is there again, with what was begun to be written.
      const others = root.adoptedStyleSheets.filter((other) => other !== sheet);
      root.adoptedStyleSheets = due ? [...others, sheet] : others;
      const writing = root.activeElement?.matches('textarea');
      const here = box.contains(root.activeElement);
      if (due) root.querySelector('section')?.append(box);
      else box.remove();
      if (due && writing) queueMicrotask(() => box.querySelector<HTMLElement>('p')?.focus());
      if (here) root.querySelector<HTMLElement>('textarea')?.focus();
    }
    if (!due) return;
    const policy = due.policy_url && safeHref(due.policy_url);
    render(
      html`
        <p id="consent" tabindex="-1" dir="auto">${due.text}</p>
        ${policy ? link(policy, strings.policy) : nothing}
        <button class="solid" aria-describedby="consent" @click=${agree}>${strings.agree}</button>
        <small role="alert">${failure}</small>
      `,
      box,
    );
  };
  session.subscribe(draw);
  draw();
  return draw;
}
