/** Wires blocking: its commands, and keeping the blocked away. */
import { blockAddresses, blockVisitor, listBlocks, previewBlock, unblock } from '@parley/protocol';
import type { Feature } from '../core/feature.ts';
import { handle } from '../core/handler.ts';
import { blockAddressesVerb, blockVisitorVerb, listBlocksVerb, previewBlockVerb, unblockVerb } from './blocks.ts';
import { hearOfBlocks, keepsOut, startLooking } from './keep-out.ts';

export const blocks: Feature = {
  name: 'blocks',
  handlers: [
    handle(blockVisitor, blockVisitorVerb),
    handle(previewBlock, previewBlockVerb),
    handle(blockAddresses, blockAddressesVerb),
    handle(listBlocks, listBlocksVerb),
    handle(unblock, unblockVerb),
  ],
  keepsOut,
  wire: hearOfBlocks,
  start: (core) => startLooking(core),
};
