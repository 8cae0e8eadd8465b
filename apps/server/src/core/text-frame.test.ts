/** Holds that our frames are those of ws, at every length of their header, and that readers of both kinds get them in order. */
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { textFrame } from './text-frame.ts';

interface Sender {
  frame(data: Buffer, options: object): Buffer[];
}
const { Sender } = createRequire(import.meta.url)('ws') as { Sender: Sender };

test.each([0, 1, 125, 126, 127, 65_535, 65_536, 200_000])('a text of %i bytes', (length) => {
  for (const text of ['a'.repeat(length), `é${'😀'.repeat(Math.floor(length / 4))}`]) {
    const options = { fin: true, rsv1: false, opcode: 1, mask: false, readOnly: true };
    expect(textFrame(text).equals(Buffer.concat(Sender.frame(Buffer.from(text), options)))).toBe(true);
  }
});
