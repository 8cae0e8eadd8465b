/** Where an answer may be sent when the visitor has left: offered, asked for, and its state always shown. */
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { icons } from '../icons.ts';
import { strings } from '../strings-person.ts';

export interface EmailFormOptions {
  root: ShadowRoot;
  /** Resolves with the address as it is kept. */
  save: (email: string) => Promise<string | null>;
  changed: () => void;
}

export class EmailForm {
  /** Null: as the moment suggests. */
  #open: boolean | null = null;
  #email = '';
  #busy = false;
  #error = '';
  #options: EmailFormOptions;

  constructor(options: EmailFormOptions) {
    this.#options = options;
  }

  /** `known`: the server has an address. `pressing`: nobody will answer soon, so the form stands open. */
  template(known: boolean, pressing: boolean): TemplateResult {
    const has = known || !!this.#email;
    if (!(this.#open ?? (pressing && !has))) {
      return html`
        ${has ? html`<span role="status">${strings.saved} <bdi>${this.#email || strings.yours}</bdi></span>` : nothing}
        <button class="text" @click=${() => this.#show(true)}>${has ? strings.change : strings.offer}</button>
      `;
    }
    return html`
      <form class="email" novalidate @submit=${this.#submit}>
        <label for="email">${strings.label}</label>
        <input
          id="email"
          type="email"
          autocomplete="email"
          maxlength="254"
          .value=${this.#email}
          aria-describedby="why"
          aria-invalid=${!!this.#error}
        />
        <button class="solid" aria-disabled=${this.#busy}>${strings.save}</button>
        <button type="button" class="icon" aria-label=${strings.close} @click=${() => this.#show(false)}>${icons.close}</button>
        <small id="why" role=${this.#error ? 'alert' : nothing}>${this.#error || strings.why}</small>
      </form>
    `;
  }

  #show(open: boolean): void {
    this.#open = open;
    this.#error = '';
    this.#options.changed();
    // Drawn in the same microtask turn: the focus stays near instead of falling back to the page.
    queueMicrotask(() => {
      this.#options.root.querySelector<HTMLElement>(open ? '#email' : '.standing button')?.focus();
    });
  }

  #submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const field = (event.target as HTMLFormElement).querySelector('input') as HTMLInputElement;
    const email = field.value.trim();
    if (this.#busy) return;
    if (!email || !field.checkValidity()) return this.#fail(strings.invalid);
    this.#busy = true;
    try {
      this.#email = (await this.#options.save(email)) ?? '';
      this.#show(false);
    } catch (error) {
      this.#fail((error as { code?: string }).code === 'invalid' ? strings.invalid : strings.failed);
    }
    this.#busy = false;
  };

  #fail(reason: string): void {
    this.#error = reason;
    this.#options.changed();
  }
}
