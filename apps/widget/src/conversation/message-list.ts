/**
 * The messages on the screen. Rows keep their elements, so that nothing moves under a reader's eye: the end is followed
 * only by who is at the end, and older messages appear above without a jump.
 */
import { render, type TemplateResult } from 'lit/html.js';

export interface Keyed {
  key: string;
}

/** Nearer than this to the end counts as being there. */
const AT_END_PX = 60;
/** So near to the top the page before is asked for. */
const NEAR_TOP_PX = 300;

export class MessageList<Row extends Keyed> {
  readonly element = document.createElement('ol');
  atEnd = true;
  #scroller: HTMLElement;
  #shown = new Map<string, { row: Row; element: HTMLElement }>();
  #template: (row: Row) => TemplateResult;
  #classes: (row: Row) => string;

  constructor(
    scroller: HTMLElement,
    template: (row: Row) => TemplateResult,
    classes: (row: Row) => string,
    on: { moved: () => void; nearTop: () => void },
  ) {
    this.#scroller = scroller;
    this.#template = template;
    this.#classes = classes;
    scroller.append(this.element);
    scroller.onscroll = () => {
      const { scrollTop, scrollHeight, clientHeight } = scroller;
      const atEnd = scrollHeight - scrollTop - clientHeight < AT_END_PX;
      if (atEnd !== this.atEnd) {
        this.atEnd = atEnd;
        on.moved();
      }
      if (scrollTop < NEAR_TOP_PX) on.nearTop();
    };
    // A growing composer or a keyboard takes room from below: the end stays in sight.
    new ResizeObserver(() => this.atEnd && this.toEnd()).observe(scroller);
  }

  update(rows: readonly Row[]): void {
    const scroller = this.#scroller;
    const anchor = this.atEnd ? undefined : this.#firstInSight();
    const offset = anchor && anchor.offsetTop - scroller.scrollTop;
    const keys = new Set(rows.map(({ key }) => key));
    for (const [key, { element }] of this.#shown) {
      if (keys.has(key)) continue;
      element.remove();
      this.#shown.delete(key);
    }
    let next = this.element.firstElementChild;
    for (const row of rows) {
      const known = this.#shown.get(row.key);
      const element = known?.element ?? document.createElement('li');
      if (!known || !same(known.row, row)) {
        element.className = this.#classes(row);
        render(this.#template(row), element);
        this.#shown.set(row.key, { row, element });
      }
      if (element === next) next = next.nextElementSibling;
      else this.element.insertBefore(element, next);
    }
    if (this.atEnd) this.toEnd();
    else if (anchor?.isConnected) scroller.scrollTop = anchor.offsetTop - (offset as number);
  }

  /** A day's heading is no hold: when older messages come it moves above them. */
  #firstInSight(): HTMLElement | undefined {
    const { scrollTop } = this.#scroller;
    for (const { element } of this.#shown.values()) {
      if (element.className !== 'day' && element.offsetTop + element.offsetHeight > scrollTop) return element;
    }
    return undefined;
  }

  toEnd(): void {
    this.#scroller.scrollTop = this.#scroller.scrollHeight;
  }
}

const same = (a: object, b: object): boolean => {
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => a[key as keyof typeof a] === b[key as keyof typeof b])
  );
};
