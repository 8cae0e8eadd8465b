/**
 * How people ask for what articles name by a noun: patterns in plain words (`plain-words.ts`), and the words that they stand for.
 * Of any shop or service; `phrases/` has a file a language. Order within a question is kept loose: visitors put it in many ways.
 */

import { LANGUAGES, type Language } from './language.ts';
import { ar } from './phrases/ar.ts';
import { de } from './phrases/de.ts';
import { en } from './phrases/en.ts';
import { es } from './phrases/es.ts';
import { fr } from './phrases/fr.ts';
import type { Phrase } from './phrases/phrase.ts';
import { pt } from './phrases/pt.ts';
import { plainWords } from './plain-words.ts';

const PHRASES: Record<Language, readonly Phrase[]> = { en, de, es, fr, pt, ar };

/** Words that nobody typed and the question means, asked in this language or in any (null); they order what was found, and find little by themselves. */
export function intentsOf(question: string, language: Language | null): string[] {
  const words = plainWords(question);
  const phrases = (language === null ? LANGUAGES : [language]).flatMap((one) => PHRASES[one]);
  return [...new Set(phrases.flatMap(([asked, meant]) => (asked.test(words) ? plainWords(meant).split(' ') : [])))];
}
