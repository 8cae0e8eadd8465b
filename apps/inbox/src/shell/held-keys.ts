/**
 * Letters that are typed after the key that opens a window and before its field has the focus: its code may still be on its way, and
 * the focus comes a frame later than the window. They are meant for that field, and must neither be lost nor be keys of the page.
 */
import { isTyping } from './keys.ts';

/** After so many milliseconds the window does not come any more, and keys are the page's again. */
const PATIENCE_MS = 10_000;
const WINDOW = '[role="dialog"]';
const FIELD = 'input, textarea, select';

export class HeldKeys {
  #text = '';
  #closed = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** From now on, until a field of a window has the focus. */
  hold(): void {
    this.release();
    this.#timer = setTimeout(() => this.release(), PATIENCE_MS);
    window.addEventListener('keydown', this.#onKeyDown, { capture: true });
    window.addEventListener('focusin', this.#onFocus);
    window.addEventListener('pointerdown', this.#onPointerDown, { capture: true });
  }

  /** What was held is forgotten. */
  release(): void {
    clearTimeout(this.#timer);
    window.removeEventListener('keydown', this.#onKeyDown, { capture: true });
    window.removeEventListener('focusin', this.#onFocus);
    window.removeEventListener('pointerdown', this.#onPointerDown, { capture: true });
    this.#text = '';
    this.#closed = false;
  }

  readonly #onKeyDown = (event: KeyboardEvent): void => {
    const chord = (event.ctrlKey || event.metaKey) && !event.getModifierState('AltGraph');
    if (chord || event.isComposing || event.key === 'Tab') return;
    event.preventDefault();
    event.stopPropagation();
    const letters = [...this.#text];
    if ([...event.key].length === 1) this.#text += event.key;
    else if (event.key === 'Backspace') this.#text = letters.slice(0, -1).join('');
    else if (event.key === 'Escape') this.#closed = true;
  };

  readonly #onFocus = ({ target }: FocusEvent): void => {
    if (!(target instanceof HTMLElement)) return;
    const opened = target.closest(WINDOW);
    const field = isTyping(target);
    // Its field gets the focus a frame after itself; another place is where somebody chose to write.
    if (opened ? !field && opened.querySelector(FIELD) : !field) return;
    const [text, closed] = [this.#text, this.#closed];
    this.release();
    if (!opened) return;
    if (closed) target.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true }));
    else if (text && field) document.execCommand('insertText', false, text);
  };

  /** A hand is elsewhere than the keys were meant for. */
  readonly #onPointerDown = (): void => this.release();
}
