/** A text that grows, told in pieces: what changed of it, no more often than eyes follow, and now and then the whole. */

/** Milliseconds between two pieces, and between two that carry the whole text for late listeners. */
const PIECE_MS = 60;
const WHOLE_MS = 1_000;

export interface Piece {
  /** From here on `text` replaces what stood (UTF-16 code units). */
  readonly offset: number;
  readonly text: string;
}

export class Pieces {
  readonly #say: (piece: Piece) => void;
  #text: (() => string) | undefined;
  #shown = '';
  #lastPiece = 0;
  #lastWhole = 0;
  #waiting: NodeJS.Timeout | undefined;

  constructor(say: (piece: Piece) => void) {
    this.#say = say;
  }

  /** Nothing was told yet, or what was told is forgotten. */
  get silent(): boolean {
    return this.#shown === '';
  }

  /** Tells the whole text so far, when asked: there are fewer pieces than texts. */
  show(text: () => string): void {
    this.#text = text;
    this.#waiting ??= setTimeout(() => this.#flush(), Math.max(0, this.#lastPiece + PIECE_MS - Date.now()));
  }

  /** Tells nothing more of it; the next text begins anew. */
  forget(): void {
    clearTimeout(this.#waiting);
    this.#waiting = undefined;
    this.#text = undefined;
    this.#shown = '';
    this.#lastWhole = 0;
  }

  #flush(): void {
    this.#waiting = undefined;
    const now = Date.now();
    const shown = this.#shown;
    const next = this.#text?.() ?? shown;
    if (next === shown) return;
    const whole = now - this.#lastWhole >= WHOLE_MS;
    const offset = whole ? 0 : next.startsWith(shown) ? shown.length : common(shown, next);
    this.#say({ offset, text: next.slice(offset) });
    this.#shown = next;
    this.#lastPiece = now;
    if (whole) this.#lastWhole = now;
  }
}

/** Length of what both begin with. */
function common(a: string, b: string): number {
  let i = 0;
  while (i < a.length && i < b.length && a[i] === b[i]) i++;
  return i;
}
