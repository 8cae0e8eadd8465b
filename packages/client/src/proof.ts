/**
 * The work that a server asks of new visitors in a flood, done between the page's other doings. Loaded when it is asked for.
 * SHA-256 by hand: `crypto.subtle` is absent on pages without TLS and answers each small question later; what is searched fits one
 * block, for which these lines are twice as fast as a library that takes any length; and the client depends on none.
 */
import type { Challenge } from '@parley/protocol';
import type { CallError } from './call-error.ts';
import type { Connection } from './connection.ts';

/** Milliseconds of work at a stretch: whatever else the page does is never late by more. */
const SLICE_MS = 10;
/** Hashes between two looks at the clock, some tenths of a millisecond. */
const ROUND = 256;
/** Of the number that is searched, from zeros on: far more than any challenge asks for. */
const DIGITS = 10;
const [ZERO, NINE] = [48, 57];

const PRIMES: number[] = [];
for (let n = 2; PRIMES.length < 64; n++) if (PRIMES.every((prime) => n % prime)) PRIMES.push(n);
type Begin = [number, number, number, number, number, number, number, number];
/** The first 32 bits of the fraction of each prime's root. */
const fractions = (root: (n: number) => number) => Int32Array.from(PRIMES, (prime) => (root(prime) % 1) * 2 ** 32);
const [A, B, C, D, E, F, G, H] = fractions(Math.sqrt) as unknown as Begin;
const ROUNDS = fractions(Math.cbrt);

const words = new Int32Array(64);

/** The first word of the SHA-256 of what stands, padded, in `block`. */
function hash(block: DataView): number {
  for (let i = 0; i < 16; i++) words[i] = block.getInt32(i * 4);
  for (let i = 16; i < 64; i++) {
    const near = words[i - 15] as number;
    const far = words[i - 2] as number;
    const one = ((near >>> 7) | (near << 25)) ^ ((near >>> 18) | (near << 14)) ^ (near >>> 3);
    const two = ((far >>> 17) | (far << 15)) ^ ((far >>> 19) | (far << 13)) ^ (far >>> 10);
    words[i] = (words[i - 16] as number) + one + (words[i - 7] as number) + two;
  }
  let [a, b, c, d, e, f, g, h] = [A, B, C, D, E, F, G, H];
  for (let i = 0; i < 64; i++) {
    const one = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const two = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const most = (a & b) ^ (a & c) ^ (b & c);
    const next = h + one + ((e & f) ^ (~e & g)) + (ROUNDS[i] as number) + (words[i] as number);
    h = g;
    g = f;
    f = e;
    e = (d + next) | 0;
    d = c;
    c = b;
    b = a;
    a = (next + two + most) | 0;
  }
  return a + A;
}

/** Resolves with what `open_session` takes as `proof`. `text` has 44 letters at most. */
export async function solve({ text, bits }: Challenge): Promise<string> {
  const bytes = new Uint8Array(64);
  const block = new DataView(bytes.buffer);
  const { written } = new TextEncoder().encodeInto(`${text}.${'0'.repeat(DIGITS)}`, bytes);
  bytes[written] = 0x80;
  block.setUint32(60, written * 8);
  for (;;) {
    const until = Date.now() + SLICE_MS;
    do {
      for (let n = 0; n < ROUND; n++) {
        if (Math.clz32(hash(block)) >= bits) return new TextDecoder().decode(bytes.subarray(0, written));
        let at = written - 1;
        while (bytes[at] === NINE) bytes[at--] = ZERO;
        (bytes[at] as number)++;
      }
    } while (Date.now() < until);
    await new Promise((resolve) => setTimeout(resolve));
  }
}

interface Proving {
  /** While it is worked for. */
  busy?: boolean;
  readonly connection: Pick<Connection, 'mirror' | 'state'>;
}

const proving = new WeakMap<Proving, Promise<unknown>>();

/** Solves, and asks again with the proof. A session that connects anew meanwhile waits for the same answer, and works no second time. */
export function prove<Answer>(
  session: Proving,
  { challenge }: Pick<CallError, 'challenge'>,
  ask: (proof: string) => Promise<Answer>,
): Promise<Answer> {
  const known = proving.get(session) as Promise<Answer> | undefined;
  if (known) return known;
  const begun = solve(challenge as Challenge)
    .then(ask)
    .finally(() => {
      session.busy = false;
      proving.delete(session);
    });
  proving.set(session, begun);
  session.busy = true;
  // Whoever shows the session hears of it: its state is told once more.
  session.connection.mirror(session.connection.state);
  return begun;
}
