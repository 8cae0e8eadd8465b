/** Whether one is at the end of a list that grows there. Only a hand leaves the end: what moves by itself is followed. */
import { type RefObject, useEffect, useRef, useState } from 'react';

/** So near to the end counts as there, in pixels. */
export const NEAR_END = 60;
/** A scroll so soon after a key, a wheel or a touch was meant. */
const MEANT_MS = 1_000;

export interface End {
  atEnd: boolean;
  /** By a deed other than scrolling. */
  setAtEnd: (atEnd: boolean) => void;
  /** After a deed that scrolled: sees where one is. */
  look: () => void;
  /** For the scrolling element. */
  handlers: {
    onScroll: () => void;
    onWheel: () => void;
    onTouchMove: () => void;
    onKeyDown: () => void;
    onPointerDown: () => void;
    onPointerUp: () => void;
  };
}

/**
 * `grown` changes whenever there may be more; `follow` goes to the end. While `more` the list goes on beyond its end: there is
 * nothing to follow.
 */
export function useEnd(
  scroller: RefObject<HTMLElement | null>,
  grown: unknown,
  follow: () => void,
  { begins, more }: { begins: boolean; more: boolean },
): End {
  const [atEnd, setAtEnd] = useState(begins);
  const meantUntil = useRef(0);
  const latest = useRef(follow);
  useEffect(() => {
    latest.current = follow;
  });
  const distance = () => {
    const element = scroller.current;
    return element ? element.scrollHeight - element.scrollTop - element.clientHeight : 0;
  };
  useEffect(() => {
    if (!atEnd || more) return;
    const frame = requestAnimationFrame(() => {
      const element = scroller.current;
      if (element && element.scrollHeight - element.scrollTop - element.clientHeight > 1) latest.current();
    });
    return () => cancelAnimationFrame(frame);
  }, [atEnd, more, grown, scroller]);

  // What comes beside the list, and the field that grows below it, take from its end.
  useEffect(() => {
    const element = scroller.current;
    if (!element || !atEnd || more) return;
    const watch = new ResizeObserver(() => {
      if (element.scrollHeight - element.scrollTop - element.clientHeight > 1) latest.current();
    });
    watch.observe(element);
    return () => watch.disconnect();
  }, [atEnd, more, scroller]);

  const meant = () => {
    meantUntil.current = performance.now() + MEANT_MS;
  };
  return {
    atEnd: atEnd && !more,
    setAtEnd,
    look: () => setAtEnd(distance() <= NEAR_END && !more),
    handlers: {
      onScroll: () => {
        if (distance() <= NEAR_END && !more) setAtEnd(true);
        else if (performance.now() < meantUntil.current) setAtEnd(false);
      },
      onWheel: meant,
      onTouchMove: meant,
      onKeyDown: meant,
      // The bar of the list may be held for any time.
      onPointerDown: () => {
        meantUntil.current = Number.POSITIVE_INFINITY;
      },
      onPointerUp: meant,
    },
  };
}
