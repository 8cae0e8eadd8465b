/** What a flooded server asks for is found, is right, and holds nothing up. */
import { hash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { ConnectionState } from './connection.ts';
import { prove, solve } from './proof.ts';

const zeroBits = (text: string) => Math.clz32(hash('sha256', text, 'buffer').readUInt32BE(0));
const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const challenge = (n: number, bits: number, length = 40) => ({
  text: Array.from({ length }, (_, i) => letters[(n * 7 + i * 11) % 64]).join(''),
  bits,
});

const state: ConnectionState = { status: 'connecting', reason: null, nextAttempt: null };
const session = () => ({ busy: false, connection: { state, mirror: () => {} } });

describe('[V8] a proof', () => {
  it.each([0, 1, 20, 40, 44])('is what SHA-256 says it is, after a text of %s letters', async (length) => {
    for (let n = 0; n < 20; n++) {
      const asked = challenge(n, 9, length);
      const proof = await solve(asked);
      expect(proof).toMatch(/\.\d{1,16}$/);
      expect(proof.startsWith(`${asked.text}.`)).toBe(true);
      expect(zeroBits(proof)).toBeGreaterThanOrEqual(9);
    }
  });

  it('is the first there is: no number is left out', async () => {
    for (let n = 0; n < 10; n++) {
      const asked = challenge(n, 11);
      const [text, digits] = (await solve(asked)).split('.');
      for (let i = 0; i < Number(digits); i++) {
        expect(zeroBits(`${text}.${String(i).padStart(10, '0')}`)).toBeLessThan(11);
      }
    }
  });

  it('is looked for in slices that leave room for all else', async () => {
    let turns = 0;
    let longest = 0;
    // By the processor's time: other programs may take the machine meanwhile.
    let before = process.cpuUsage();
    const beat = setInterval(() => {
      turns++;
      longest = Math.max(longest, process.cpuUsage(before).user / 1_000);
      before = process.cpuUsage();
    });
    await solve(challenge(4, 18));
    clearInterval(beat);
    expect(turns).toBeGreaterThan(1);
    expect(longest).toBeLessThan(200);
  });

  it('is worked for once, however often a session connects meanwhile; each session has its own', async () => {
    const asked: string[] = [];
    const ask = async (proof: string) => {
      asked.push(proof);
      return asked.length;
    };
    const [one, other] = [session(), session()];
    const first = prove(one, { challenge: challenge(1, 12) }, ask);
    expect(
      await Promise.all([
        first,
        prove(one, { challenge: challenge(2, 12) }, ask),
        prove(other, { challenge: challenge(3, 12) }, ask),
      ]),
    ).toEqual(expect.arrayContaining([1, 2]));
    expect(asked.map((proof) => proof.split('.')[0]).sort()).toEqual(
      [challenge(1, 12).text, challenge(3, 12).text].sort(),
    );
    // Afterwards it is asked anew.
    await prove(one, { challenge: challenge(4, 4) }, ask);
    expect(asked).toHaveLength(3);
  });

  it('that was refused is not kept', async () => {
    const one = session();
    await expect(prove(one, { challenge: challenge(1, 4) }, () => Promise.reject(new Error('used')))).rejects.toThrow(
      'used',
    );
    expect(await prove(one, { challenge: challenge(2, 4) }, async () => 'in')).toBe('in');
    expect(one.busy).toBe(false);
  });
});
