/** Signing in, or up: one form that is either, what is wrong said at its field, and the second step where there is one. */
import type { CallError } from '@parley/client';
import type { VisitorAccount } from '@parley/client/account';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { strings } from '../strings-account.ts';

export interface AccountFormOptions {
  root: ShadowRoot;
  base: string;
  visitor: VisitorAccount;
  /** Something is on its way as who the visitor is until now. */
  pending: () => boolean;
  done: () => void;
  back: () => void;
  changed: () => void;
}

type Field = 'email' | 'password' | 'again' | 'code';
/** Of a sign-up's parameters, where they are called otherwise. */
const FIELD_OF: Readonly<Record<string, Field>> = { password_confirm: 'again' };

export class AccountForm {
  #isNew = false;
  #values: Partial<Record<Field, string>> = {};
  #wrong: Partial<Record<Field, string>> = {};
  #failure = '';
  #busy = false;
  /** The server has asked for it. */
  #needsCode = false;
  #comesBack = false;
  #options: AccountFormOptions;

  constructor(options: AccountFormOptions) {
    this.#options = options;
  }

  /** Forgets what was typed. */
  close(): void {
    this.#values = {};
    this.#start(false);
  }

  template(): TemplateResult {
    const isNew = this.#isNew;
    const { base, back } = this.#options;
    return html`
      <form novalidate @submit=${this.#submit}>
        <h3 tabindex="-1">${isNew ? strings.signUp : strings.signIn}</h3>
        <p>${strings.why}</p>
        ${this.#field('email', { type: 'email', complete: 'username', most: 254 })}
        ${this.#field('password', { type: 'password', complete: isNew ? 'new-password' : 'current-password', hint: isNew && strings.rule })}
        ${isNew ? this.#field('again', { type: 'password', complete: 'new-password' }) : nothing}
        ${this.#needsCode && !isNew ? this.#field('code', { type: 'text', complete: 'one-time-code', most: 32 }) : nothing}
        <p class="wrong" role="alert">${this.#failure}</p>
        <button class="solid" aria-disabled=${this.#busy}>${isNew ? strings.signUp : strings.signIn}</button>
        <div class="ways">
          <button type="button" class="text" @click=${() => this.#switch(!isNew)}>
            ${isNew ? strings.toSignIn : strings.toSignUp}
          </button>
          ${
            isNew
              ? nothing
              : html`<a href=${`${base}/forgot`} target="_blank" rel="noopener">${strings.forgot} <span class="unseen">${strings.newTab}</span></a>`
          }
          <button type="button" class="text" @click=${back}>${strings.back}</button>
        </div>
      </form>
    `;
  }

  #field(
    name: Field,
    { type, complete, most = 256, hint }: { type: string; complete: string; most?: number; hint?: string | false },
  ): TemplateResult {
    const wrong = this.#wrong[name];
    return html`
      <div>
        <label>
          ${strings[name]}
          <input
            type=${type}
            name=${name}
            autocomplete=${complete}
            maxlength=${most}
            autocapitalize="none"
            spellcheck="false"
            aria-describedby=${`about-${name}`}
            aria-invalid=${!!wrong}
            .value=${this.#values[name] ?? ''}
            @input=${({ target }: Event) => (this.#values[name] = (target as HTMLInputElement).value)}
          />
        </label>
        <small id=${`about-${name}`} class=${wrong ? 'wrong' : ''}>${wrong || hint || nothing}</small>
      </div>
    `;
  }

  #submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    if (this.#busy) return;
    const { email = '', password = '', again = '', code = '' } = this.#values;
    const needed: Field[] = this.#isNew ? ['email', 'password', 'again'] : ['email', 'password'];
    this.#failure = '';
    this.#wrong = Object.fromEntries(
      (this.#needsCode ? [...needed, 'code' as const] : needed)
        .filter((name) => !this.#values[name]?.trim())
        .map((name) => [name, strings.missing]),
    );
    if (this.#isNew && again && again !== password) this.#wrong.again = strings.notSame;
    const { visitor, pending, done } = this.#options;
    if (pending()) this.#failure = strings.wait;
    if (this.#failure || Object.keys(this.#wrong).length > 0) return this.#tell();
    this.#busy = true;
    this.#options.changed();
    try {
      await (this.#isNew
        ? visitor.signUp({ email, password, password_confirm: again })
        : visitor.signIn({ email, password, ...(code && { code }), ...(this.#comesBack && { come_back: true }) }));
      done();
    } catch (error) {
      this.#take(error as CallError);
    }
    this.#busy = false;
    this.#tell();
  };

  #take({ code, fields = {}, retryAfter = 0 }: CallError): void {
    if (code === 'two_factor_required') this.#needsCode = true;
    else if (code === 'wrong_code') this.#wrong.code = fields.code ? strings.it(fields.code) : strings.wrong_code;
    else if (code === 'rate_limited') this.#failure = strings.rate_limited(retryAfter);
    else if (code === 'invalid') {
      for (const [name, why] of Object.entries(fields))
        this.#wrong[FIELD_OF[name] ?? (name as Field)] = strings.it(why);
    } else {
      const words: Partial<Record<string, unknown>> = strings;
      this.#failure = typeof words[code] === 'string' ? words[code] : strings.failed;
      this.#comesBack = code === 'account_deactivated';
    }
  }

  /** Shows what is wrong, and goes to where it is put right. */
  #tell(): void {
    this.#options.changed();
    const wrong = (['email', 'password', 'again', 'code'] as const).find((name) => this.#wrong[name]);
    if (wrong || this.#needsCode) this.#focus(`[name="${wrong ?? 'code'}"]`);
  }

  #focus(selector: string): void {
    this.#options.root.querySelector<HTMLElement>(`.account ${selector}`)?.focus();
  }

  #switch(isNew: boolean): void {
    this.#start(isNew);
    this.#options.changed();
    this.#focus('h3');
  }

  #start(isNew: boolean): void {
    this.#isNew = isNew;
    this.#needsCode = this.#comesBack = false;
    this.#wrong = {};
    this.#failure = '';
  }
}
