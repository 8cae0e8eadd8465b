/** HTML as a tree, whatever was left out of it, and refused where only a machine can have made it so deep. */
import { Parser } from 'htmlparser2';
import { parseHTML } from 'linkedom';
import { Unreadable } from './document.ts';
import type { DomNode } from './html-markdown.ts';

/** As deep as browsers go. To build a tree takes the square of its depth. */
const DEPTH = 512;

export interface Element extends DomNode {
  querySelector(selector: string): Element | null;
  querySelectorAll(selector: string): Iterable<Element>;
  getAttribute(name: string): string | null;
  remove(): void;
  cloneNode(deep: boolean): Element;
}
export interface Page extends Element {
  readonly documentElement: Element;
  readonly body: Element | null;
}

/** Throws `unreadable`. */
export function parsePage(html: string): Page {
  assertShallow(html);
  // The library takes what it gets for the whole, and a page may leave all of this out.
  const whole = /<html[\s>]/i.test(html) ? html : `<html><body>${html}</body></html>`;
  return (parseHTML(whole) as unknown as { document: Page }).document;
}

function assertShallow(html: string): void {
  let depth = 0;
  const parser = new Parser({
    onopentagname: () => {
      if (++depth > DEPTH) throw new Unreadable('unreadable');
    },
    onclosetag: () => {
      depth -= 1;
    },
  });
  parser.end(html);
}
