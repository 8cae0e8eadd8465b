/**
 * How well a passage answers, by its words: what of the question it holds, how rare that is, and whether a title or a heading
 * says so. The weights were set by the two thirds of `bench/retrieval` that are for it.
 */
import { LANGUAGES, type Language } from './language.ts';
import type { Term, Way } from './vocabulary.ts';

/** What a word is worth that stands in a title or a heading, beyond being there. */
const IN_TITLE = 1.3;
const IN_HEADING = 1;
/** How much of a title or heading is what was asked for; one of a single word is not the whole answer. */
const TITLE_ASKED = 0.3;
const HEADING_ASKED = 0.1;
const FEW_STEMS = 2;
/** What `ts_rank_cd` (closeness and order of the words, 0 to 1) adds. */
const CLOSENESS = 0.45;
/** A word that nobody typed and the question means, found itself or by another of its meaning; and how much of that is evidence. */
const MEANT = { itself: 1.2, synonym: 0.6 };
const MEANT_EVIDENCE = 0.4;
/** What it adds to the order where a title says it; it is no more evidence there. */
const MEANT_IN_TITLE = 0.7;
/** A passage in another language than the question's. */
const FOREIGN = 0.4;
/** Both parts of a compound, and one: the German one says by itself what kind of thing it is. */
const BOTH_PARTS = 0.9;
const ONE_PART = { german: 0.6, other: 0.15 };
/** A rare word counts for more than its rarity says. */
const RARITY = 1.2;
/** An unknown word's rarity at most, in those of a word that stands in one passage alone: people tell stories. */
const UNKNOWN = 0.6;
/** One word of several, and no heading says that the passage is about it: mentioned in passing. */
const PASSING = 0.72;
/** What other words are worth as evidence, where they may order. */
const EVIDENCE: Partial<Record<Way['how'], number>> = { around: 0.6, synonym: 0.55, kin: 0.4 };

/** How sure: at least, to say so, and to say perhaps. Set by `bench/retrieval`, answerable questions and not. */
export const SURE = 0.6;
export const MAYBE = 0.4;
/** An article that no other comes near is surer than its words say, if there are two and in the language of the question. */
const ALONE = 1.3;
/** From this share of the score on another article makes it less sure: a tenth more of the score takes a fifth of it. */
const NEAR = 0.55;
const DOUBT = 2;

export interface Candidate {
  readonly article_id: string;
  readonly revision: number;
  readonly ordinal: number;
  readonly slug: string;
  readonly origin_url: string | null;
  readonly title: string;
  readonly heading: string;
  readonly text: string;
  readonly language: Language;
  readonly rank: number;
  readonly stems: readonly string[];
  readonly title_stems: readonly string[];
  readonly heading_stems: readonly string[];
}

export interface AskedTerm extends Term {
  /** False: the question means it (`intentsOf`). */
  readonly typed: boolean;
  /** Passages that hold it, as far as the knowledge knows it. */
  readonly passages: number;
}

export interface RetrievedPassage {
  readonly articleId: string;
  /** Of the article, as it was read. */
  readonly revision: number;
  readonly ordinal: number;
  readonly slug: string;
  /** The page that it was taken from. */
  readonly originUrl: string | null;
  readonly title: string;
  readonly heading: string;
  /** Restricted Markdown. */
  readonly text: string;
  /** The question's words that it holds, as typed but plain. */
  readonly words: readonly string[];
  /** The order; comparable within one answer only. */
  readonly score: number;
  /** 0 to 1: how much of what was asked for it holds. */
  readonly held: number;
  /** The same, and how near other articles come. Below SURE it may be beside the point, below MAYBE it is. */
  readonly confidence: number;
}

export interface Asked {
  readonly terms: readonly AskedTerm[];
  /** Of the question, as far as its words tell; and of whoever asks, where they do not. */
  readonly language: Language | null;
  readonly spoken: Language | null;
  /** How many the site has. */
  readonly passages: number;
}

