/** Days and times in English, as all the words here are: in the English of the reader's country, by the clock of its browser. */
import { strings } from './strings.ts';

/** Make one when it is first needed: the browser takes milliseconds to gather a locale's habits. */
export function english(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const { locale, hourCycle } = new Intl.DateTimeFormat([], { hour: 'numeric' }).resolvedOptions();
  return new Intl.DateTimeFormat(new Intl.Locale(locale, { language: 'en', hourCycle }), options);
}

let clock: Intl.DateTimeFormat | undefined;
let date: Intl.DateTimeFormat | undefined;

export function timeOf(iso: string): string {
  clock ??= english({ hour: 'numeric', minute: '2-digit' });
  return clock.format(new Date(iso));
}

/** "Today", "Yesterday" or the date. */
export function dayOf(iso: string, now = new Date()): string {
  const day = new Date(iso);
  // Noon to noon: a day that daylight saving made 23 or 25 hours long still counts as one.
  const days = Math.round((now.setHours(12, 0, 0, 0) - day.setHours(12, 0, 0, 0)) / 86_400_000);
  const near = [strings.today, strings.yesterday][days];
  if (near) return near;
  date ??= english({ weekday: 'long', day: 'numeric', month: 'long' });
  return date.format(day);
}
