/** What counts as work done, for whom and for how long; everything else costs a hash and counts as nothing. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { solve } from '../../test/work.ts';
import { Proofs } from './proof.ts';

const SECRET = 'a secret of tests that is long enough to be one';
const NOW = 1_800_000_000_000;
const BITS = 8;
let now = NOW;
const proofs = new Proofs(SECRET, () => now);

const spoilt = (proof: string, at: number) => {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const next = letters[(letters.indexOf(proof[at] as string) + 1) % 64];
  return proof.slice(0, at) + next + proof.slice(at + 1);
};

test('[V8] a solution counts for five minutes, for whom it was asked of, on every node of the same secret', () => {
  const proof = solve(proofs.ask('site address', BITS));
  const read = proofs.read(proof, 'site address');
  expect(read).toMatchObject({ hash: expect.any(Buffer), expiresAt: NOW + 300_000 });
  expect(new Proofs(SECRET, () => NOW).read(proof, 'site address')).toEqual(read);
  expect(proofs.read(proof, 'site another')).toBe('foreign');
  expect(proofs.read(proof, 'other address')).toBe('foreign');
  expect(new Proofs(`${SECRET}!`, () => NOW).read(proof, 'site address')).toBe('foreign');
  now = NOW + 299_999;
  expect(proofs.read(proof, 'site address')).toEqual(read);
  now = NOW + 300_000;
  expect(proofs.read(proof, 'site address')).toBe('expired');
  now = NOW;
});

test('[V8] two solutions of one challenge are the same one', () => {
  const challenge = proofs.ask('whom', 4);
  const found = Array.from({ length: 200 }, (_, n) => proofs.read(`${challenge.text}.${n}`, 'whom'));
  const good = found.filter((read) => typeof read === 'object');
  expect(good.length).toBeGreaterThan(1);
  expect(new Set(good.map(({ hash }) => hash.toString('hex'))).size).toBe(1);
  expect(found.filter((read) => read === 'unsolved').length).toBeGreaterThan(100);
});

test('[V8] a challenge with any letter changed is none of ours: no longer life, no lower price, no other spelling', () => {
  const proof = solve(proofs.ask('whom', BITS));
  for (let at = 0; at < 40; at++) expect([at, proofs.read(spoilt(proof, at), 'whom')]).toEqual([at, 'foreign']);
  for (const other of [
    proof.replace('.', '=.'),
    proof.replace('.', '..'),
    ` ${proof}`,
    `${proof}\n`,
    `${proof} `,
    proof.replace('.', ''),
    proof.split('.')[0] as string,
    `${proof.split('.')[0]}.`,
    `${proof.split('.')[0]}.-1`,
    `${proof.split('.')[0]}.１２`,
    proof.slice(1),
    `A${proof}`,
  ])
    expect([other, proofs.read(other, 'whom')]).toEqual([other, 'malformed']);
});

test('whatever is sent is read as no proof, and nothing is thrown', () => {
  const isNone = (text: string) => typeof proofs.read(text, 'whom') === 'string';
  fc.assert(fc.property(fc.string(), isNone));
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 80 }), isNone));
  const forged = fc.tuple(fc.uint8Array({ minLength: 30, maxLength: 30 }), fc.nat());
  fc.assert(fc.property(forged, ([bytes, n]) => isNone(`${Buffer.from(bytes).toString('base64url')}.${n}`)));
});

test('a thousand forged ones cost milliseconds', () => {
  const forged = Array.from({ length: 1_000 }, (_, n) => `${proofs.ask('somebody else', 18).text}.${n}`);
  const begun = process.cpuUsage();
  for (const proof of forged) expect(proofs.read(proof, 'whom')).toBe('foreign');
  expect(process.cpuUsage(begun).user / 1_000).toBeLessThan(500);
});
