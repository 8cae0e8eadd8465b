/** The signs lose next to nothing: of the closest, those that comparing all of them would find. */
import { describe, expect, it } from 'vitest';
import { unit } from './embedder.ts';
import { NearestVectors } from './nearest-vectors.ts';

/** Any sequence that is the same in each run. */
function numbers(seed: number): () => number {
  let n = seed;
  return () => {
    n = (Math.imul(n, 1_664_525) + 1_013_904_223) >>> 0;
    return n / 4_294_967_296 - 0.5;
  };
}

describe('NearestVectors', () => {
  it.each([64, 384, 1_536])('finds what is closest among 5,000 of %i numbers, around 50 subjects', (width) => {
    const next = numbers(width);
    const any = () => Array.from({ length: width }, next);
    // As texts do: all lean to one side, and those on one subject lie together.
    const [side, subjects] = [any(), Array.from({ length: 50 }, any)];
    const about = (subject: number[]) =>
      unit(subject.map((value, j) => value + (side[j] as number) + 0.8 * next())) as Float32Array;
    const vectors = Array.from({ length: 5_000 }, (_, i) => about(subjects[i % 50] as number[]));
    const nearest = new NearestVectors(vectors);
    let found = 0;
    for (let n = 0; n < 20; n++) {
      const question = about(subjects[n] as number[]);
      const likeness = (vector: Float32Array) =>
        vector.reduce((sum, value, j) => sum + value * (question[j] as number), 0);
      const closest = vectors
        .map(likeness)
        .map((value, i) => ({ i, value }))
        .sort((a, b) => b.value - a.value);
      const given = nearest.find(question, 10);
      expect(given[0]?.likeness).toBeCloseTo(closest[0]?.value as number, 4);
      found += closest.slice(0, 10).filter(({ i }) => given.some(({ at }) => at === i)).length;
    }
    expect(found / 200).toBeGreaterThan(0.98);
  });

  it('has nothing for a vector of another width, or where there are none', () => {
    expect(new NearestVectors([Float32Array.of(1, 0)]).find(Float32Array.of(1, 0, 0), 5)).toEqual([]);
    expect(new NearestVectors([]).find(Float32Array.of(1), 5)).toEqual([]);
    expect(new NearestVectors([Float32Array.of(1, 0), Float32Array.of(0, 1)]).find(Float32Array.of(0, 1), 1)).toEqual([
      { at: 1, likeness: 1 },
    ]);
  });
});
