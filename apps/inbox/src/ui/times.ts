/** Moments and spans in words, by Intl. Every moment is an ISO 8601 string. */
import { LOCALE } from './locale.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const clock = new Intl.DateTimeFormat(LOCALE, { hour: 'numeric', minute: '2-digit' });
const weekday = new Intl.DateTimeFormat(LOCALE, { weekday: 'short' });
const dayMonth = new Intl.DateTimeFormat(LOCALE, { day: 'numeric', month: 'short' });
const dayMonthYear = new Intl.DateTimeFormat(LOCALE, { day: 'numeric', month: 'short', year: 'numeric' });
const longDay = new Intl.DateTimeFormat(LOCALE, { weekday: 'long', day: 'numeric', month: 'long' });
const longDayYear = new Intl.DateTimeFormat(LOCALE, {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
});
const full = new Intl.DateTimeFormat(LOCALE, { dateStyle: 'full', timeStyle: 'short' });
const relativeDay = new Intl.RelativeTimeFormat(LOCALE, { numeric: 'auto' });

const startOfDay = (time: number) => new Date(time).setHours(0, 0, 0, 0);
/** Whole calendar days from `iso` to `now`; daylight saving is rounded away. */
const daysAgo = (iso: string, now: number) => Math.round((startOfDay(now) - startOfDay(Date.parse(iso))) / DAY);

export const clockTime = (iso: string): string => clock.format(new Date(iso));
export const dateName = (iso: string): string => dayMonthYear.format(new Date(iso));
export const fullTime = (iso: string): string => full.format(new Date(iso));

/** For a list: the clock today, the weekday within a week, then the date. */
export function listTime(iso: string, now: number): string {
  const date = new Date(iso);
  const days = daysAgo(iso, now);
  if (days <= 0) return clock.format(date);
  if (days < 7) return weekday.format(date);
  return date.getFullYear() === new Date(now).getFullYear() ? dayMonth.format(date) : dayMonthYear.format(date);
}

/** For a line between two days of a conversation. */
export function dayName(iso: string, now: number): string {
  const days = daysAgo(iso, now);
  if (days === 0 || days === 1) {
    const words = relativeDay.format(-days, 'day');
    return words.charAt(0).toLocaleUpperCase(LOCALE) + words.slice(1);
  }
  const date = new Date(iso);
  return (date.getFullYear() === new Date(now).getFullYear() ? longDay : longDayYear).format(date);
}

/** How long since `iso`, in one unit: "now", "4 min", "2 hr", "3 days". */
export function span(iso: string, now: number): string {
  const passed = Math.max(0, now - Date.parse(iso));
  if (passed < MINUTE) return 'now';
  const [value, unit] =
    passed < HOUR
      ? ([passed / MINUTE, 'minute'] as const)
      : passed < DAY
        ? ([passed / HOUR, 'hour'] as const)
        : ([passed / DAY, 'day'] as const);
  // Of one English: the British "mins" is the American "min".
  return new Intl.NumberFormat('en', { style: 'unit', unit, unitDisplay: 'short' }).format(Math.floor(value));
}

/** True when the two moments fall on one calendar day here. */
export const sameDay = (a: string, b: string): boolean => startOfDay(Date.parse(a)) === startOfDay(Date.parse(b));