/** All of them, best first. */
export function weigh(
  candidates: readonly Candidate[],
  { terms, language, spoken, passages }: Asked,
): RetrievedPassage[] {
  const rarity = (n: number) => Math.log((passages + 1) / (Math.min(n, passages) + 0.5)) ** RARITY;
  const weights = terms.map(({ passages: n }) => (n > 0 ? rarity(n) : UNKNOWN * rarity(1)));
  const asked = terms.reduce((sum, { typed }, i) => sum + (typed ? (weights[i] as number) : 0), 0);
  const several = terms.filter(({ typed }) => typed).length > 1;
  const asks = language ?? languageBy(terms, weights) ?? spoken;
  const weighed = candidates
    .map((candidate): { passage: RetrievedPassage; foreign: boolean } => {
      const foreign = asks !== null && asks !== candidate.language;
      const {
        article_id: articleId,
        origin_url: originUrl,
        revision,
        ordinal,
        slug,
        title,
        heading,
        text,
        rank,
      } = candidate;
      const [all, titles, headings] = [candidate.stems, candidate.title_stems, candidate.heading_stems].map(
        (stems) => new Set(stems),
      ) as [Set<string>, Set<string>, Set<string>];
      const words: string[] = [];
      let [held, sure, placed, meant, meantPlaced, inTitle, inHeading] = [0, 0, 0, 0, 0, 0, 0];
      for (const [i, { word, ways, typed }] of terms.entries()) {
        const found = shareOf(ways, candidate.language, all);
        if (!found) continue;
        const weight = (weights[i] as number) * found.share;
        if (!typed) {
          const worth = weight * (found.way.how === 'synonym' ? MEANT.synonym : MEANT.itself);
          meant += worth;
          if (titles.has(found.way.stem)) meantPlaced += worth * MEANT_IN_TITLE;
          continue;
        }
        const { way } = found;
        words.push(way.how === 'itself' ? word : way.word || way.stem);
        held += weight;
        sure += (weights[i] as number) * Math.min(found.share, EVIDENCE[way.how] ?? 1);
        if (titles.has(way.stem)) {
          placed += weight * IN_TITLE;
          inTitle += 1;
        }
        if (headings.has(way.stem)) {
          placed += weight * IN_HEADING;
          inHeading += 1;
        }
      }
      const evidence = Math.min(1, (sure + MEANT_EVIDENCE * meant) / asked);
      const inPassing = words.length === 1 && several && placed === 0 ? PASSING : 1;
      const passage = {
        articleId,
        revision,
        ordinal,
        slug,
        originUrl,
        title,
        heading,
        text,
        words,
        score:
          (foreign ? FOREIGN : 1) *
          ((held / asked) * (1 + placed / asked) +
            (meant + meantPlaced) / asked +
            CLOSENESS * rank +
            (TITLE_ASKED * inTitle) / Math.max(FEW_STEMS, titles.size) +
            (HEADING_ASKED * inHeading) / Math.max(FEW_STEMS, headings.size)),
        held: evidence * inPassing,
        confidence: evidence * inPassing,
      };
      return { passage, foreign };
    })
    .sort((a, b) => b.passage.score - a.passage.score);
  const found = weighed.map(({ passage }) => passage);
  return weighed.map(({ passage, foreign }) => ({ ...passage, confidence: besideOthers(passage, found, foreign) }));
}

/** Its words say whether perhaps; whether surely, how near another article comes. What is beside the point comes near to nothing below it. */
function besideOthers(passage: RetrievedPassage, found: readonly RetrievedPassage[], foreign: boolean): number {
  const { articleId, score, confidence, words } = passage;
  if (confidence < MAYBE) return confidence;
  const rival = found.find(
    (other) => other.articleId !== articleId && (other.score <= score || other.confidence >= MAYBE),
  );
  const near = Math.min(1, (rival?.score ?? 0) / score);
  const said = words.length > 1 && !foreign ? Math.min(1, ALONE * confidence) : confidence;
  return Math.max(MAYBE, said * (1 - DOUBT * Math.max(0, near - NEAR)));
}

/** The language in which most of the question is known. */
function languageBy(terms: readonly AskedTerm[], weights: readonly number[]): Language | null {
  const [best, next] = LANGUAGES.map((language) => ({
    language,
    sum: terms.reduce((sum, { ways }, i) => {
      const there = ways.some((way) => way.language === language && way.how === 'itself');
      return sum + (there ? (weights[i] as number) : 0);
    }, 0),
  })).sort((a, b) => b.sum - a.sum);
  return best && next && best.sum > next.sum ? best.language : null;
}

/** How much of a term is there, and by which of its ways. */
function shareOf(
  ways: readonly Way[],
  language: Language,
  stems: ReadonlySet<string>,
): { share: number; way: Way } | undefined {
  const there = ways.filter((way) => way.language === language && stems.has(way.stem));
  const whole = there.find(({ part }) => part === undefined);
  const [part, ...others] = there.filter((way) => way.part !== undefined);
  if (!part) return whole && { share: whole.factor, way: whole };
  const one = language === 'de' ? ONE_PART.german : ONE_PART.other;
  const share = others.some((other) => other.part !== part.part) ? BOTH_PARTS : one;
  return whole && whole.factor >= share ? { share: whole.factor, way: whole } : { share, way: part };
}
