/** An answer straight from the knowledge base: the best passage, quoted with its source, or an honest "I don't know". */
import type { Core } from '../core/core.ts';
import { sourceOf } from '../knowledge/articles.ts';
import { plainWords } from '../knowledge/plain-words.ts';
import { MAYBE, type RetrievedPassage, retrieve, SURE } from '../knowledge/retrieval.ts';
import { lookUpBy } from './mask.ts';
import { quoteOf } from './quote.ts';
import { SENTENCES } from './sentences.ts';
import type { Reply, Turn } from './turn.ts';
import type { Usage } from './usage.ts';

/** Passages that a model is given. */
const PASSAGES = 5;
/** A second article is worth a link when it is nearly as good. */
const CLOSE = 0.8;
/** A question that leans on the one before it. */
const FOLLOWS =
  /^(and|also|or|what about|how about|und|oder|y|o|et|ou|e|و|what if|then|is it|are they|does it|can it|it|that|this) /;
const FEW_WORDS = 4;
/** Of its own words in one passage that is surely meant, by which a short question stands alone: "Was kosten neue Sohlen?" */
const TELLING = 2;

/** Best first. A short question that leans on the visitor's last one is looked up together with it. */
export async function lookUp(
  core: Core,
  turn: Pick<Turn, 'place' | 'language' | 'bot' | 'history'>,
  question: string,
): Promise<RetrievedPassage[]> {
  const { siteId } = turn.place;
  const asked = { language: turn.language };
  const plain = (text: string) => lookUpBy(turn.bot, text);
  const alone = await retrieve(core, siteId, plain(question), PASSAGES, asked);
  const before = turn.history.findLast(({ role }) => role === 'visitor')?.content;
  if (before === undefined || !leans(question, alone[0])) return alone;
  const together = await retrieve(core, siteId, plain(`${question}\n${before}`), PASSAGES, asked);
  // Only what the new words found as well: the old question is answered.
  const shared = together.filter((passage) => alone.some(({ articleId }) => articleId === passage.articleId));
  const rest = alone.filter((passage) => !shared.some(({ text }) => text === passage.text));
  return [...shared, ...rest].slice(0, PASSAGES);
}

function leans(question: string, found: RetrievedPassage | undefined): boolean {
  const words = plainWords(question);
  if (FOLLOWS.test(`${words} `)) return true;
  const standsAlone = found !== undefined && found.confidence >= SURE && found.words.length >= TELLING;
  return !standsAlone && words.split(' ').length <= FEW_WORDS;
}

/** `failed`: what the model used before it gave up; the reply says that it stands for another. */
export function answerFromKnowledge(
  core: Core,
  turn: Turn,
  passages: readonly RetrievedPassage[],
  failed?: Usage,
): Reply {
  const words = SENTENCES[turn.language];
  const best = quotable(passages);
  const sure = best !== undefined && best.confidence >= SURE;
  if (!best || best.confidence < (failed ? SURE : MAYBE)) {
    const meta = { offer_person: true };
    if (failed) {
      return { content: words.failed, meta, basis: { kind: 'failed', found: passages, usage: failed }, free: true };
    }
    return { content: words.unknown, meta, basis: { kind: 'unknown', found: passages } };
  }
  const lead = failed ? words.meanwhile : sure ? words.found : words.perhaps;
  const cited = bestOf(best, passages);
  const sources = cited.map((passage) => sourceOf(core, turn.place.site, passage));
  return {
    content: `${lead(best.heading || best.title)}\n\n${quoteOf(best.text, best.words)}`,
    meta: { sources, ...(!failed && { ask_helped: true }), ...((!sure || failed) && { offer_person: true }) },
    basis: { kind: failed ? 'failed' : 'passage', found: passages, cited, ...(failed && { usage: failed }) },
  };
}

/** The best; where that is beside the point, one that surely is not: it only shares more common words. */
function quotable(passages: readonly RetrievedPassage[]): RetrievedPassage | undefined {
  const [best] = passages;
  if (!best || best.confidence >= MAYBE) return best;
  return passages.find(({ held }) => held >= SURE) ?? best;
}

/** The best, and of another article the next that is nearly as good. */
function bestOf(best: RetrievedPassage, passages: readonly RetrievedPassage[]): RetrievedPassage[] {
  const second = passages.find(
    ({ slug, score, held }) => slug !== best.slug && score >= CLOSE * best.score && held >= SURE,
  );
  return [best, ...(second ? [second] : [])];
}
