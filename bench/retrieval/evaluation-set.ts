/**
 * The evaluation set: articles of four businesses in four languages, what visitors would type, and what no article answers.
 * Every third question is held out: `pnpm bench retrieval` counts it by itself and never names it, so that nobody tunes to it.
 * The fresh ones are of another hand, which had seen neither the vocabulary nor the other questions.
 */
import { readFileSync } from 'node:fs';
import { articles as english } from '../../apps/server/src/demo/content/articles.ts';

export const LANGUAGES = ['en', 'de', 'es', 'ar'] as const;
export type Language = (typeof LANGUAGES)[number];

export interface EvaluationArticle {
  readonly slug: string;
  readonly title: string;
  readonly body: string;
}

export interface EvaluationQuestion {
  readonly language: Language;
  readonly text: string;
  /** The articles that answer it; none for what is beside the point. */
  readonly slugs: readonly string[];
  readonly held: boolean;
  /** By another hand than the vocabulary. */
  readonly fresh?: boolean;
}

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');
/** Each set's slugs are of its own language: several businesses have a page on returns. */
const slugIn = (language: Language, slug: string): string => `${language}-${slug.trim()}`;

/** `# slug | Title`, then the Markdown of the body. The English ones are the demo shop's. */
export function articlesIn(language: Language): EvaluationArticle[] {
  if (language === 'en') return english.map((article) => ({ ...article, slug: slugIn('en', article.slug) }));
  return read(`articles/${language}.md`)
    .split(/^# /m)
    .slice(1)
    .map((text) => {
      const [first = '', ...rest] = text.split('\n');
      const [slug = '', title = ''] = first.split(' | ');
      return { slug: slugIn(language, slug), title: title.trim(), body: rest.join('\n').trim() };
    });
}

const lines = (path: string): [before: string, text: string][] =>
  read(path)
    .split('\n')
    .filter(Boolean)
    .map((line) => line.split(' | ') as [string, string]);
const isHeld = (n: number): boolean => n % 3 === 2;

/** `slug, slug | question` a line. */
const answerable = (path: string, language: Language): EvaluationQuestion[] =>
  lines(path).map(([slugs, text], n) => ({
    language,
    text,
    slugs: slugs.split(',').map((slug) => slugIn(language, slug)),
    held: isHeld(n),
  }));

export const questionsIn = (language: Language): EvaluationQuestion[] =>
  answerable(`questions/${language}.txt`, language);

export const freshQuestionsIn = (language: Language): EvaluationQuestion[] =>
  answerable(`fresh-questions/${language}.txt`, language).map((question) => ({ ...question, fresh: true }));

/** `language | question` a line. */
export const unanswerable = (): EvaluationQuestion[] =>
  lines('questions/unanswerable.txt').map(([language, text], n) => ({
    language: language as Language,
    text,
    slugs: [],
    held: isHeld(n),
  }));
