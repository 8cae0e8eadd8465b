/** When the bot answers: by the clock and the weekday of the site's own place. Outside it every message waits for a person. */
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
