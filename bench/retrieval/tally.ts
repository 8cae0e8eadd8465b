/** Counts how high the right articles came, for each language, for those questions that were held out and for those of another hand. */
import { MAYBE, SURE } from '../../apps/server/src/knowledge/retrieval.ts';
import type { EvaluationQuestion } from './evaluation-set.ts';

interface Found {
  readonly confidence: number;
  /** Articles, the best first. */
  readonly slugs: readonly string[];
}

function groupsOf({ language, held, fresh }: EvaluationQuestion): string[] {
  const all = fresh ? ['of another hand', `${language}, of another hand`] : ['all', language];
  return [...all, ...all.slice(0, held ? 2 : 1).map((group) => `${group}, ${held ? 'held out' : 'tuned to'}`)];
}

export class Tally {
  readonly #ranks = new Map<string, (number | undefined)[]>();
  asked = 0;
  sure = 0;
  sureAndWrong = 0;
  perhaps = 0;

  /** The place of the first right article, from 1. */
  count(question: EvaluationQuestion, found: Found): number | undefined {
    const at = found.slugs.findIndex((slug) => question.slugs.includes(slug));
    const rank = at < 0 ? undefined : at + 1;
    for (const group of groupsOf(question)) this.#ranks.set(group, [...(this.#ranks.get(group) ?? []), rank]);
    this.asked += 1;
    if (found.confidence >= SURE) {
      this.sure += 1;
      if (rank !== 1) this.sureAndWrong += 1;
    } else if (found.confidence >= MAYBE) this.perhaps += 1;
    return rank;
  }

  /** For each group: how many; recall@1, recall@5 and mean reciprocal rank. */
  rows(): [group: string, n: number, figures: string][] {
    return [...this.#ranks].map(([group, ranks]) => {
      const share = (count: (rank: number) => number) =>
        (ranks.reduce<number>((sum, rank) => sum + (rank === undefined ? 0 : count(rank)), 0) / ranks.length).toFixed(
          2,
        );
      const columns = [
        share((rank) => Number(rank === 1)),
        share((rank) => Number(rank <= 5)),
        share((rank) => 1 / rank),
      ];
      return [group, ranks.length, columns.join(', ')];
    });
  }
}
