/** Puts questions together that ask for the same: by the words that they share, a rare one telling more than a common one. */

export interface Asked {
  /** Its telling words, by stem. */
  readonly stems: readonly string[];
}

export interface Topic<Question extends Asked> {
  /** Stems, the most telling first. */
  readonly shared: readonly string[];
  readonly questions: readonly Question[];
}

/** Of the cosine of two questions: half of their words in common, about, where none is rare. */
const ALIKE = 0.45;
const MOST_SHARED = 3;

interface Growing<Question> {
  readonly questions: Question[];
  /** How many of them hold each stem. */
  readonly held: Map<string, number>;
}

/** The largest first; of equals the one whose first question came first. Keeps the questions' order within a topic. */
export function topicsOf<Question extends Asked>(questions: readonly Question[]): Topic<Question>[] {
  const counts = new Map<string, number>();
  for (const { stems } of questions) for (const stem of new Set(stems)) counts.set(stem, (counts.get(stem) ?? 0) + 1);
  const weightOf = (stem: string) => Math.log(1 + (questions.length + 1) / ((counts.get(stem) ?? 0) + 0.5)) ** 2;
  const growing: Growing<Question>[] = [];
  for (const question of questions) {
    const stems = [...new Set(question.stems)];
    let best: Growing<Question> | undefined;
    let likeness = ALIKE;
    for (const topic of growing) {
      const now = cosine(stems, topic, weightOf);
      if (now > likeness) [best, likeness] = [topic, now];
    }
    if (!best) growing.push((best = { questions: [], held: new Map() }));
    best.questions.push(question);
    for (const stem of stems) best.held.set(stem, (best.held.get(stem) ?? 0) + 1);
  }
  return growing
    .map(({ questions: own, held }) => ({
      questions: own,
      shared: [...held]
        .map(([stem, n]) => ({ stem, worth: (n / own.length) * weightOf(stem) }))
        .sort((a, b) => b.worth - a.worth)
        .slice(0, MOST_SHARED)
        .map(({ stem }) => stem),
    }))
    .sort((a, b) => b.questions.length - a.questions.length);
}

/** Of a question and the middle of a topic. Two without a telling word are alike in nothing. */
function cosine(
  stems: readonly string[],
  { questions, held }: Growing<unknown>,
  weightOf: (stem: string) => number,
): number {
  let both = 0;
  let one = 0;
  for (const stem of stems) {
    const weight = weightOf(stem);
    one += weight;
    both += (weight * (held.get(stem) ?? 0)) / questions.length;
  }
  let other = 0;
  for (const [stem, n] of held) other += weightOf(stem) * (n / questions.length) ** 2;
  return one === 0 || other === 0 ? 0 : both / Math.sqrt(one * other);
}
