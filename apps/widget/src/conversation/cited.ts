/** Where in an article the passage stands that an answer cites. */
import { type Block, type Inline, parseInline } from '@parley/protocol/markdown';

const words = (parts: readonly Inline[]) =>
  parts
    .map(({ text }) => text)
    .join('')
    .trim();

/** Headings of this level and above divide an article into passages; those below stand within one. */
const SECTION = 2;

/**
 * `heading` is as in a message's `sources`. From its block up to the one that is not of it any more; an empty range where no heading is
 * called so, because the article has changed since or the passage stands above all of them.
 */
export function citedRange(blocks: readonly Block[], heading = ''): [from: number, to: number] {
  const wanted = words(parseInline(heading));
  let section = '';
  for (const [i, block] of blocks.entries()) {
    if (block.type !== 'heading') continue;
    const own = words(block.content);
    const isSection = block.level <= SECTION;
    if (isSection) section = own;
    if (wanted !== (isSection || !section ? own : `${section} › ${own}`)) continue;
    const level = Math.max(block.level, SECTION);
    const next = blocks.findIndex((other, j) => j > i && other.type === 'heading' && other.level <= level);
    return [i, next < 0 ? blocks.length : next];
  }
  return [0, 0];
}
