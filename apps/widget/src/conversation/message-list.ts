/**
 * The messages on the screen. Rows keep their elements, so that nothing moves under a reader's eye: the end is followed
 * only by who is at the end, and older messages appear above without a jump.
 */

export interface Keyed {
  key: string;
}

export interface MessageList<Row extends Keyed> {
  /** The reader is at the end. Set it, and what comes next is followed. */
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

/**
 * `scroller` holds one element with all that scrolls, whose first child holds the rows. `draw` fills a row's element, again
 * when the row differs.
 */
export function messageList<Row extends Keyed>(
  scroller: HTMLElement,
  draw: (row: Row, element: HTMLElement) => void,
  on: { moved: () => void; nearTop: () => void },
): MessageList<Row> {
  const content = scroller.firstElementChild as Element;
  const rowsElement = content.firstElementChild as Element;
  const shown = new Map<string, { row: Row; element: HTMLElement }>();

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
    toEnd() {
      list.atEnd = true;
      scroller.scrollTop = scroller.scrollHeight;
    },
    update(rows) {
      // Nothing is measured at the end, the usual place: asking for a position would lay the page out at once.
      const hold = list.atEnd ? undefined : firstInSight();
      const offset = hold && hold.offsetTop - scroller.scrollTop;
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
      if (hold?.isConnected) scroller.scrollTop = hold.offsetTop - (offset as number);
    },
  };
  let top = 0;
  scroller.onscroll = () => {
    const { scrollTop, scrollHeight, clientHeight } = scroller;
    // The event comes late: what grew since then is no reader going up.
    const atEnd = scrollHeight - scrollTop - clientHeight < AT_END_PX || (list.atEnd && scrollTop >= top);
    top = scrollTop;
    if (atEnd !== list.atEnd) {
      list.atEnd = atEnd;
      on.moved();
    }
    if (scrollTop < NEAR_TOP_PX) on.nearTop();
  };
  // New rows, and a growing composer or a keyboard that take room from below: the end stays in sight.
  const observer = new ResizeObserver(() => list.atEnd && list.toEnd());
  observer.observe(scroller);
  observer.observe(content);
  return list;
}
