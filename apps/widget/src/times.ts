/** Days and times as this device's owner writes them. */
import { strings } from './strings.ts';

const clock = new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit' });
const date = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' });

export const timeOf = (iso: string): string => clock.format(new Date(iso));

/** "Today", "Yesterday" or the date. */
export function dayOf(iso: string, now = new Date()): string {
  const day = new Date(iso);
  // Noon to noon: a day that daylight saving made 23 or 25 hours long still counts as one.
  const days = Math.round((new Date(now).setHours(12, 0, 0, 0) - new Date(day).setHours(12, 0, 0, 0)) / 86_400_000);
  return [strings.today, strings.yesterday][days] ?? date.format(day);
}
