/** Where the visitor writes. What is written survives a reload; Enter sends, Shift and Enter break the line. */
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { icons } from '../icons.ts';
import { strings } from '../strings.ts';

/** protocol `MAX_CONTENT_LENGTH`. */
const LONGEST = 8_000;
const COUNT_FROM = 7_500;
/** Letters of a line, about: for browsers that cannot size a field by its content. */
const LINE = 42;

export interface ComposerOptions {
  draft: string;
  keep: (draft: string) => void;
  send: (text: string) => void;
  typing: (typing: boolean) => void;
  changed: () => void;
}

/** Returns what draws it. */
export function composer({ draft, keep, send, typing, changed }: ComposerOptions): () => TemplateResult {
  let text = draft;
  const set = (now: string) => {
    text = now;
    keep(now);
    typing(!!now.trim());
    changed();
  };
  const submit = (event: Event) => {
    event.preventDefault();
    const said = text.trim();
    if (!said || text.length > LONGEST) return;
    send(said);
    set('');
  };
  const key = (event: KeyboardEvent) => {
    // 229: some browsers end a composition before its Enter arrives.
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing && event.keyCode !== 229) submit(event);
  };
  return () => {
    const left = LONGEST - text.length;
    return html`
      <form class="composer" @submit=${submit}>
        <textarea
          rows=${Math.min(6, text.split('\n').length + Math.floor(text.length / LINE))}
          dir="auto"
          enterkeyhint="send"
          placeholder=${strings.write}
          aria-label=${strings.writeLabel}
          aria-invalid=${left < 0}
          aria-describedby="count"
          .value=${text}
          @input=${({ target }: Event) => set((target as HTMLTextAreaElement).value)}
          @keydown=${key}
        ></textarea>
        <button class="send" aria-label=${strings.send} aria-disabled=${left < 0 || !text.trim()}>${icons.send}</button>
        <output id="count" class=${left < 0 ? 'over' : ''}>
          ${text.length < COUNT_FROM ? nothing : left < 0 ? strings.tooLong(-left) : left}
        </output>
      </form>
    `;
  };
}
