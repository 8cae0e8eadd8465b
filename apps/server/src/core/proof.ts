/**
 * Work that is asked of a caller before it costs us any: good for a few minutes, for one purpose, and not remembered.
 *
 *   challenge   base64url( end 4 | bits 1 | chance 9 | tag 16 ), the tag an HMAC of the rest and of the purpose
 *   proof       the challenge, a dot, and digits, so that the SHA-256 of it all begins with so many zero bits
 *
 * To read one costs an HMAC and a hash, whatever was sent. Whether it was used before is not known here.
 */
import { createHmac, hash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Challenge } from '@parley/protocol';
import { deriveKey } from './secrets.ts';

/** As long as a slow phone may need for the longest search, and too short to gather many of them. */
const GOOD_FOR_MS = 5 * 60_000;
const SAID_BYTES = 14;
const TAG_BYTES = 16;
/** Forty letters are exactly these thirty bytes: there is one way to write each challenge. */
const FORM = /^([\w-]{40})\.\d{1,16}$/;

export interface Proven {
  /** The same for each proof of the same challenge. */
  readonly hash: Buffer;
  /** Milliseconds. */
  readonly expiresAt: number;
}

/** Why a proof is none; `used` finds out whoever remembers. */
export type Unproven = 'malformed' | 'foreign' | 'expired' | 'unsolved' | 'used';

export class Proofs {
  readonly #key: Buffer;
  readonly #now: () => number;

  /** Nodes of one secret read each other's. */
  constructor(secret: string, now: () => number) {
    this.#key = deriveKey(secret, 'proof');
    this.#now = now;
  }

  /** A challenge for whoever `purpose` names: nobody else's solution of it counts. */
  ask(purpose: string, bits: number): Challenge {
    const said = randomBytes(SAID_BYTES);
    said.writeUInt32BE(Math.ceil((this.#now() + GOOD_FOR_MS) / 1_000), 0);
    said.writeUInt8(bits, 4);
    return { text: Buffer.concat([said, this.#tag(said, purpose)]).toString('base64url'), bits };
  }

  read(proof: string, purpose: string): Proven | Unproven {
    const text = FORM.exec(proof)?.[1];
    if (text === undefined) return 'malformed';
    const bytes = Buffer.from(text, 'base64url');
    const said = bytes.subarray(0, SAID_BYTES);
    const tag = bytes.subarray(SAID_BYTES);
    if (!timingSafeEqual(tag, this.#tag(said, purpose))) return 'foreign';
    const expiresAt = said.readUInt32BE(0) * 1_000;
    if (expiresAt <= this.#now()) return 'expired';
    return zeroBits(hash('sha256', proof, 'buffer')) < said.readUInt8(4) ? 'unsolved' : { hash: tag, expiresAt };
  }

  #tag(said: Buffer, purpose: string): Buffer {
    return createHmac('sha256', this.#key).update(said).update(purpose).digest().subarray(0, TAG_BYTES);
  }
}

/** Of the first 32: nobody is asked for more. */
const zeroBits = (digest: Buffer): number => Math.clz32(digest.readUInt32BE(0));
