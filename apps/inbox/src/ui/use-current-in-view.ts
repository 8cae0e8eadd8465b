/** Links in one line that is wider than a phone: the one that is open is brought into sight. */
import { type RefObject, useEffect, useRef } from 'react';

/** For the line. `path` is the open link's address without a search; `count` of the links, where some come later than the line. */
export function useCurrentInView(path: string | undefined, count = 0): RefObject<HTMLElement | null> {
  const line = useRef<HTMLElement>(null);
  useEffect(() => {
    const link = line.current?.querySelector(`:is([href="${path}"], [href^="${path}?"])`);
    link?.scrollIntoView({ inline: 'center', block: 'nearest' });
  }, [path, count]);
  return line;
}
