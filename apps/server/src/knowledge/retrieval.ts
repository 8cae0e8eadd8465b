/** The one way from a question to the passages that may answer it, with how sure that is. */
import type { Core } from '../core/core.ts';
import { beyondSites } from '../core/site-scope.ts';
import type { Language } from './language.ts';
import { searchWords } from './lexical.ts';

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
  /** 0 to 1: how much of what was asked for it holds. Below SURE it may be beside the point, below MAYBE it is. */
  readonly confidence: number;
}

/** Set by `bench/retrieval`, answerable questions and not. */
export const SURE = 0.6;
export const MAYBE = 0.4;

export type Retrieving = Pick<Core, 'db' | 'state'>;

/** Below it a passage shares a common word with the question. */
const BESIDE_THE_POINT = 0.12;

/**
 * At most `limit` passages, best first, none of them quite beside the point. Empty for a question without words to look up.
 * `language`: of whoever asks, for questions that do not tell theirs.
 */
export function retrieve(
  core: Retrieving,
  siteId: string,
  question: string,
  limit: number,
  { language }: { language?: Language } = {},
): Promise<RetrievedPassage[]> {
  return beyondSites('search by words', async () => {
    const known = await core.db
      .selectFrom('knowledge_versions')
      .select(['version', 'passages'])
      .where('site_id', '=', siteId)
      .executeTakeFirst();
    if (!known || known.passages === 0) return [];
    const found = await searchWords(core, siteId, question, { ...known, spoken: language ?? null });
    return found.filter(({ confidence }) => confidence >= BESIDE_THE_POINT).slice(0, limit);
  });
}
