/** Where an answer may be sent when the visitor has left: asked once, changed at will, and its state always shown. */
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { strings } from '../strings.ts';

export interface EmailFormOptions {
  save: (email: string) => Promise<string | null>;
  changed: () => void;
}

export class EmailForm {
  /** Null: not asked for. True: shown by the visitor's wish. */
  #open: boolean | null = null;
  #email: string | null = null;
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
        ${has ? html`<span dir="auto">${strings.emailSaved(this.#email ?? '')}</span>` : nothing}
        <button class="text" @click=${() => this.#show(true)}>${has ? strings.emailChange : strings.emailOffer}</button>
      `;
    }
    return html`
      <form class="email" @submit=${this.#submit}>
        <label for="email">${strings.emailLabel}</label>
        <input
          id="email"
          type="email"
          autocomplete="email"
          required
          maxlength="254"
          .value=${this.#email ?? ''}
          aria-describedby="why"
          aria-invalid=${!!this.#error}
        />
        <button class="solid" aria-disabled=${this.#busy}>${strings.emailSave}</button>
        <button type="button" class="icon" aria-label=${strings.close} @click=${() => this.#show(false)}>×</button>
        <small id="why" role=${this.#error ? 'alert' : nothing}>${this.#error || strings.emailWhy}</small>
      </form>
    `;
  }

  #show(open: boolean): void {
    this.#open = open;
    this.#options.changed();
  }

  #submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    if (this.#busy) return;
    this.#busy = true;
    this.#error = '';
    this.#options.changed();
    try {
      this.#email = await this.#options.save((event.target as HTMLFormElement).querySelector('input')?.value ?? '');
      this.#open = false;
    } catch {
      this.#error = strings.emailFailed;
    }
    this.#busy = false;
    this.#options.changed();
  };
}
