/**
 * What a visitor may ask about its own data: all of it in a file, to be forgotten, or to have its consent back. In the composer's place while it stands open, and
 * loaded when it is opened first.
 *
 *   asked -> gathering -> ready      asked -> sure -> gone      back to `asked`, or to the composer, from all but `gone`
 */
import type { VisitorSession } from '@parley/client';
import type { Consent } from '@parley/protocol';
import { html, nothing, render } from 'lit/html.js';
import { strings } from '../strings-own-data.ts';
import css from './own-data.css?inline';

const LOOK_EVERY_MS = 1_000;

type Step = 'asked' | 'gathering' | 'ready' | 'sure' | 'gone';
const WORDS: Record<Step, string> = {
  asked: strings.what,
  gathering: strings.gathering,
  ready: strings.ready,
  sure: strings.sure,
  gone: strings.gone,
};

/** Answers with what opens it. To be called once. `withdrawn` hears what is to be agreed to instead. */
export function ownData(
  session: VisitorSession,
  root: ShadowRoot,
  withdrawn: (due: Consent | null) => void,
): () => void {
  const { connection } = session;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  const box = document.createElement('div');
  box.className = 'own';
  let step: Step = 'asked';
  let failure = '';
  let request = '';

  const go = (next: Step, why = '') => {
    step = next;
    failure = why;
    draw();
    // What was pressed may be gone: the focus stays near, and the words are read out.
    box.querySelector('p')?.focus();
  };
  const attempt = (deed: () => Promise<void>) => () => deed().catch(() => go('asked', strings.failed));

  const gather = attempt(async () => {
    go('gathering');
    const { request: made } = await connection.call('request_export', {});
    request = made.request;
    look();
  });
  const look = () =>
    setTimeout(
      attempt(async () => {
        if (step !== 'gathering') return;
        const { state } = (await connection.call('get_privacy_request', { request })).request;
        if (step !== 'gathering') return;
        if (state === 'failed') throw new Error(state);
        if (state === 'done') go('ready');
        else look();
      }),
      LOOK_EVERY_MS,
    );
  const save = (format: 'html' | 'json') =>
    attempt(async () => {
      const link = document.createElement('a');
      // Sent to be saved: the page stays.
      link.href = (await connection.call('open_export', { request, format })).url;
      link.click();
    });
  const erase = attempt(async () => {
    await connection.call('request_erasure', {});
    go('gone');
  });
  const withdraw = attempt(async () => {
    const { consent } = await connection.call('withdraw_consent', {});
    close();
    withdrawn(consent);
    // Other tabs are told what is to be agreed to by a session of today.
    connection.reconnect();
  });
  const close = () => {
    root.adoptedStyleSheets = root.adoptedStyleSheets.filter((other) => other !== sheet);
    box.remove();
    root.querySelector<HTMLElement>('textarea')?.focus();
  };

  const button = (words: string, deed: () => void, look = 'text') =>
    html`<button class=${look} @click=${deed}>${words}</button>`;
  const draw = () =>
    render(
      html`
        <p tabindex="-1">${WORDS[step]}</p>
        <small role="alert">${failure}</small>
        ${step === 'asked' ? [button(strings.get, gather, 'solid'), button(strings.erase, () => go('sure'))] : nothing}
        ${step === 'asked' && session.config?.consented ? button(strings.withdraw, withdraw) : nothing}
        ${step === 'ready' ? [button(strings.read, save('html'), 'solid'), button(strings.program, save('json'))] : nothing}
        ${step === 'sure' ? button(strings.eraseNow, erase, 'solid') : nothing}
        ${step === 'gone' ? nothing : button(strings.back, step === 'sure' ? () => go('asked') : close)}
      `,
      box,
    );

  return () => {
    root.adoptedStyleSheets = [...root.adoptedStyleSheets.filter((other) => other !== sheet), sheet];
    root.querySelector('section')?.append(box);
    // Files that are ready, or being made, are still there.
    go(step === 'sure' ? 'asked' : step);
  };
}
