/** Hours of a week, by the clock and the weekday of the site's own place: when the bot answers, and when people do. */
import type { BotHours } from '@parley/protocol';

const MINUTES = 60;
const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

export const isTimeZone = (name: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
};

/** Null: always. An end before the beginning is on the next day, and belongs to the day of the beginning. */
export function answersAt(hours: BotHours | null, now: number): boolean {
  if (!hours) return true;
  const { days, from, to } = hours;
  const { day, minute } = clockIn(hours.time_zone, now);
  const [begin, end] = [minutesOf(from), minutesOf(to)];
  const yesterday = day === 1 ? 7 : day - 1;
  if (begin < end) return days.includes(day) && minute >= begin && minute < end;
  return (days.includes(day) && minute >= begin) || (days.includes(yesterday) && minute < end);
}

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** When the hours begin the next time, in milliseconds; null while they last, and where they never begin. */
export function nextOpening(hours: BotHours | null, now: number): number | null {
  if (!hours || answersAt(hours, now)) return null;
  const begin = minutesOf(hours.from);
  const floor = Math.floor(now / MINUTE_MS) * MINUTE_MS;
  const first = floor + (begin - clockIn(hours.time_zone, floor).minute) * MINUTE_MS;
  for (let day = 0; day <= 8; day++) {
    let at = first + day * DAY_MS;
    // Where the clocks were changed meanwhile.
    at += (((begin - clockIn(hours.time_zone, at).minute + 2_160) % 1_440) - 720) * MINUTE_MS;
    if (isChanged(hours.time_zone, at)) at = firstWithin(hours, Math.max(at - CHANGE_MS, floor), at);
    if (at > now && answersAt(hours, at)) return at;
  }
  return null;
}

/** No place changes its clocks by more at once. */
const CHANGE_MS = 2 * 60 * MINUTE_MS;

/** Whether the clocks there are changed about then: a time of day may come twice, or not at all. */
function isChanged(timeZone: string, at: number): boolean {
  const [before, after] = [-CHANGE_MS, CHANGE_MS].map((by) => clockIn(timeZone, at + by).minute) as [number, number];
  return (after - before + 1_440) % 1_440 !== (2 * CHANGE_MS) / MINUTE_MS;
}

/** The first minute from one to two hours after the other that is within the hours. */
function firstWithin(hours: BotHours, from: number, about: number): number {
  for (let at = from; at <= about + CHANGE_MS; at += MINUTE_MS) if (answersAt(hours, at)) return at;
  return about;
}

const minutesOf = (time: string): number => {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * MINUTES + minutes;
};

/** The weekday (Monday is 1) and the minute of the day there. */
function clockIn(timeZone: string, now: number): { day: number; minute: number } {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(now);
  const part = (type: string) => parts.find((each) => each.type === type)?.value ?? '';
  return {
    day: WEEKDAYS.indexOf(part('weekday')) + 1,
    minute: Number(part('hour')) * MINUTES + Number(part('minute')),
  };
}
