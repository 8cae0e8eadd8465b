/** Solving a challenge as a third party would, from the protocol's page and with nothing of ours. */
import { hash } from 'node:crypto';

export function solve({ text, bits }: { readonly text: string; readonly bits: number }): string {
  for (let n = 0; ; n++) {
    const proof = `${text}.${n}`;
    if (Math.clz32(hash('sha256', proof, 'buffer').readUInt32BE(0)) >= bits) return proof;
  }
}
