/** Days and times as this device's owner writes them. */
import { strings } from './strings.ts';

/** Made when first needed: the browser takes milliseconds to gather a locale's habits. */
let clock: Intl.DateTimeFormat | undefined;
let date: Intl.DateTimeFormat | undefined;

export function timeOf(iso: string): string {
  clock ??= new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit' });
  return clock.format(new Date(iso));
}

/** "Today", "Yesterday" or the date. */
export function dayOf(iso: string, now = new Date()): string {
  const day = new Date(iso);
  // Noon to noon: a day that daylight saving made 23 or 25 hours long still counts as one.
  const days = Math.round((new Date(now).setHours(12, 0, 0, 0) - new Date(day).setHours(12, 0, 0, 0)) / 86_400_000);
  const near = [strings.today, strings.yesterday][days];
  if (near) return near;
  date ??= new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' });
  return date.format(day);
}
