/** Whom a block of addresses would meet, in words. */
import type { CommandResult } from '@parley/protocol';

/** `known`: the visitor who is meant is one of them. */
export function metWords({ here }: CommandResult<'preview_block'>, known: boolean): string {
  const others = Math.max(0, here - (known ? 1 : 0));
  const other = known ? 'other ' : '';
  if (others === 0) return known ? 'Nobody else is connected from there now.' : 'Nobody is connected from there now.';
  const who = others === 1 ? `One ${other}visitor is` : `${others} ${other}visitors are`;
  return `${who} connected from there now, and cannot write then either.`;
}
