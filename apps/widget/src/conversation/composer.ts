/** Where the visitor writes. What is written survives a reload; Enter sends, Shift and Enter break the line. */
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { icons } from '../icons.ts';
import { strings } from '../strings.ts';

/** protocol `MAX_CONTENT_LENGTH`. */
const LONGEST = 8_000;
const COUNT_FROM = 7_500;

export interface ComposerOptions {
  draft: string;
  keep: (draft: string) => void;
  send: (text: string) => void;
  typing: (typing: boolean) => void;
  changed: () => void;
}

export class Composer {
  #text: string;
  #options: ComposerOptions;
  #field: HTMLTextAreaElement | undefined;

  constructor(options: ComposerOptions) {
    this.#options = options;
    this.#text = options.draft;
  }

  template(): TemplateResult {
    const left = LONGEST - this.#text.length;
    const blocked = left < 0 || !this.#text.trim();
    return html`
      <form class="composer" @submit=${this.#submit}>
        <textarea
          rows="1"
          dir="auto"
          enterkeyhint="send"
          placeholder=${strings.write}
          aria-label=${strings.writeLabel}
          aria-invalid=${left < 0}
          aria-describedby="count"
          .value=${this.#text}
          @input=${this.#input}
          @keydown=${this.#key}
        ></textarea>
        <button class="send" aria-label=${strings.send} aria-disabled=${blocked}>${icons.send}</button>
        <output id="count" class=${left < 0 ? 'over' : ''}>
          ${this.#text.length < COUNT_FROM ? nothing : left < 0 ? strings.tooLong(-left) : left}
        </output>
      </form>
    `;
  }

  #set(text: string): void {
    this.#text = text;
    this.#options.keep(text);
    this.#options.typing(!!text.trim());
    this.#options.changed();
  }

  #input = ({ target }: Event): void => {
    this.#field = target as HTMLTextAreaElement;
    this.#set(this.#field.value);
  };

  #key = (event: KeyboardEvent): void => {
    // 229: some browsers end a composition before its Enter arrives.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    this.#submit(event);
  };

  #submit = (event: Event): void => {
    event.preventDefault();
    const text = this.#text.trim();
    if (!text || this.#text.length > LONGEST) return;
    this.#options.send(text);
    this.#set('');
    this.#field?.focus();
  };
}
