/**
 * The one language of everything that Intl puts in words: English, as all the words of the inbox are. The reader's own English
 * where its browser names one, and the clock of twelve or of twenty-four hours that its browser has.
 */

const hourCycleOf = (locale: string | undefined) =>
  new Intl.DateTimeFormat(locale, { hour: 'numeric' }).resolvedOptions().hourCycle;

/** Of the languages a browser asks for, and the one it speaks itself. */
export function localeOf(languages: readonly string[], own?: string): string {
  const english = languages.find((tag) => /^en(-[a-z]{2})?$/i.test(tag)) ?? 'en';
  const hourCycle = hourCycleOf(own);
  return hourCycle && hourCycle !== hourCycleOf(english) ? new Intl.Locale(english, { hourCycle }).toString() : english;
}

export const LOCALE: string = localeOf(navigator.languages);
