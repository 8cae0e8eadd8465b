/** Divides what is too long for one article, at its headings where there are some, into parts that say which they are. */
import type { Part } from './document.ts';
import { titleOf } from './document.ts';

/** Characters; below what an article may have, so that a part can be taken over and written on by hand. */
const LENGTH = 30_000;

export function divided({ title, body }: Part): Part[] {
  if (body.length <= LENGTH) return [{ title, body }];
  const bodies: string[] = [];
  for (const piece of pieces(body, /\n\n(?=#{1,2} )/)
    .flatMap((section) => pieces(section, /\n\n/))
    .flatMap(slices)) {
    const open = bodies.at(-1);
    if (open !== undefined && open.length + piece.length + 2 <= LENGTH)
      bodies[bodies.length - 1] = `${open}\n\n${piece}`;
    else bodies.push(piece);
  }
  return bodies.map((part, i) => ({
    title: `${titleOf(title).slice(0, 180)} (${i + 1}/${bodies.length})`,
    body: part,
  }));
}

const pieces = (text: string, at: RegExp): string[] =>
  text.length <= LENGTH ? [text] : text.split(at).filter(Boolean);

/** A paragraph without an end. Characters stay whole. */
function slices(text: string): string[] {
  const all: string[] = [];
  for (let from = 0; from < text.length; ) {
    let to = Math.min(text.length, from + LENGTH);
    if (to < text.length && /[\uD800-\uDBFF]/.test(text[to - 1] as string)) to -= 1;
    all.push(text.slice(from, to));
    from = to;
  }
  return all;
}
