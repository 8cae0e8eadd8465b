/** Where the visitor writes. What is written survives a reload; Enter sends, Shift and Enter break the line. */
import { isBlank } from '@parley/protocol/blank';
import { html, type TemplateResult } from 'lit/html.js';
import { icons } from '../icons.ts';
import { strings } from '../strings.ts';

/** protocol `MAX_CONTENT_LENGTH`. */
const LONGEST = 8_000;
/** Letters of a line, about: for browsers that cannot size a field by its content. */
const LINE = 42;

export interface ComposerOptions {
  /** What stands between the field and the button that sends. */
  beside: () => unknown;
  draft: string;
  keep: (draft: string) => void;
  send: (text: string) => void;
  typing: (typing: boolean) => void;
  changed: () => void;
}

/** Returns what draws it. */
export function composer({ beside, draft, keep, send, typing, changed }: ComposerOptions): () => TemplateResult {
  let text = draft;
  const set = (now: string) => {
    text = now;
    keep(now);
    typing(!isBlank(now));
    changed();
  };
  const submit = (event: Event) => {
    event.preventDefault();
    if (isBlank(text) || text.length > LONGEST) return;
    send(text.trim());
    set('');
  };
  const key = (event: KeyboardEvent) => {
    // 229: some browsers end a composition before its Enter arrives.
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing && event.keyCode !== 229) submit(event);
  };
  return () => {
    const over = text.length > LONGEST;
    return html`
      <form class="composer" @submit=${submit}>
        <textarea
          rows=${Math.min(6, text.split('\n').length + Math.floor(text.length / LINE))}
          dir="auto"
          enterkeyhint="send"
          placeholder=${strings.write}
          aria-label=${strings.writeLabel}
          aria-invalid=${over}
          .value=${text}
          @input=${({ target }: Event) => set((target as HTMLTextAreaElement).value)}
          @keydown=${key}
        ></textarea>
        ${beside()}
        <button class="send" aria-label=${strings.send} aria-disabled=${over || isBlank(text)}>${icons.send}</button>
      </form>
    `;
  };
}
