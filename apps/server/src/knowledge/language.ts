/** Guesses the language of a text by its small words and its script; a guess decides about wording, never about content. */
import { plainWords } from './plain-words.ts';

export const LANGUAGES = ['en', 'de', 'es', 'fr', 'pt', 'ar'] as const;
export type Language = (typeof LANGUAGES)[number];

// Words that the other languages here do not have.
const SMALL_WORDS: Record<Exclude<Language, 'ar'>, string> = {
  en: 'the and is are you your my what where how when do does can i it of for with this that have not please hi hello thanks yes to at from about get need want there they would could should which',
  de: 'der das und ist sind ich sie mein meine wie wo wann was kann mit fur nicht ein eine einen auf zu bitte hallo danke ja ihr wir habe hat bei aus noch kein keine mich mir werden wird gibt den dem wer man auch zum zur nach oder wenn wieviel euch im',
  es: 'el los las y es mi donde como cuando puedo con una para que quiero hola gracias por esta hay si tengo puede hacer cuanto mis sin mas lo su ya desde pero hasta al cual necesito soy del',
  fr: 'le les et est je vous mon ma ou comment quand puis avec une pour dans bonjour merci oui des du',
  pt: 'os as e meu minha onde quando posso com uma para nao quero ola obrigado obrigada do da voce sim',
};
const WORDS = Object.entries(SMALL_WORDS).map(([language, words]) => [language, new Set(words.split(' '))] as const);

/** The language that a clear majority of the small words belong to; `null` when the text does not say. */
export function languageOf(text: string): Language | null {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  const arabic = text.match(/\p{Script=Arabic}/gu)?.length ?? 0;
  if (letters > 0 && arabic * 2 > letters) return 'ar';
  const words = plainWords(text.slice(0, 4_000)).split(' ');
  const scores = WORDS.map(([language, known]) => ({
    language: language as Language,
    score: words.reduce((sum, word) => sum + (known.has(word) ? 1 : 0), 0),
  })).sort((a, b) => b.score - a.score);
  const [best, next] = scores;
  return best && next && best.score > next.score ? best.language : null;
}

/** The first language of a browser's tag ("pt-BR" is `pt`) that is one of ours. */
export function languageOfTag(tag: string | null): Language | null {
  const primary = tag?.toLowerCase().split('-')[0];
  return LANGUAGES.find((language) => language === primary) ?? null;
}
