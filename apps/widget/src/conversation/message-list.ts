/**
 * The messages on the screen. Rows keep their elements, so that nothing moves under a reader's eye: the end is followed
 * only by who is at the end, and older messages appear above without a jump.
 */

export interface Keyed {
  key: string;
}

export interface MessageList<Row extends Keyed> {
  /** Set it, and the next update follows the end. */
  atEnd: boolean;
  update: (rows: readonly Row[]) => void;
  toEnd: () => void;
}

/** Nearer than this to the end counts as being there. */
const AT_END_PX = 60;
/** So near to the top the page before is asked for. */
const NEAR_TOP_PX = 300;

const same = <T extends object>(a: T, b: T): boolean => {
  const keys = Object.keys({ ...a, ...b }) as (keyof T)[];
  return keys.every((key) => a[key] === b[key]);
};

/** `scroller` holds one element, which holds the rows. `draw` fills a row's element, again when the row differs. */
export function messageList<Row extends Keyed>(
  scroller: HTMLElement,
  draw: (row: Row, element: HTMLElement) => void,
  moved: (nearTop: boolean) => void,
): MessageList<Row> {
  const rowsElement = scroller.firstElementChild as Element;
  const shown = new Map<string, { row: Row; element: HTMLElement }>();

  const toEnd = () => {
    scroller.scrollTop = scroller.scrollHeight;
  };
  /** A day's heading is no hold: when older messages come it moves above them. */
  const firstInSight = () => {
    for (const { element } of shown.values()) {
      const { className, offsetTop, offsetHeight } = element;
      if (!className.startsWith('day') && offsetTop + offsetHeight > scroller.scrollTop) return element;
    }
    return undefined;
  };
  const list: MessageList<Row> = {
    atEnd: true,
    toEnd,
    update(rows) {
      const hold = list.atEnd ? undefined : firstInSight();
      const offset = (hold?.offsetTop ?? 0) - scroller.scrollTop;
      const keys = new Set(rows.map(({ key }) => key));
      for (const [key, { element }] of shown) {
        if (keys.has(key)) continue;
        element.remove();
        shown.delete(key);
      }
      let next = rowsElement.firstElementChild;
      for (const row of rows) {
        const known = shown.get(row.key);
        const element = known?.element ?? document.createElement('div');
        if (!known || !same(known.row, row)) draw(row, element);
        shown.set(row.key, { row, element });
        if (element === next) next = next.nextElementSibling;
        else rowsElement.insertBefore(element, next);
      }
      if (list.atEnd) toEnd();
      else if (hold?.isConnected) scroller.scrollTop = hold.offsetTop - offset;
    },
  };
  scroller.onscroll = () => {
    const { scrollTop, scrollHeight, clientHeight } = scroller;
    list.atEnd = scrollHeight - scrollTop - clientHeight < AT_END_PX;
    moved(scrollTop < NEAR_TOP_PX);
  };
  // A growing composer or a keyboard takes room from below: the end stays in sight.
  new ResizeObserver(() => list.atEnd && toEnd()).observe(scroller);
  return list;
}
